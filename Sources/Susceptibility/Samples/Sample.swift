import Foundation
import GeoRaster
import LearningCore

/// Which set a sample belongs to.
public enum SampleSet: String, Sendable, Codable, CaseIterable {
  /// Models and encoders are fitted to it.
  case training
  /// Models are judged by it.
  case validation
}

/// A landslide or an absence: a mapped cell with a label.
public struct Sample: Equatable, Sendable {
  /// Where the point lies, in the grid's CRS.
  public var position: Coordinate
  /// The position of its cell in row-major order.
  public var cell: Int
  /// Whether it is a landslide.
  public var isLandslide: Bool
  /// The landslide's id; empty for absences.
  public var landslideID: String
  /// The set.
  public var set: SampleSet

  /// A sample in a cell.
  public init(
    position: Coordinate, cell: Int, isLandslide: Bool, landslideID: String = "",
    set: SampleSet = .training
  ) {
    self.position = position
    self.cell = cell
    self.isLandslide = isLandslide
    self.landslideID = landslideID
    self.set = set
  }
}

/// The samples of a study: landslides first, then absences.
public struct SampleCollection: Equatable, Sendable {
  /// The samples.
  public var samples: [Sample]

  /// Samples in an order that stays.
  public init(_ samples: [Sample]) { self.samples = samples }

  /// The labels.
  public var labels: [Bool] { samples.map(\.isLandslide) }
  /// The cells.
  public var cells: [Int] { samples.map(\.cell) }

  /// Where they lie.
  var coordinates: [(x: Double, y: Double)] { samples.map { ($0.position.x, $0.position.y) } }

  /// The positions of the samples of a set.
  public func indices(of set: SampleSet) -> [Int] {
    samples.indices.filter { samples[$0].set == set }
  }

  /// The samples of a set.
  public subscript(set: SampleSet) -> SampleCollection {
    SampleCollection(samples.filter { $0.set == set })
  }

  /// The samples at `indices`.
  public func selecting(_ indices: [Int]) -> SampleCollection {
    SampleCollection(indices.map { samples[$0] })
  }

  /// A group for each sample: samples of one cell, or landslides with one id, are in one group and stay in one set.
  public var groups: [Int] {
    var union = UnionFind(count: samples.count)
    var firstInCell: [Int: Int] = [:]
    var firstWithID: [String: Int] = [:]
    for (index, sample) in samples.enumerated() {
      if let other = firstInCell[sample.cell] {
        union.join(index, other)
      } else {
        firstInCell[sample.cell] = index
      }
      guard sample.isLandslide, !sample.landslideID.isEmpty else { continue }
      if let other = firstWithID[sample.landslideID] {
        union.join(index, other)
      } else {
        firstWithID[sample.landslideID] = index
      }
    }
    return samples.indices.map { union.root(of: $0) }
  }
}

/// Sets that are joined step by step.
private struct UnionFind {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of element: Int) -> Int {
    var current = element
    while parents[current] != current {
      parents[current] = parents[parents[current]]
      current = parents[current]
    }
    return current
  }

  /// The lower root wins, so that groups do not depend on the order of joining.
  mutating func join(_ a: Int, _ b: Int) {
    let (first, second) = (root(of: a), root(of: b))
    parents[max(first, second)] = min(first, second)
  }
}
