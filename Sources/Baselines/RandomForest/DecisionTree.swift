/// A fitted binary tree: at each split a sample goes left when its value is at most the threshold.
///
/// Nodes stand in breadth-first order, so the children of the k-th split (k from 0) are the nodes 2k + 1 and 2k + 2.
/// A stored tree lists only splits and leaves; a cycle or a dangling child cannot be written down.
public struct DecisionTree: Equatable, Sendable {
  /// What prediction reads. A leaf points to itself and its threshold is infinite, so that a walk may take more steps
  /// than it needs: it stays.
  struct Node: Equatable {
    var threshold: Float
    var feature: Int32
    /// The left child; the right one follows it.
    var child: Int32
  }

  let nodes: [Node]
  /// The probability of a landslide at each leaf; 0 at splits.
  let leafProbabilities: [Double]

  /// The number of splits on the longest way from the root to a leaf.
  public let depth: Int

  /// The number of splits and leaves.
  public var nodeCount: Int { nodes.count }

  /// The number of leaves.
  public var leafCount: Int { (nodes.count + 1) / 2 }

  /// The factor and the threshold of a split, or `nil` for a leaf.
  ///
  /// - Precondition: `node` is in `0..<nodeCount`; 0 is the root.
  public func split(at node: Int) -> (column: Int, threshold: Float)? {
    nodes[node].child == node ? nil : (Int(nodes[node].feature), nodes[node].threshold)
  }

  /// The tree with these nodes, whose leaves point to themselves.
  init(nodes: [Node], leafProbabilities: [Double]) {
    self.nodes = nodes
    self.leafProbabilities = leafProbabilities
    // Children come after their parents, so one pass from the root knows each depth.
    var depths = [Int](repeating: 0, count: nodes.count)
    var deepest = 0
    for (index, node) in nodes.enumerated() where node.child != index {
      let depth = depths[index] + 1
      depths[Int(node.child)] = depth
      depths[Int(node.child) + 1] = depth
      deepest = max(deepest, depth)
    }
    depth = deepest
  }
}

extension DecisionTree: Codable {
  private enum CodingKeys: String, CodingKey { case columns, values }

  /// Writes, for each node in breadth-first order, the column of a split or -1 for a leaf, and the threshold or the
  /// probability.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let isLeaf = nodes.indices.map { nodes[$0].child == $0 }
    try container.encode(
      nodes.indices.map { isLeaf[$0] ? -1 : Int(nodes[$0].feature) }, forKey: .columns)
    try container.encode(
      nodes.indices.map { isLeaf[$0] ? leafProbabilities[$0] : Double(nodes[$0].threshold) },
      forKey: .values)
  }

  /// Reads a tree and checks it.
  ///
  /// - Throws: `DecodingError` unless splits and leaves form one tree, columns are not negative, thresholds are finite
  ///   and probabilities are 0...1.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try container.decode([Int].self, forKey: .columns)
    let values = try container.decode([Double].self, forKey: .values)
    let path = decoder.codingPath
    try requireDecoded(
      !columns.isEmpty && columns.count == values.count && columns.count < Int(Int32.max), at: path,
      "\(columns.count) columns and \(values.count) values, expected as many of each, at least one")
    var nodes: [Node] = []
    var probabilities: [Double] = []
    var splits = 0
    for (index, (column, value)) in zip(columns, values).enumerated() {
      // A node exists only as the root or as a child of an earlier split.
      try requireDecoded(
        index <= 2 * splits, at: path, "node \(index) is not reached from the root")
      if column == -1 {
        try requireDecoded(
          value >= 0 && value <= 1, at: path, "leaf \(index) has the probability \(value)")
        nodes.append(Node(threshold: .infinity, feature: 0, child: Int32(index)))
        probabilities.append(value)
      } else {
        let threshold = Float(value)
        try requireDecoded(
          column >= 0 && column < Int(Int32.max) && threshold.isFinite, at: path,
          "split \(index) is on column \(column) at \(value)")
        nodes.append(
          Node(threshold: threshold, feature: Int32(column), child: Int32(2 * splits + 1)))
        probabilities.append(0)
        splits += 1
      }
    }
    try requireDecoded(
      nodes.count == 2 * splits + 1, at: path,
      "\(splits) splits need \(2 * splits + 1) nodes, found \(nodes.count)")
    self.init(nodes: nodes, leafProbabilities: probabilities)
  }
}
