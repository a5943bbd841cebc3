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
        let probabilities = Self.probabilities(tree, of: unseen, in: samples)
        for (row, probability) in zip(unseen, probabilities) {
          sums[row] += probability
          counts[row] += 1
        }
        if rules.measuresPermutations {
          var order = streams.stream("permutation", index: number)
          accuracyDecreases.append(
            Self.accuracyDecreases(
              tree, probabilities: probabilities, samples: samples.selecting(unseen),
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

  private static func probabilities(
    _ tree: DecisionTree, of rows: [Int], in samples: Matrix
  ) -> [Double] {
    let offsets = rows.map { $0 * samples.columns }
    var probabilities = [Double](repeating: 0, count: rows.count)
    samples.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      PackedTrees([tree]).addProbabilities(
        values: base, offsets: offsets, count: rows.count, to: &probabilities)
    }
    return probabilities
  }

  /// By how much the share of samples that a tree predicts right falls when each column is exchanged among them.
  private static func accuracyDecreases(
    _ tree: DecisionTree, probabilities: [Double], samples: Matrix, labels: [Bool],
    using generator: inout SplitMix64
  ) -> [Double] {
    func right(_ probabilities: [Double]) -> Int {
      zip(probabilities, labels).count { ($0.0 >= 0.5) == $0.1 }
    }
    let all = Array(0..<samples.rows)
    let before = right(probabilities)
    let used = Set((0..<tree.nodeCount).compactMap { tree.split(at: $0)?.column })
    return (0..<samples.columns).map { column in
      let order = generator.permutation(of: samples.rows)
      // A column that no split looks at changes nothing.
      guard used.contains(column) else { return 0 }
      var exchanged = samples
      for (row, donor) in order.enumerated() { exchanged[row, column] = samples[donor, column] }
      let after = right(Self.probabilities(tree, of: all, in: exchanged))
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
