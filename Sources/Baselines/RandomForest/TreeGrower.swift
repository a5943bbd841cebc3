import LearningCore

/// Grows trees on one table, one after the other, in buffers that are made once.
final class TreeGrower {
  private let columns: RankedColumns
  private let rules: TreeRules
  private let labels: [Bool]
  private let workspace: SplitWorkspace
  private let rows: TreeRows
  private var columnOrder: [Int]
  private let distinctCounts: [Int]

  /// How often each sample has been drawn for the last tree.
  private(set) var multiplicities: [UInt32]
  /// By how much the last tree's splits on each column lowered the impurity, times the weight of their samples.
  private(set) var decreases: [Double]

  /// What is known of a node before it is looked at: the place of its rows.
  private struct Pending {
    var start: Int
    var end: Int
    var depth: Int
    var counts: NodeCounts
  }

  init(columns: RankedColumns, labels: [Bool], rules: TreeRules) {
    self.columns = columns
    self.rules = rules
    self.labels = labels
    distinctCounts = columns.ranges.map(\.lowest.count)
    workspace = SplitWorkspace(rows: columns.rows, distinct: distinctCounts.max() ?? 0)
    rows = TreeRows(rows: columns.rows, columns: columns.columns)
    columnOrder = Array(0..<columns.columns)
    multiplicities = Array(repeating: 0, count: columns.rows)
    decreases = Array(repeating: 0, count: columns.columns)
  }

  /// Grows a tree; the generator alone decides what is random in it.
  func tree(using generator: inout SplitMix64) -> DecisionTree {
    columnOrder = Array(0..<columns.columns)
    decreases = Array(repeating: 0, count: columns.columns)
    var pending = [root(using: &generator)]
    var nodes: [DecisionTree.Node] = []
    var probabilities: [Double] = []
    // Nodes are looked at in the order in which they are found: breadth first.
    while nodes.count < pending.count {
      let node = pending[nodes.count]
      guard let search = bestSplit(of: node, using: &generator) else {
        nodes.append(.init(threshold: .infinity, feature: 0, child: Int32(nodes.count)))
        probabilities.append(probability(of: node))
        continue
      }
      let (weight, landslides) = weights(of: node)
      decreases[search.column] +=
        search.purity
        - TreeRules.purity(rules.impurity, landslides: landslides, weight: weight)
      let (middle, left) = rows.partition(
        from: node.start, to: node.end, depth: node.depth, column: search.column,
        rank: search.rank)
      nodes.append(
        .init(
          threshold: threshold(of: search), feature: Int32(search.column),
          child: Int32(pending.count)))
      probabilities.append(0)
      let right = NodeCounts(
        total: node.counts.total - left.total,
        landslides: node.counts.landslides - left.landslides)
      pending.append(Pending(start: node.start, end: middle, depth: node.depth + 1, counts: left))
      pending.append(Pending(start: middle, end: node.end, depth: node.depth + 1, counts: right))
    }
    return DecisionTree(nodes: nodes, leafProbabilities: probabilities)
  }

  /// Draws the samples of the tree.
  private func root(using generator: inout SplitMix64) -> Pending {
    let count = columns.rows
    let seesAll = !rules.bootstrap && rules.draws == count
    multiplicities = Array(repeating: seesAll ? 1 : 0, count: count)
    if rules.bootstrap {
      for _ in 0..<rules.draws { multiplicities[generator.integer(below: count)] += 1 }
    } else if !seesAll {
      for sample in generator.permutation(of: count).prefix(rules.draws) {
        multiplicities[sample] = 1
      }
    }
    var landslides = 0
    var size = 0
    for sample in 0..<count where multiplicities[sample] > 0 {
      let row = rows.rows(from: size, depth: 0)
      row.update(from: columns.ranks + sample * columns.columns, count: columns.columns)
      row[rows.codePlace] = multiplicities[sample] << 1 | (labels[sample] ? 1 : 0)
      if labels[sample] { landslides += Int(multiplicities[sample]) }
      size += 1
    }
    return Pending(
      start: 0, end: size, depth: 0, counts: NodeCounts(total: rules.draws, landslides: landslides))
  }

  /// The best split among columns drawn at random, or `nil` when the node is a leaf.
  ///
  /// Columns that are constant in the node count as drawn, but the search goes on until one is not.
  private func bestSplit(of node: Pending, using generator: inout SplitMix64) -> SplitSearch? {
    let size = node.end - node.start
    guard node.depth < rules.maximumDepth, size >= rules.minimumSplitSize,
      size >= 2 * rules.minimumLeafSize, node.counts.landslides > 0,
      node.counts.landslides < node.counts.total
    else { return nil }
    var search = SplitSearch(
      rules: rules, counts: node.counts, size: size,
      rows: rows.rows(from: node.start, depth: node.depth), stride: rows.stride,
      codePlace: rows.codePlace)
    var varying = 0
    for drawn in 0..<columns.columns {
      if drawn >= rules.featuresPerSplit && varying > 0 { break }
      columnOrder.swapAt(drawn, drawn + generator.integer(below: columns.columns - drawn))
      let column = columnOrder[drawn]
      let varies =
        rules.drawsThresholds
        ? search.considerRandom(
          column: column, values: columns.ranges[column].lowest, using: &generator,
          workspace: workspace)
        : search.consider(
          column: column, distinct: distinctCounts[column], workspace: workspace)
      if varies { varying += 1 }
    }
    return search.column >= 0 ? search : nil
  }

  /// The drawn threshold, or the middle between the two values that the split parts, rounded down to single precision: a value of single
  /// precision is above the middle exactly when it is above this.
  private func threshold(of search: SplitSearch) -> Float {
    if let drawn = search.threshold { return drawn }
    let range = columns.ranges[search.column]
    let middle =
      Double(range.highest[Int(search.rank)]) / 2 + Double(range.lowest[Int(search.nextRank)]) / 2
    let rounded = Float(middle)
    return Double(rounded) > middle ? rounded.nextDown : rounded
  }

  private func weights(of node: Pending) -> (weight: Double, landslides: Double) {
    let landslides = Double(node.counts.landslides) * rules.landslideWeight
    let absences = Double(node.counts.total - node.counts.landslides) * rules.absenceWeight
    return (landslides + absences, landslides)
  }

  private func probability(of node: Pending) -> Double {
    let (weight, landslides) = weights(of: node)
    return landslides / weight
  }
}
