import Foundation

/// How far points lie from the nearest of some others: a distribution of distances.
///
/// Validation samples that lie closer to training samples than the cells of the map do make measures optimistic. Two
/// such distributions, compared by their quantiles and by ``wassersteinDistance(to:)``, show it.
///
/// Source: Meyer and Pebesma (2022), Nature Communications 13, 2208; Mila et al. (2022), Methods in Ecology and
/// Evolution 13, 1304-1316. Not in the paper.
public struct NearestNeighborDistances: Equatable, Sendable {
  /// The distances in the unit of the coordinates, rising; infinite where there was nothing to be near to.
  public let sorted: [Double]

  /// The distance from each point to the nearest target.
  ///
  /// - Parameters:
  ///   - points: for example the cells of the map, in metres.
  ///   - targets: for example the training samples.
  /// - Throws: ``FoldError/predictionPointNotFinite(point:x:y:)`` and ``FoldError/notFinite(sample:x:y:)`` for
  ///   coordinates of a point or a target that are not finite.
  /// - Complexity: O(log targets) for each point.
  public init(
    from points: [(x: Double, y: Double)], to targets: [(x: Double, y: Double)]
  ) throws {
    let tree = PointTree(try FoldError.positions(targets, samples: targets.count))
    self.init(squared: tree.nearestSquaredDistances(to: try FoldError.predictionPoints(points)))
  }

  /// The distance from each sample to the nearest other one.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in metres.
  ///   - groups: n numbers; samples of the same number don't count as neighbours, since they stay together.
  /// - Throws: ``FoldError`` for coordinates that are not finite and lists of different lengths.
  public init(among coordinates: [(x: Double, y: Double)], groups: [Int]? = nil) throws {
    let positions = try FoldError.positions(coordinates, samples: coordinates.count)
    let owners = groups ?? Array(positions.indices)
    try FoldError.require(owners.count, .groups, samples: positions.count)
    let tree = PointTree(positions, owners: owners)
    self.init(squared: tree.nearestSquaredDistances(to: positions, excluding: owners))
  }

  /// The distance from each validation sample to the nearest training sample of its fold, over all folds.
  ///
  /// - Parameters:
  ///   - plan: the folds.
  ///   - coordinates: a position in metres for each sample of the plan.
  /// - Throws: ``FoldError`` for coordinates that are not finite and a list of another length than the plan's.
  public init(validationOf plan: FoldPlan, coordinates: [(x: Double, y: Double)]) throws {
    self.init(
      plan: plan, positions: try FoldError.positions(coordinates, samples: plan.sampleCount))
  }

  init(plan: FoldPlan, positions: [SIMD2<Double>]) {
    self.init(
      squared: plan.flatMap { fold in
        PointTree(fold.training.map { positions[$0] })
          .nearestSquaredDistances(to: fold.validation.map { positions[$0] })
      })
  }

  init(squared: [Double]) { sorted = squared.map { $0.squareRoot() }.sorted() }

  /// The number of distances.
  public var count: Int { sorted.count }

  /// The mean distance; `.nan` without distances.
  public var mean: Double { sorted.isEmpty ? .nan : sorted.reduce(0, +) / Double(count) }

  /// The distance that a share of the distances stays below, linear between distances (type 7 of Hyndman and Fan 1996).
  ///
  /// - Parameter share: 0 for the least, 0.5 for the median, 1 for the largest.
  /// - Returns: `.nan` without distances and for a share outside 0...1.
  public func quantile(_ share: Double) -> Double {
    guard !sorted.isEmpty, share >= 0, share <= 1 else { return .nan }
    let position = share * Double(count - 1)
    let below = Int(position)
    guard below + 1 < count, position > Double(below) else { return sorted[below] }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  /// The share of the distances that are at most this, 0...1 (the function G); `.nan` without distances.
  public func share(within distance: Double) -> Double {
    guard !sorted.isEmpty, !distance.isNaN else { return .nan }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= distance { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(count)
  }

  /// The W statistic of Wasserstein: the area between the two distribution functions, in the unit of the coordinates.
  ///
  /// ```
  /// W = integral |G(d) - G_other(d)| dd
  /// ```
  /// At least 0, and 0 for equal distributions; `.nan` when one has no distances, or an infinite one. Source:
  /// Linnenbrink et al. (2024), Geoscientific Model Development 17, 5897-5912.
  public func wassersteinDistance(to other: NearestNeighborDistances) -> Double {
    guard let largest = sorted.last, let otherLargest = other.sorted.last, largest.isFinite,
      otherLargest.isFinite
    else { return .nan }
    var area = 0.0
    forEachStep(with: other) { share, otherShare, width in area += abs(share - otherShare) * width }
    return area
  }

  /// Smirnov's one-sided test: the probability of a lead of G over the other at least as large by chance alone.
  ///
  /// ```
  /// p = exp(-2 D^2 n m / (n + m)),   D = max (G(d) - G_other(d))      (large samples)
  /// ```
  func probabilityOfNotBeingShorter(than other: NearestNeighborDistances) -> Double {
    var lead = 0.0
    forEachStep(with: other) { share, otherShare, _ in lead = max(lead, share - otherShare) }
    let (n, m) = (Double(count), Double(other.count))
    return min(1, exp(-2 * lead * lead * n * m / (n + m)))
  }

  /// Calls `body` with both distribution functions and the width of each step between distances.
  private func forEachStep(
    with other: NearestNeighborDistances, _ body: (Double, Double, Double) -> Void
  ) {
    var (i, j) = (0, 0)
    while i < sorted.count || j < other.sorted.count {
      let here = min(
        i < sorted.count ? sorted[i] : .infinity,
        j < other.sorted.count ? other.sorted[j] : .infinity)
      while i < sorted.count, sorted[i] <= here { i += 1 }
      while j < other.sorted.count, other.sorted[j] <= here { j += 1 }
      let next = min(
        i < sorted.count ? sorted[i] : .infinity,
        j < other.sorted.count ? other.sorted[j] : .infinity)
      // Beyond the last distance both functions are 1.
      let width = next.isFinite ? next - here : 0
      body(Double(i) / Double(sorted.count), Double(j) / Double(other.sorted.count), width)
    }
  }
}

extension FoldError {
  /// The points of a map as vectors; they must be finite.
  static func predictionPoints(_ points: [(x: Double, y: Double)]) throws -> [SIMD2<Double>] {
    try points.enumerated().map { index, point in
      guard point.x.isFinite, point.y.isFinite else {
        throw FoldError.predictionPointNotFinite(point: index, x: point.x, y: point.y)
      }
      return SIMD2(point.x, point.y)
    }
  }
}
