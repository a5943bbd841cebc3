import Foundation

/// Universal kriging with a trend in the logarithm of the distance to an earthquake's source.
///
/// ```
/// z(p) = a + b ln(R / 1 km) + residual(p),   R = sqrt(d^2 + h^2)
/// ```
///
/// d is the distance to the source (0 inside a rupture's outline), h the depth at which shaking saturates near it. At every place a
/// and b are estimated together with the residual from the nearest points (generalised least squares). Where those cannot
/// tell the trend at the place, because ln R there is farther outside of theirs than theirs are apart, the line through
/// all points holds. At a point the value is the point's.
///
/// Source: Chiles and Delfiner (2012), Geostatistics, Sect. 3.4 (universal kriging); the form of R and h = 4.5 km for PGA from Boore et
/// al. (2014), NGA-West2 equations for predicting PGA, PGV, and 5 % damped PSA, Eq. 3 and 4. PGA is lognormal: bring its
/// natural logarithm; the exponential of the result is the median. The paper interpolates PGA from 62 stations and does not say how.
///
/// ```swift
/// let kriging = try KrigingWithTrend(points: lnPGA, crs: grid.crs, source: [.points([epicentre])])
/// let median = try kriging.interpolated(onto: grid).values.map { exp($0) }
/// ```
public struct KrigingWithTrend: Sendable {
  /// The variogram of the residuals; `nil` when the trend leaves none.
  public let variogram: Variogram?
  /// a of the line through all points, by least squares.
  public var intercept: Double { trend.line.intercept }
  /// b of the line through all points: how a value changes with ln R.
  public var slope: Double { trend.line.slope }
  /// The number of distinct positions.
  public var count: Int { points.count }
  /// How many of the nearest points count; all when there are fewer.
  public let neighbors: Int

  let points: InterpolationPoints
  let trend: SourceTrend
  private let kriging: LocalKriging?

  /// Fits a variogram to what the line through all points leaves.
  ///
  /// Each model is fitted to semivariances in 15 classes up to 1/2, 1/4 and 1/8 of the largest distance; the variogram whose
  /// leave-one-out errors (of up to 1,000 points, evenly chosen) have the least root mean square is taken.
  ///
  /// Repeated positions are averaged; points whose position or value is not finite are left out. On degree grids
  /// distances are measured with the length of a degree at the mean latitude of the points.
  ///
  /// - Parameters:
  ///   - crs: of the positions and of `source`; the grid's.
  ///   - source: the epicentre, the fault's trace or the rupture's outline.
  ///   - depth: h in metres, above 0.
  ///   - models: to choose from.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a usable point, source or model, for a depth that
  ///   is not above 0, and for less than 4 neighbours; ``GeoRasterError/notSolvable(operation:reason:)`` for fewer than 4
  ///   positions, for points that are all as far from the source, and when no model can be fitted.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, source: [Geometry],
    depth: Double = 4_500, neighbors: Int = 24,
    models: [Variogram.Model] = Variogram.Model.allCases, threads: Int? = nil
  ) throws {
    guard !models.isEmpty else {
      throw GeoRasterError.argument(name: "models", value: "empty", expected: "at least one model")
    }
    let (places, trend) = try Self.trend(points, crs, source, depth, neighbors)
    let residuals = zip(places.values, trend.covariates).map { $0 - trend.line.value(at: $1) }
    let largest = places.values.reduce(0) { max($0, abs($1)) }
    // What is below this is rounding.
    let isExact = residuals.allSatisfy { abs($0) <= 1e-12 * largest }
    let kriging =
      isExact
      ? nil
      : try LocalKriging.fitted(
        to: places, residuals: places.with(values: residuals), trend: trend, models: models,
        shares: [0.5, 0.25, 0.125], neighbors: neighbors, threads: threads)
    self.init(places, trend, neighbors, kriging)
  }

  /// Uses a variogram that is known.
  ///
  /// - Throws: as ``init(points:crs:source:depth:neighbors:models:threads:)``.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, source: [Geometry],
    depth: Double = 4_500, neighbors: Int = 24, variogram: Variogram
  ) throws {
    let (places, trend) = try Self.trend(points, crs, source, depth, neighbors)
    self.init(
      places, trend, neighbors,
      LocalKriging(points: places, neighbors: neighbors, variogram: variogram, trend: trend))
  }

  private init(
    _ places: InterpolationPoints, _ trend: SourceTrend, _ neighbors: Int, _ kriging: LocalKriging?
  ) {
    points = places
    self.trend = trend
    self.kriging = kriging
    variogram = kriging?.variogram
    self.neighbors = min(neighbors, places.count)
  }

  private static func trend(
    _ points: [PointValue], _ crs: CoordinateReferenceSystem, _ source: [Geometry],
    _ depth: Double, _ neighbors: Int
  ) throws -> (InterpolationPoints, SourceTrend) {
    guard neighbors >= 4 else {
      throw GeoRasterError.argument(
        name: "neighbors", value: "\(neighbors)", expected: "at least 4")
    }
    guard depth > 0, depth.isFinite else {
      throw GeoRasterError.argument(
        name: "depth", value: "\(depth)", expected: "metres above 0")
    }
    let places = try InterpolationPoints(points, crs: crs)
    let distance = try SourceDistance(source.compactMap { $0.mapped(places.meters) })
    let trend = SourceTrend(source: distance, depth: depth, points: places)
    let advice = "use inverse distance or ordinary kriging"
    guard places.count >= 4 else {
      throw GeoRasterError.notSolvable(
        operation: "kriging with a trend",
        reason: "\(places.count) positions do not tell a trend; expected at least 4, or \(advice)")
    }
    let span = (trend.covariates.max() ?? 0) - (trend.covariates.min() ?? 0)
    guard span > 1e-6 else {
      throw GeoRasterError.notSolvable(
        operation: "kriging with a trend",
        reason: "all points are as far from the source; expected different distances, or \(advice)")
    }
    return (places, trend)
  }

  /// The values at the centres of all cells. The same for any number of threads.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular;
  ///   `CancellationError` when `progress` or the task is cancelled.
  public func interpolated(
    onto grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    guard let kriging else {
      return try TrendAlone(points: points, trend: trend)
        .raster(on: grid, threads: threads, progress: progress)
    }
    return try kriging.raster(on: grid, threads: threads, progress: progress)
  }

  /// The kriging standard deviation at the centres of all cells, in units of the values: 0 at a point.
  ///
  /// It counts the uncertainty of a and b, except where the line through all points holds.
  ///
  /// - Throws: as ``interpolated(onto:threads:progress:)``.
  public func standardDeviation(
    onto grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    guard let kriging else { return Raster(grid: grid, repeating: 0) }
    return try kriging.raster(on: grid, threads: threads, progress: progress) {
      try kriging.standardDeviation(at: $0, from: $1, in: &$2)
    }
  }

  /// The values at places in the coordinate reference system of the points.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular.
  public func values(at places: [Coordinate], threads: Int? = nil) throws -> [Double] {
    guard let kriging else {
      return try TrendAlone(points: points, trend: trend).placeValues(at: places, threads: threads)
    }
    return try kriging.placeValues(at: places, threads: threads)
  }

  /// Interpolates each point from the others: with the trend of the others, and the variogram of all.
  ///
  /// - Throws: as ``interpolated(onto:threads:progress:)``.
  /// - Complexity: O(n log n) for n points.
  public func leaveOneOutErrors(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> LeaveOneOutErrors {
    guard let kriging else {
      return try TrendAlone(points: points, trend: trend)
        .leaveOneOut(threads: threads, progress: progress)
    }
    return try kriging.leaveOneOut(threads: threads, progress: progress)
  }
}

/// The line through all points, where it meets them all.
private struct TrendAlone: NeighborInterpolation {
  let points: InterpolationPoints
  let trend: SourceTrend
  var neighbors: Int { 1 }

  func makeWorkspace(around center: Coordinate?, radius: Double) -> SourceDistance {
    center.map { trend.source.near($0, radius: radius) } ?? trend.source
  }

  func value(
    at place: Coordinate, from nearest: NearestPoints, excluding excluded: Int32,
    in workspace: inout SourceDistance
  ) -> Double {
    trend.line(excluding: excluded, values: points.values)
      .value(at: trend.covariate(atDistance: workspace.distance(to: place)))
  }
}
