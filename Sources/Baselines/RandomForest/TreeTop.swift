/// The first splits of a tree as tables of bytes, which a processor can look up for many samples at once.
///
/// The first 127 splits in breadth-first order have at most 128 ways out: leaves, and splits from which the ordinary walk
/// goes on. Trees grown on some hundred samples fit almost whole.
struct TreeTop: Sendable {
  private static let largestSplitCount = 127
  private static let exitCount = 128
  /// The bytes of ``tables(codes:)`` for each tree.
  static let tableSize = 5 * exitCount

  /// The splits by number: column and threshold.
  let splits: [(column: Int, threshold: Float)]
  /// The places that samples of each split go to: numbers of splits, or 128 and the number of an exit.
  private var left: [UInt8] = []
  private var right: [UInt8] = []
  /// The probability of each exit that is a leaf; leaves are numbered from 0 up, open exits from 127 down.
  private(set) var probabilities = [Double](repeating: 0, count: exitCount)
  /// The nodes of the tree that open exits lead to, from exit 127 down.
  private(set) var openNodes: [Int] = []

  init(_ tree: DecisionTree) {
    let inside = tree.nodes.indices.lazy.filter { tree.nodes[$0].child != $0 }
      .prefix(Self.largestSplitCount)
    guard !inside.isEmpty else {
      // A tree that is one leaf: a split whose ways are one.
      splits = [(0, 0)]
      (left, right) = ([UInt8(Self.exitCount)], [UInt8(Self.exitCount)])
      probabilities[0] = tree.leafProbabilities[0]
      return
    }
    splits = inside.map { (Int(tree.nodes[$0].feature), tree.nodes[$0].threshold) }
    // Breadth first, the children of the top's splits come in the order of these, and splits among them have the next
    // numbers.
    var leaves = 0
    var nextSplit = 1
    for node in inside.flatMap({ [Int(tree.nodes[$0].child), Int(tree.nodes[$0].child) + 1] }) {
      let place: Int
      if tree.nodes[node].child == node {
        probabilities[leaves] = tree.leafProbabilities[node]
        place = Self.exitCount + leaves
        leaves += 1
      } else if nextSplit < splits.count {
        place = nextSplit
        nextSplit += 1
      } else {
        openNodes.append(node)
        place = 2 * Self.exitCount - openNodes.count
      }
      if left.count == right.count {
        left.append(UInt8(place))
      } else {
        right.append(UInt8(place))
      }
    }
  }

  /// The four tables that `scarp_walk_tree_tops` reads, and 1 for each exit that is a leaf of landslides alone.
  ///
  /// - Parameter codes: for each split the number of its threshold among the thresholds of its column.
  func tables(codes: [UInt8]) -> [UInt8] {
    var tables = [UInt8](repeating: 0, count: Self.tableSize)
    for (index, split) in splits.enumerated() {
      tables[index] = UInt8(split.column)
      tables[Self.exitCount + index] = codes[index]
      tables[2 * Self.exitCount + index] = left[index]
      tables[3 * Self.exitCount + index] = right[index]
    }
    for (exit, probability) in probabilities.enumerated() {
      tables[4 * Self.exitCount + exit] = probability == 1 ? 1 : 0
    }
    return tables
  }
}
