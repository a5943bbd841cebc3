import LearningCore

/// A few trees of a forest, grown one after the other, with what they say about samples they have not seen.
struct TreePack: Sendable {
  let trees: [DecisionTree]
  /// The decreases of impurity of each tree by column, summing to 1; none for a tree without a split.
  private let importances: [[Double]]
  /// The decrease of the accuracy of each tree by column, on the samples that it has not seen; none for a tree that has
  /// seen all.
  private let accuracyDecreases: [[Double]]
  /// The sum of probabilities of the trees that have not seen a sample, and how many those are.
  private let unseenSums: [Double]
  private let unseenCounts: [Int32]

  /// Grows the trees with these numbers; each draws from the stream of its number.
  init(
    _ numbers: Range<Int>, columns: RankedColumns, samples: Matrix, labels: [Bool],
    rules: TreeRules, streams: RandomStreams
  ) {
    let grower = TreeGrower(columns: columns, labels: labels, rules: rules)
    var trees: [DecisionTree] = []
    var importances: [[Double]] = []
    var accuracyDecreases: [[Double]] = []
    var sums = [Double](repeating: 0, count: labels.count)
    var counts = [Int32](repeating: 0, count: labels.count)
    for number in numbers {
      var stream = streams.stream("tree", index: number)
      let tree = grower.tree(using: &stream)
      let decrease = grower.decreases.reduce(0, +)
      if decrease > 0 { importances.append(grower.decreases.map { $0 / decrease }) }
      let unseen = grower.multiplicities.indices.filter { grower.multiplicities[$0] == 0 }
      if !unseen.isEmpty {
        let packed = PackedTrees([tree])
        let probabilities = Self.probabilities(
          packed, of: samples, at: unseen.map { $0 * samples.columns })
        for (row, probability) in zip(unseen, probabilities) {
          sums[row] += probability
          counts[row] += 1
        }
        if rules.measuresPermutations {
          var order = streams.stream("permutation", index: number)
          accuracyDecreases.append(
            Self.accuracyDecreases(
              packed, used: Set((0..<tree.nodeCount).compactMap { tree.split(at: $0)?.column }),
              probabilities: probabilities, samples: samples.selecting(unseen),
              labels: unseen.map { labels[$0] }, using: &order))
        }
      }
      trees.append(tree)
    }
    self.trees = trees
    self.importances = importances
    self.accuracyDecreases = accuracyDecreases
    unseenSums = sums
    unseenCounts = counts
  }

  /// The probabilities of some rows by a packed tree.
  private static func probabilities(
    _ tree: PackedTrees, of samples: Matrix, at offsets: [Int]
  ) -> [Double] {
    var probabilities = [Double](repeating: 0, count: offsets.count)
    samples.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      tree.addProbabilities(
        values: base, offsets: offsets, count: offsets.count, to: &probabilities)
    }
    return probabilities
  }

  /// By how much the share of samples that a tree predicts right falls when each column is exchanged among them.
  ///
  /// - Parameter used: the columns that the tree splits on; others change nothing.
  private static func accuracyDecreases(
    _ tree: PackedTrees, used: Set<Int>, probabilities: [Double], samples: Matrix, labels: [Bool],
    using generator: inout SplitMix64
  ) -> [Double] {
    func right(_ probabilities: [Double]) -> Int {
      var right = 0
      for row in labels.indices where (probabilities[row] >= 0.5) == labels[row] { right += 1 }
      return right
    }
    let offsets = (0..<samples.rows).map { $0 * samples.columns }
    let before = right(probabilities)
    var exchanged = samples
    var order = Array(0..<samples.rows)
    return (0..<samples.columns).map { column in
      guard used.contains(column) else { return 0 }
      generator.shuffle(&order)
      for row in 0..<samples.rows { exchanged[row, column] = samples[order[row], column] }
      let after = right(Self.probabilities(tree, of: exchanged, at: offsets))
      for row in 0..<samples.rows { exchanged[row, column] = samples[row, column] }
      return Double(before - after) / Double(samples.rows)
    }
  }

  /// The mean decrease of each column over the trees that have not seen all samples; `nil` when there are none.
  static func permutationImportances(_ packs: [TreePack], columns: Int) -> [Double]? {
    let decreases = packs.flatMap(\.accuracyDecreases)
    guard !decreases.isEmpty else { return nil }
    return (0..<columns).map { column in
      decreases.reduce(0) { $0 + $1[column] } / Double(decreases.count)
    }
  }

  /// The mean importance of each column over the trees that split at all, summing to 1; all 0 when none does.
  static func importances(_ packs: [TreePack], columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for importances in packs.flatMap(\.importances) {
      for column in 0..<columns { sums[column] += importances[column] }
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  /// The share of samples that the trees without them predict right; `nil` when every tree has seen every sample.
  static func outOfBagAccuracy(_ packs: [TreePack], labels: [Bool]) -> Double? {
    var (right, judged) = (0, 0)
    for row in labels.indices {
      let count = packs.reduce(0) { $0 + $1.unseenCounts[row] }
      guard count > 0 else { continue }
      let probability = packs.reduce(0) { $0 + $1.unseenSums[row] } / Double(count)
      judged += 1
      if (probability >= 0.5) == labels[row] { right += 1 }
    }
    return judged > 0 ? Double(right) / Double(judged) : nil
  }
}
