/// Clusters of positions by k-means.
///
/// Source: Lloyd (1982), with the starts of Arthur and Vassilvitskii (2007), k-means++.
struct KMeans {
  /// The cluster of each position, 0 and up.
  let clusters: [Int]
  /// The sum of squared distances to the centres, each position weighing as many samples as it stands for.
  let inertia: Double

  private static let starts = 10
  private static let maximumRounds = 300

  /// Clusterings from several starts, the tightest first.
  static func clusterings(
    of positions: [SIMD2<Double>], weights: [Double], count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws -> [KMeans] {
    let distinct = distinctCount(positions)
    guard distinct >= count else {
      throw FoldError.tooFewPositions(found: distinct, needed: count)
    }
    var results: [KMeans] = []
    for _ in 0..<starts {
      let centers = startingCenters(positions, weights, count: count, using: &generator)
      results.append(clustered(positions, weights, from: centers))
    }
    // The order of equals is that of the starts, so the result does not depend on the sort.
    return results.indices.sorted { (results[$0].inertia, $0) < (results[$1].inertia, $1) }
      .map { results[$0] }
  }

  static func distinctCount(_ positions: [SIMD2<Double>]) -> Int { Set(positions).count }

  /// Each further centre is drawn with a probability that grows with the squared distance to the nearest one so far.
  private static func startingCenters(
    _ positions: [SIMD2<Double>], _ weights: [Double], count: Int,
    using generator: inout some RandomNumberGenerator
  ) -> [SIMD2<Double>] {
    var centers: [SIMD2<Double>] = []
    var chances = weights
    var nearest = [Double](repeating: .infinity, count: positions.count)
    for _ in 0..<count {
      var rest = generator.uniform() * chances.reduce(0, +)
      // The last position with a chance, in case rounding leaves a rest.
      var drawn = chances.lastIndex { $0 > 0 } ?? 0
      for (index, chance) in chances.enumerated() where chance > 0 {
        rest -= chance
        if rest < 0 {
          drawn = index
          break
        }
      }
      centers.append(positions[drawn])
      for index in positions.indices {
        nearest[index] = min(nearest[index], squaredDistance(positions[index], positions[drawn]))
        chances[index] = nearest[index] * weights[index]
      }
    }
    return centers
  }

  private static func clustered(
    _ positions: [SIMD2<Double>], _ weights: [Double], from start: [SIMD2<Double>]
  ) -> KMeans {
    var centers = start
    var clusters = [Int](repeating: -1, count: positions.count)
    for _ in 0..<maximumRounds {
      let next = positions.map { nearest(centers, to: $0) }
      if next == clusters { break }
      clusters = next
      centers = means(positions, weights, clusters: clusters, before: centers)
    }
    let inertia = positions.indices.reduce(0.0) {
      $0 + weights[$1] * squaredDistance(positions[$1], centers[clusters[$1]])
    }
    return KMeans(clusters: clusters, inertia: inertia)
  }

  private static func means(
    _ positions: [SIMD2<Double>], _ weights: [Double], clusters: [Int], before: [SIMD2<Double>]
  ) -> [SIMD2<Double>] {
    var sums = [SIMD2<Double>](repeating: .zero, count: before.count)
    var totals = [Double](repeating: 0, count: before.count)
    for (index, cluster) in clusters.enumerated() {
      sums[cluster] += positions[index] * weights[index]
      totals[cluster] += weights[index]
    }
    // A centre that lost all its positions stays where it was.
    return before.indices.map { totals[$0] > 0 ? sums[$0] / totals[$0] : before[$0] }
  }

  private static func nearest(_ centers: [SIMD2<Double>], to position: SIMD2<Double>) -> Int {
    var best = (index: 0, distance: Double.infinity)
    for (index, center) in centers.enumerated() {
      let distance = squaredDistance(position, center)
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }

  private static func squaredDistance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    let difference = a - b
    return (difference * difference).sum()
  }
}
