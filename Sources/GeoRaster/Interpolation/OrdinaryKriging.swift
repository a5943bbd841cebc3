import Foundation

/// Interpolation by ordinary kriging: the best linear unbiased estimate under a variogram.
///
/// The variogram is fitted to the points (``Variogram``), and each value comes from the nearest points. At a point the
/// value is the point's, whatever the nugget. Source: Matheron (1963), Principles of geostatistics. The paper interpolates PGA
/// from 62 stations and does not say how.
///
/// Fewer than 3 positions have no variogram: then values are those of ``InverseDistance`` with power 2. Points that all
/// have the same value give that value everywhere. ``variogram`` is `nil` in both cases.
///
/// ```swift
/// let kriging = try OrdinaryKriging(points: stations, crs: grid.crs)
/// let pga = try kriging.interpolated(onto: grid)
/// let error = try kriging.leaveOneOutErrors().rootMeanSquare
/// ```
public struct OrdinaryKriging: Sendable {
  /// The variogram that values follow; `nil` when there are fewer than 3 positions or all values are the same.
  public var variogram: Variogram? { kriging?.variogram }
  /// How many of the nearest points count; all when there are fewer.
  public let neighbors: Int
  /// The number of distinct positions.
  public var count: Int { points.count }

  private let points: InterpolationPoints
  private let kriging: LocalKriging?

  /// Fits each model by weighted least squares on semivariances in 15 classes of distance, and takes the one whose
  /// leave-one-out errors (of up to 1,000 points, evenly chosen) have the least root mean square.
  ///
  /// Repeated positions are averaged; points whose position or value is not finite are left out. On degree grids
  /// distances are measured with the length of a degree at the mean latitude of the points.
  ///
  /// - Parameters:
  ///   - crs: of the positions; the grid's.
  ///   - models: to choose from.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a usable point or model, and for less than 1
  ///   neighbour; ``GeoRasterError/notSolvable(operation:reason:)`` when no model can be fitted.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, neighbors: Int = 16,
    models: [Variogram.Model] = Variogram.Model.allCases, threads: Int? = nil
  ) throws {
    guard !models.isEmpty else {
      throw GeoRasterError.argument(name: "models", value: "empty", expected: "at least one model")
    }
    try self.init(InterpolationPoints(points, crs: crs), neighbors) { places in
      guard places.count >= 3, places.values.contains(where: { $0 != places.values[0] }) else {
        return nil
      }
      return try LocalKriging.fitted(
        to: places, residuals: places, trend: nil, models: models, shares: [0.5],
        neighbors: neighbors, threads: threads)
    }
  }

  /// Uses a variogram that is known.
  ///
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a usable point, and for less than 1 neighbour.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, neighbors: Int = 16,
    variogram: Variogram
  ) throws {
    try self.init(InterpolationPoints(points, crs: crs), neighbors) {
      LocalKriging(points: $0, neighbors: neighbors, variogram: variogram)
    }
  }

  private init(
    _ places: InterpolationPoints, _ neighbors: Int,
    _ kriging: (InterpolationPoints) throws -> LocalKriging?
  ) throws {
    guard neighbors >= 1 else {
      throw GeoRasterError.argument(
        name: "neighbors", value: "\(neighbors)", expected: "at least 1")
    }
    points = places
    self.neighbors = min(neighbors, places.count)
    self.kriging = try kriging(places)
  }

  /// What takes the place of kriging without a variogram: inverse distance, and of equal values the nearest.
  private var fallback: InverseDistance {
    InverseDistance(points, neighbors: points.count < 3 ? neighbors : 1)
  }

  /// The values at the centres of all cells. The same for any number of threads.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular;
  ///   `CancellationError` when `progress` or the task is cancelled.
  public func interpolated(
    onto grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try kriging?.raster(on: grid, threads: threads, progress: progress)
      ?? fallback.raster(on: grid, threads: threads, progress: progress)
  }

  /// The kriging standard deviation at the centres of all cells, in units of the values: 0 at a point, NaN without a
  /// variogram of 2 or fewer positions, 0 for points that all have the same value.
  ///
  /// - Throws: as ``interpolated(onto:threads:progress:)``.
  public func standardDeviation(
    onto grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    guard let kriging else {
      return Raster(grid: grid, repeating: points.count < 3 ? .nan : 0)
    }
    return try kriging.raster(on: grid, threads: threads, progress: progress) {
      try kriging.standardDeviation(at: $0, from: $1, in: &$2)
    }
  }

  /// The values at places in the coordinate reference system of the points.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular.
  public func values(at places: [Coordinate], threads: Int? = nil) throws -> [Double] {
    try kriging?.placeValues(at: places, threads: threads)
      ?? fallback.placeValues(at: places, threads: threads)
  }

  /// Interpolates each point from the others, with the variogram of all.
  ///
  /// - Throws: as ``interpolated(onto:threads:progress:)``.
  /// - Complexity: O(n log n) for n points.
  public func leaveOneOutErrors(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> LeaveOneOutErrors {
    try kriging?.leaveOneOut(threads: threads, progress: progress)
      ?? fallback.leaveOneOut(threads: threads, progress: progress)
  }
}
