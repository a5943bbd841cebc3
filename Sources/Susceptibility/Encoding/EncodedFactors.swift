import FactorAnalysis
import Foundation
import GeoRaster
import HybridCNN
import LearningCore

/// The factors of a study as models see them: with encoders that were fitted to training landslides.
final class EncodedFactors: Sendable {
  /// The factors.
  let stack: FactorStack
  /// One encoder for each factor, in the order of the stack.
  let encoders: [FactorEncoder]
  private let threads: Int?
  private let planeCache = PlaneCache()

  init(stack: FactorStack, encoders: [FactorEncoder], threads: Int?) {
    precondition(
      encoders.count == stack.factors.count,
      "\(encoders.count) encoders for \(stack.factors.count) factors")
    self.stack = stack
    self.encoders = encoders
    self.threads = threads
  }

  /// Fits the encoders to training landslides.
  convenience init(
    stack: FactorStack, statistics: FactorStatistics, landslides: [Int],
    encoding: EncodingOptions, threads: Int?
  ) throws {
    let tables = statistics.tables(stack, landslides: landslides)
    let encoders = try tables.indices.map { index in
      let scaled = statistics.scaled[index]
      if let scaled, !encoding.hasClasses { return scaled }
      let weighted = try FactorEncoder.weighted(
        table: tables[index], by: encoding.weighting, smoothing: statistics.smoothing)
      return scaled.map { .joined($0, weighted) } ?? weighted
    }
    self.init(stack: stack, encoders: encoders, threads: threads)
  }

  /// The number of columns of a table, or channels of a patch: one for each plane of each factor.
  var columns: Int { encoders.reduce(0) { $0 + $1.planeCount } }

  /// The factors but for those at `omitted`.
  func omitting(_ omitted: [Int]) -> EncodedFactors {
    keeping(encoders.indices.filter { !omitted.contains($0) }, threads: 1)
  }

  /// The factors at `kept`.
  func keeping(_ kept: [Int], threads: Int?) -> EncodedFactors {
    EncodedFactors(
      stack: stack.keeping(kept), encoders: kept.map { encoders[$0] }, threads: threads)
  }

  /// The positions of the planes of some factors.
  func planeIndices(of factors: [Int]) -> [Int] {
    var first = 0
    var indices: [Int] = []
    for (position, encoder) in encoders.enumerated() {
      if factors.contains(position) { indices += first..<first + encoder.planeCount }
      first += encoder.planeCount
    }
    return indices
  }

  /// The planes of aspects: their sine and cosine.
  var directions: [DirectionChannels] {
    encoders.indices.filter { encoders[$0].isDirection }.map { position in
      let first = planeIndices(of: [position])[0]
      return DirectionChannels(sine: first, cosine: first + 1)
    }
  }

  /// A name for each column.
  var columnNames: [String] {
    encoders.flatMap(\.planeNames)
  }

  /// The name of each column's factor.
  var columnFactors: [String] {
    encoders.flatMap { encoder in encoder.planeNames.map { _ in encoder.factor } }
  }

  /// Each factor by its values alone when models see its classes beside them: the two tell the same.
  var withoutRepetition: EncodedFactors {
    EncodedFactors(stack: stack, encoders: encoders.map(\.first), threads: threads)
  }

  /// The encoded values at some cells: a row for each cell, a column for each plane.
  func matrix(at cells: [Int]) -> Matrix {
    var matrix = Matrix(rows: cells.count, columns: columns)
    var column = 0
    for (factor, encoder) in zip(stack.factors, encoders) {
      let values = factor.raster.values.withUnsafeBufferPointer { raw in cells.map { raw[$0] } }
      for plane in encoder.encode(values, threads: threads) {
        for (row, value) in plane.enumerated() { matrix[row, column] = value }
        column += 1
      }
    }
    return matrix
  }

  /// The encoded values of every cell; cells without a value carry the factor's outside value.
  func planes() throws -> FeaturePlanes {
    try planeCache.value {
      let channels = columns
      var values = [Float](repeating: 0, count: stack.grid.count * channels)
      var outside: [Float] = []
      for (factor, encoder) in zip(stack.factors, encoders) {
        let encoded = encoder.encode(factor.raster.values, threads: threads)
        for (plane, fill) in zip(encoded, encoder.outsideValues) {
          Self.interleave(plane, into: &values, channel: outside.count, of: channels, fill: fill)
          outside.append(fill)
        }
      }
      return try FeaturePlanes(
        rows: stack.grid.rows, columns: stack.grid.columns, channels: channels, values: values,
        outside: outside, directions: directions)
    }
  }

  private static func interleave(
    _ plane: [Float], into values: inout [Float], channel: Int, of channels: Int, fill: Float
  ) {
    // Bounds: `values` has `plane.count * channels` elements and `channel < channels`.
    plane.withUnsafeBufferPointer { plane in
      values.withUnsafeMutableBufferPointer { values in
        for cell in plane.indices {
          let value = plane[cell]
          values[cell * channels + channel] = value.isNaN ? fill : value
        }
      }
    }
  }
}

/// Planes that are made when first asked for.
private final class PlaneCache: @unchecked Sendable {
  private let lock = NSLock()
  private var planes: FeaturePlanes?

  func value(_ make: () throws -> FeaturePlanes) throws -> FeaturePlanes {
    try lock.withLock {
      if let planes { return planes }
      let made = try make()
      planes = made
      return made
    }
  }
}
