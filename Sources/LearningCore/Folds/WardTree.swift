/// Agglomerative clustering: the two clusters whose union adds least to the sum of squared distances to the means are
/// merged, again and again.
///
/// ```
/// height(A, B) = sqrt(2 |A| |B| / (|A| + |B|)) * distance of the means      (the distance itself for two points)
/// ```
/// Source: Ward (1963); heights as in R's `hclust(method = "ward.D2")` and SciPy's `linkage(method="ward")`. Merges are
/// found by chains of nearest neighbours (Murtagh 1983) in O(n^2) time and O(n) memory.
package struct WardTree {
  /// A merge of the clusters that hold these two positions.
  package struct Merge: Equatable {
    package let height: Double
    package let first: Int
    package let second: Int
  }

  /// The number of positions.
  package let count: Int
  /// The merges, heights rising.
  package let merges: [Merge]

  /// Clusters positions.
  ///
  /// - Parameter weights: how many samples each position stands for.
  package init(_ positions: [SIMD2<Double>], weights: [Double]) {
    count = positions.count
    var means = positions
    var sizes = weights
    var active = Array(positions.indices)
    var chain: [Int] = []
    var merges: [Merge] = []
    while active.count > 1 {
      if chain.isEmpty { chain.append(active[0]) }
      let top = chain[chain.count - 1]
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      // The one before wins ties, else a chain could go in circles.
      var nearest = before ?? (active[0] == top ? active[1] : active[0])
      var least = Self.squaredHeight(means, sizes, top, nearest)
      for other in active where other != top {
        let height = Self.squaredHeight(means, sizes, top, other)
        if height < least { (nearest, least) = (other, height) }
      }
      guard nearest == before else {
        chain.append(nearest)
        continue
      }
      chain.removeLast(2)
      merges.append(Merge(height: least.squareRoot(), first: nearest, second: top))
      let size = sizes[top] + sizes[nearest]
      means[nearest] = (means[nearest] * sizes[nearest] + means[top] * sizes[top]) / size
      sizes[nearest] = size
      active.removeAll { $0 == top }
    }
    // Stable: a merge of equal height that needs another comes after it.
    self.merges = merges.indices.sorted { (merges[$0].height, $0) < (merges[$1].height, $1) }
      .map { merges[$0] }
  }

  /// The cluster of each position when the tree is cut into `clusters` of them; clusters are numbered by their first
  /// positions.
  ///
  /// - Precondition: `clusters` is in `1...count`.
  package func cut(into clusters: Int) -> [Int] {
    var parents = Array(0..<count)
    func root(_ position: Int) -> Int {
      var position = position
      while parents[position] != position {
        parents[position] = parents[parents[position]]
        position = parents[position]
      }
      return position
    }
    for merge in merges.prefix(count - clusters) { parents[root(merge.second)] = root(merge.first) }
    var numbers: [Int: Int] = [:]
    return (0..<count).map { position in
      let root = root(position)
      let number = numbers[root] ?? numbers.count
      numbers[root] = number
      return number
    }
  }

  private static func squaredHeight(
    _ means: [SIMD2<Double>], _ sizes: [Double], _ a: Int, _ b: Int
  ) -> Double {
    let difference = means[a] - means[b]
    return 2 * sizes[a] * sizes[b] / (sizes[a] + sizes[b]) * (difference * difference).sum()
  }
}
