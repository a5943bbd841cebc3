import Foundation

/// Interpolation by inverse distance: near points weigh more.
///
/// ```
/// z(p) = sum_i w_i z_i / sum_i w_i,   w_i = 1 / |p - p_i|^power
/// ```
///
/// over the nearest points. At a point the value is the point's. Source: Shepard (1968), A two-dimensional interpolation
/// function for irregularly-spaced data. The paper interpolates PGA from 62 stations and does not say how.
///
/// ```swift
/// let pga = try InverseDistance(points: stations, crs: grid.crs).raster(on: grid)
/// ```
public struct InverseDistance: Sendable {
  /// The exponent of the distance.
  public let power: Double
  /// How many of the nearest points count; all when there are fewer.
  public let neighbors: Int

  /// The number of distinct positions.
  public var count: Int { points.count }

  let points: InterpolationPoints

  /// Inverse distance with power 2.
  init(_ points: InterpolationPoints, neighbors: Int) {
    self.points = points
    self.neighbors = neighbors
    power = 2
  }

  /// An interpolation of these points.
  ///
  /// Repeated positions are averaged; points whose position or value is not finite are left out. On degree grids
  /// distances are measured with the length of a degree at the mean latitude of the points.
  ///
  /// - Parameters:
  ///   - crs: of the positions; the grid's.
  ///   - neighbors: `nil` means all points.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a usable point, for a power that is not above 0 or
  ///   not finite, and for less than 1 neighbour.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, power: Double = 2,
    neighbors: Int? = 12
  ) throws {
    guard power.isFinite, power > 0 else {
      throw GeoRasterError.argument(
        name: "power", value: "\(power)", expected: "a number above 0")
    }
    self.points = try InterpolationPoints(points, crs: crs)
    self.power = power
    self.neighbors = min(neighbors ?? self.points.count, self.points.count)
    guard self.neighbors >= 1 else {
      throw GeoRasterError.argument(
        name: "neighbors", value: "\(self.neighbors)", expected: "at least 1")
    }
  }

  /// The values at the centres of all cells. The same for any number of threads.
  ///
  /// - Throws: `CancellationError` when `progress` or the task is cancelled.
  public func interpolated(
    onto grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try raster(on: grid, threads: threads, progress: progress)
  }

  /// The values at places in the coordinate reference system of the points.
  public func values(at places: [Coordinate], threads: Int? = nil) throws -> [Double] {
    try placeValues(at: places, threads: threads)
  }

  /// Interpolates each point from the others.
  ///
  /// - Throws: `CancellationError` when `progress` or the task is cancelled.
  /// - Complexity: O(n log n) for n points.
  public func leaveOneOutErrors(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> LeaveOneOutErrors {
    try leaveOneOut(threads: threads, progress: progress)
  }
}

extension InverseDistance: NeighborInterpolation {
  func makeWorkspace(around center: Coordinate?, radius: Double) {}

  func value(
    at place: Coordinate, from nearest: NearestPoints, excluding excluded: Int32,
    in workspace: inout Void
  ) -> Double {
    Self.weightedMean(of: points.values, nearest, power: power)
  }

  static func weightedMean(
    of values: [Double], _ nearest: NearestPoints, power: Double
  ) -> Double {
    let least = nearest.squaredDistances[0]
    if least == 0 { return values[Int(nearest.indices[0])] }
    var sum = 0.0
    var total = 0.0
    for neighbor in 0..<nearest.count {
      // Relative to the nearest, weights are at most 1 however small or large distances are.
      let ratio = least / nearest.squaredDistances[neighbor]
      let weight = power == 2 ? ratio : pow(ratio, power / 2)
      sum += weight * values[Int(nearest.indices[neighbor])]
      total += weight
    }
    return sum / total
  }
}
