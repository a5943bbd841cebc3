import Foundation

/// Folds whose validation samples lie as far from their training samples as the map does from all samples (kNNDM).
///
/// A model is used on cells at some distance from its samples; samples in clumps are closer to each other than that,
/// and random folds judge it too kindly. When samples lie in clumps, they are clustered by Ward's method, and for each
/// number of clusters from the number of folds to nearly that of the samples, clusters are merged into folds: a
/// cluster as large as a fold is one, the others go to the rest in turn, in their order along the first principal
/// axis. The merge is taken whose distances from validation to training match those from the map best
/// (``NearestNeighborDistances/wassersteinDistance(to:)``). When samples are as far from each other as the map is
/// from them (Smirnov's one-sided test, p at least 0.05), the folds are random and stratified.
///
/// Source: Linnenbrink et al. (2024), Geoscientific Model Development 17, 5897-5912 (R's `CAST::knndm`). Not in the
/// paper. Two additions: groups stay together, and folds that hold one class only are not considered.
public struct DistanceMatchedFolds: Equatable, Sendable {
  /// The folds: each sample is validated in exactly one.
  public let plan: FoldPlan
  /// The number of clusters that were merged into the folds; `nil` when the folds are random.
  public let clusterCount: Int?
  /// How far the distances from validation to training are from those of the map, in metres: 0 for a perfect match.
  public let wasserstein: Double

  /// Makes the folds.
  ///
  /// - Parameters:
  ///   - coordinates: n positions in metres.
  ///   - labels: n labels; `true` means landslide.
  ///   - groups: n numbers; samples with the same number stay together, at their mean position.
  ///   - predictionPoints: cells of the map, in metres; a regular or random thousand or more of them will do.
  ///   - folds: at least 2.
  ///   - maximumShare: the largest share of the samples in one fold, between 1/folds and 1; `nil` for 0.5 (0.6 with two
  ///     folds).
  ///   - generator: draws the folds when they are random.
  /// - Throws: ``FoldError`` for fewer than two folds, a share out of range, coordinates that are not finite, no
  ///   prediction points, a class with fewer samples (or groups) than folds, lists of different lengths, and when no
  ///   merge fits.
  /// - Complexity: O(n^2) for the clusters, O(n log n) for each of at most 100 merges.
  public init(
    coordinates: [(x: Double, y: Double)], labels: [Bool], groups: [Int]? = nil,
    predictionPoints: [(x: Double, y: Double)], folds: Int, maximumShare: Double? = nil,
    using generator: inout some RandomNumberGenerator
  ) throws {
    guard folds >= 2 else { throw FoldError.foldCount(folds) }
    let maximumShare = maximumShare ?? (folds == 2 ? 0.6 : 0.5)
    guard maximumShare * Double(folds) > 1, maximumShare < 1 else {
      throw FoldError.maximumShare(maximumShare, folds: folds)
    }
    guard !predictionPoints.isEmpty else { throw FoldError.noPredictionPoints }
    let positions = try FoldError.positions(coordinates, samples: labels.count)
    let units = try SampleUnit.units(labels: labels, groups: groups)
    try SampleUnit.check(units, needed: folds)
    let map = try NearestNeighborDistances(from: predictionPoints, to: coordinates)
    let samples = try NearestNeighborDistances(among: coordinates, groups: groups)
    guard samples.probabilityOfNotBeingShorter(than: map) < 0.05 else {
      plan = try FoldPlan.random(
        labels: labels, groups: groups, folds: folds, using: &generator)
      clusterCount = nil
      wasserstein = NearestNeighborDistances(plan: plan, positions: positions)
        .wassersteinDistance(to: map)
      return
    }
    let merging = ClusterMerging(units, positions: positions, folds: folds)
    let candidates = Self.clusterCounts(from: folds, to: units.count - 2)
    var best: (plan: FoldPlan, clusters: Int, distance: Double)?
    for clusters in candidates {
      guard
        let foldOfUnit = merging.folds(
          ofClusters: clusters, holding: maximumShare * Double(labels.count)),
        let plan = try? FoldPlan(foldOfUnit, of: units, labels: labels, folds: folds)
      else { continue }
      let distance = NearestNeighborDistances(plan: plan, positions: positions)
        .wassersteinDistance(to: map)
      if distance < best?.distance ?? .infinity { best = (plan, clusters, distance) }
    }
    guard let best else { throw FoldError.noMatchingFolds(tried: candidates.count) }
    plan = best.plan
    clusterCount = best.clusters
    wasserstein = best.distance
  }

  /// At most 100 numbers of clusters, closer together where they are small.
  private static func clusterCounts(from least: Int, to most: Int) -> [Int] {
    guard most > least else { return [least] }
    let (low, high) = (log(Double(least)), log(Double(most)))
    var counts: [Int] = []
    for step in 0..<100 {
      let count = Int(exp(low + (high - low) * Double(step) / 99).rounded(.toNearestOrEven))
      if count != counts.last { counts.append(count) }
    }
    return counts
  }
}

/// Units in a tree of clusters, cut anywhere and merged into folds.
private struct ClusterMerging {
  private let folds: Int
  private let tree: WardTree
  private let weights: [Double]
  private let centers: [SIMD2<Double>]
  /// The direction in which the samples spread most.
  private let axis: SIMD2<Double>
  private let total: Double

  init(_ units: [SampleUnit], positions: [SIMD2<Double>], folds: Int) {
    self.folds = folds
    centers = SampleUnit.centers(units, positions)
    weights = units.map { Double($0.members.count) }
    tree = WardTree(centers, weights: weights)
    total = Double(positions.count)
    let mean = positions.reduce(SIMD2<Double>.zero, +) / total
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for position in positions {
      let offset = position - mean
      xx += offset.x * offset.x
      yy += offset.y * offset.y
      xy += offset.x * offset.y
    }
    // The angle of the first eigenvector of the covariance matrix, to the east.
    let angle = atan2(2 * xy, xx - yy) / 2
    axis = SIMD2(cos(angle), sin(angle))
  }

  /// The fold of each unit, or `nil` when a fold stays empty or holds more samples than it may.
  func folds(ofClusters count: Int, holding most: Double) -> [Int]? {
    let clusters = tree.cut(into: count)
    var sizes = [Double](repeating: 0, count: count)
    var sums = [SIMD2<Double>](repeating: .zero, count: count)
    for (unit, cluster) in clusters.enumerated() {
      sizes[cluster] += weights[unit]
      sums[cluster] += centers[unit] * weights[unit]
    }
    let places = (0..<count).map { (sums[$0] / sizes[$0] * axis).sum() }
    let order = (0..<count).sorted { (places[$0], $0) < (places[$1], $1) }
    let large = order.filter { sizes[$0] * Double(folds) >= total }
    let small = order.filter { sizes[$0] * Double(folds) < total }
    let rest = folds - large.count
    guard small.count >= rest, rest > 0 || small.isEmpty else { return nil }
    var foldOfCluster = [Int](repeating: 0, count: count)
    for (fold, cluster) in large.enumerated() { foldOfCluster[cluster] = fold }
    for (turn, cluster) in small.enumerated() { foldOfCluster[cluster] = large.count + turn % rest }
    var held = [Double](repeating: 0, count: folds)
    for cluster in 0..<count { held[foldOfCluster[cluster]] += sizes[cluster] }
    guard held.allSatisfy({ $0 <= most }) else { return nil }
    return clusters.map { foldOfCluster[$0] }
  }
}
