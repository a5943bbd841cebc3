import LearningCore

/// A few trees of a forest, grown one after the other, with what they say about samples they have not seen.
struct TreePack: Sendable {
  let trees: [DecisionTree]
  /// The decreases of impurity of each tree by column, summing to 1; none for a tree without a split.
  private let importances: [[Double]]
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
    var sums = [Double](repeating: 0, count: rules.bootstrap ? labels.count : 0)
    var counts = [Int32](repeating: 0, count: sums.count)
    for number in numbers {
      var stream = streams.stream("tree", index: number)
      let tree = grower.tree(using: &stream)
      let decrease = grower.decreases.reduce(0, +)
      if decrease > 0 { importances.append(grower.decreases.map { $0 / decrease }) }
      if rules.bootstrap {
        let unseen = grower.multiplicities.indices.filter { grower.multiplicities[$0] == 0 }
        let probabilities = Self.probabilities(tree, of: unseen, in: samples)
        for (row, probability) in zip(unseen, probabilities) {
          sums[row] += probability
          counts[row] += 1
        }
      }
      trees.append(tree)
    }
    self.trees = trees
    self.importances = importances
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
