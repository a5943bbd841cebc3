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
  public let variogram: Variogram?
  /// How many of the nearest points count; all when there are fewer.
  public let neighbors: Int

  let points: InterpolationPoints

  /// A Gaussian variogram without nugget makes equations that are singular in practice: it gets this share of the partial sill.
  private static let leastGaussianNugget = 1e-4

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
    models: [Variogram.Model] = Variogram.Model.allCases
  ) throws {
    guard !models.isEmpty else {
      throw GeoRasterError.argument(name: "models", value: "empty", expected: "at least one model")
    }
    let places = try InterpolationPoints(points, crs: crs)
    try self.init(places: places, variogram: nil, neighbors: neighbors)
    guard places.count >= 3, Set(places.values).count > 1 else { return }
    let experimental = ExperimentalVariogram(places)
    let step = max(1, (places.count + 999) / 1_000)
    let tested = Array(stride(from: 0, to: places.count, by: step))
    var least = Double.infinity
    for model in models {
      guard let variogram = experimental.fitted(model) else { continue }
      let candidate = try OrdinaryKriging(
        places: places, variogram: variogram, neighbors: neighbors)
      // A model whose equations cannot be solved is none to choose.
      guard let errors = try? candidate.leaveOneOut(of: tested, threads: nil) else { continue }
      if errors.rootMeanSquare < least {
        least = errors.rootMeanSquare
        self = candidate
      }
    }
    guard variogram != nil else {
      throw GeoRasterError.notSolvable(
        operation: "variogram", reason: "no model fits the semivariances of the points")
    }
  }

  /// Uses a variogram that is known.
  ///
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a usable point, and for less than 1 neighbour.
  public init(
    points: [PointValue], crs: CoordinateReferenceSystem, neighbors: Int = 16,
    variogram: Variogram
  ) throws {
    try self.init(
      places: InterpolationPoints(points, crs: crs), variogram: variogram, neighbors: neighbors)
  }

  private init(places: InterpolationPoints, variogram: Variogram?, neighbors: Int) throws {
    guard neighbors >= 1 else {
      throw GeoRasterError.argument(
        name: "neighbors", value: "\(neighbors)", expected: "at least 1")
    }
    points = places
    self.neighbors = min(neighbors, places.count)
    self.variogram = variogram.map { given in
      let least = Self.leastGaussianNugget * given.partialSill
      guard given.model == .gaussian, given.nugget < least else { return given }
      return Variogram(
        model: .gaussian, nugget: least, partialSill: given.partialSill, range: given.range)
    }
  }

  /// The values at the centres of all cells. The same for any number of threads.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular.
  public func interpolated(onto grid: RasterGrid, threads: Int? = nil) throws -> Raster {
    try raster(on: grid, threads: threads)
  }

  /// The values at places in the coordinate reference system of the points.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular.
  public func values(at places: [Coordinate], threads: Int? = nil) throws -> [Double] {
    try placeValues(at: places, threads: threads)
  }

  /// Interpolates each point from the others, with the variogram of all.
  ///
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the equations of some neighbours are singular.
  /// - Complexity: O(n^2) for n points.
  public func leaveOneOutErrors(threads: Int? = nil) throws -> LeaveOneOutErrors {
    try leaveOneOut(threads: threads)
  }
}

extension OrdinaryKriging: NeighborInterpolation {
  /// The systems that were solved, by their neighbours in ascending order.
  final class Workspace {
    var systems: [[Int32]: KrigingSystem] = [:]
    /// The neighbours found last, nearest first, and the system they led to.
    var lastFound: [Int32] = []
    var last: KrigingSystem?
  }

  func makeWorkspace() -> Workspace { Workspace() }

  func value(
    at place: Coordinate, from nearest: NearestPoints, in workspace: inout Workspace
  ) throws -> Double {
    guard let variogram else {
      guard points.count < 3 else { return points.values[0] }
      return InverseDistance.weightedMean(of: points.values, nearest, power: 2)
    }
    if nearest.squaredDistances[0] == 0 { return points.values[Int(nearest.indices[0])] }
    return try system(of: nearest.indices, variogram, in: workspace).value(at: place)
  }

  private func system(
    of found: UnsafeBufferPointer<Int32>, _ variogram: Variogram, in workspace: Workspace
  ) throws -> KrigingSystem {
    // The next cell mostly has the same neighbours in the same order.
    if let last = workspace.last, workspace.lastFound.elementsEqual(found) { return last }
    let neighbors = found.sorted()
    let system =
      try workspace.systems[neighbors]
      ?? KrigingSystem(neighbors: neighbors, points: points, variogram: variogram)
    workspace.systems[neighbors] = system
    workspace.lastFound = Array(found)
    workspace.last = system
    return system
  }
}
