/// Kriging from the nearest points: with a constant mean, or with a trend in the logarithm of the distance to a source.
struct LocalKriging: NeighborInterpolation {
  let points: InterpolationPoints
  let neighbors: Int
  let variogram: Variogram
  let trend: SourceTrend?

  /// A Gaussian variogram without nugget makes equations that are singular in practice: it gets this share of the partial sill.
  private static let leastGaussianNugget = 1e-4

  init(
    points: InterpolationPoints, neighbors: Int, variogram: Variogram, trend: SourceTrend? = nil
  ) {
    self.points = points
    self.neighbors = min(neighbors, points.count)
    self.trend = trend
    let least = Self.leastGaussianNugget * variogram.partialSill
    let isSmooth = variogram.model == .gaussian && variogram.nugget < least
    self.variogram =
      isSmooth
      ? Variogram(
        model: .gaussian, nugget: least, partialSill: variogram.partialSill,
        range: variogram.range) : variogram
  }

  /// Fits each model by weighted least squares on semivariances in 15 classes of distance, and takes the one whose
  /// leave-one-out errors (of up to 1,000 points, evenly chosen) have the least root mean square.
  ///
  /// - Parameters:
  ///   - residuals: the points with the values that the semivariances are of.
  ///   - shares: how much of the largest distance the classes reach over: each is tried.
  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when no model can be fitted.
  static func fitted(
    to points: InterpolationPoints, residuals: InterpolationPoints, trend: SourceTrend?,
    models: [Variogram.Model], shares: [Double], neighbors: Int, threads: Int?
  ) throws -> LocalKriging {
    let step = max(1, (points.count + 999) / 1_000)
    let tested = Array(stride(from: 0, to: points.count, by: step))
    var best: (kriging: LocalKriging, error: Double)?
    for share in shares {
      let experimental = ExperimentalVariogram(residuals, share: share)
      for model in models {
        guard let variogram = experimental.fitted(model) else { continue }
        let candidate = LocalKriging(
          points: points, neighbors: neighbors, variogram: variogram, trend: trend)
        do {
          let error = try candidate.leaveOneOut(of: tested, threads: threads).rootMeanSquare
          if error < best?.error ?? .infinity { best = (candidate, error) }
        } catch is GeoRasterError {
          // A model whose equations cannot be solved is none to choose.
          continue
        }
      }
    }
    guard let best else {
      throw GeoRasterError.notSolvable(
        operation: "variogram",
        reason: "no model fits the semivariances of \(points.count) positions; expected more "
          + "of them, at several distances from each other, or use inverse distance")
    }
    return best.kriging
  }

  /// The systems that were solved, and the source as far as it matters.
  final class Workspace {
    /// The neighbours in ascending order, and whether the trend of all points is taken.
    struct Key: Hashable {
      let neighbors: [Int32]
      let isTrendKnown: Bool
    }
    let source: SourceDistance?
    var systems: [Key: KrigingSystem] = [:]
    /// The neighbours found last, nearest first, and the system they led to.
    var lastFound: [Int32] = []
    var lastIsTrendKnown = false
    var last: KrigingSystem?

    init(source: SourceDistance?) { self.source = source }
  }

  func makeWorkspace(around center: Coordinate?, radius: Double) -> Workspace {
    guard let center else { return Workspace(source: trend?.source) }
    return Workspace(source: trend?.source.near(center, radius: radius))
  }

  func value(
    at place: Coordinate, from nearest: NearestPoints, excluding excluded: Int32,
    in workspace: inout Workspace
  ) throws -> Double {
    if nearest.squaredDistances[0] == 0 { return points.values[Int(nearest.indices[0])] }
    let covariate = covariate(at: place, in: workspace)
    return try system(of: nearest.indices, covariate, excluding: excluded, in: workspace)
      .value(at: place, covariate: covariate)
  }

  /// The kriging standard deviation at a place; 0 at a point.
  func standardDeviation(
    at place: Coordinate, from nearest: NearestPoints, in workspace: inout Workspace
  ) throws -> Double {
    if nearest.squaredDistances[0] == 0 { return 0 }
    let covariate = covariate(at: place, in: workspace)
    return try system(of: nearest.indices, covariate, excluding: -1, in: workspace)
      .standardDeviation(at: place, covariate: covariate)
  }

  private func covariate(at place: Coordinate, in workspace: Workspace) -> Double {
    guard let trend, let source = workspace.source else { return 0 }
    return trend.covariate(atDistance: source.distance(to: place))
  }

  private func system(
    of found: UnsafeBufferPointer<Int32>, _ covariate: Double, excluding excluded: Int32,
    in workspace: Workspace
  ) throws -> KrigingSystem {
    let isTrendKnown = trend.map { !$0.isDetermined(by: found, at: covariate) } ?? false
    // The next cell mostly has the same neighbours in the same order.
    if let last = workspace.last, workspace.lastIsTrendKnown == isTrendKnown,
      workspace.lastFound.elementsEqual(found), excluded < 0
    {
      return last
    }
    let key = Workspace.Key(neighbors: found.sorted(), isTrendKnown: isTrendKnown)
    func solved() throws -> KrigingSystem {
      try KrigingSystem(
        neighbors: key.neighbors, points: points, variogram: variogram,
        mean: mean(isTrendKnown: isTrendKnown, excluding: excluded))
    }
    // Without a point the trend of the others differs from point to point.
    if excluded >= 0 { return try solved() }
    let system = try workspace.systems[key] ?? solved()
    workspace.systems[key] = system
    workspace.lastFound = Array(found)
    workspace.lastIsTrendKnown = isTrendKnown
    workspace.last = system
    return system
  }

  private func mean(isTrendKnown: Bool, excluding excluded: Int32) -> KrigingSystem.Mean {
    guard let trend else { return .constant }
    guard isTrendKnown else { return .line(covariate: trend.covariates) }
    return .known(
      trend.line(excluding: excluded, values: points.values), covariate: trend.covariates)
  }
}
