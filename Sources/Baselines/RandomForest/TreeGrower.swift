import LearningCore

/// Grows trees on one table, one after the other, in buffers that are made once.
final class TreeGrower {
  private let columns: RankedColumns
  private let rules: TreeRules
  private let labels: [Bool]
  private let workspace: SplitWorkspace
  // The distinct samples of the tree, those of a node side by side, with their codes (see `SplitSearch`), and room to
  // move them. All have `rows` elements.
  private let samples: UnsafeMutablePointer<UInt32>
  private let codes: UnsafeMutablePointer<UInt32>
  private let movedSamples: UnsafeMutablePointer<UInt32>
  private let movedCodes: UnsafeMutablePointer<UInt32>
  private var columnOrder: [Int]

  /// How often each sample is in the last tree's bootstrap sample.
  private(set) var multiplicities: [UInt32]
  /// By how much the last tree's splits on each column lowered the impurity, times the weight of their samples.
  private(set) var decreases: [Double]

  /// What is known of a node before it is looked at.
  private struct Pending {
    var start: Int
    var end: Int
    var depth: Int
    var total: Int
    var landslides: Int
  }

  init(columns: RankedColumns, labels: [Bool], rules: TreeRules) {
    self.columns = columns
    self.rules = rules
    self.labels = labels
    let rows = columns.rows
    workspace = SplitWorkspace(rows: rows, distinct: columns.distinct.map(\.count).max() ?? 0)
    samples = .allocate(capacity: rows)
    codes = .allocate(capacity: rows)
    movedSamples = .allocate(capacity: rows)
    movedCodes = .allocate(capacity: rows)
    columnOrder = Array(0..<columns.columns)
    multiplicities = Array(repeating: 0, count: rows)
    decreases = Array(repeating: 0, count: columns.columns)
  }

  deinit {
    samples.deallocate()
    codes.deallocate()
    movedSamples.deallocate()
    movedCodes.deallocate()
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
      partition(node, by: search)
      nodes.append(
        .init(
          threshold: threshold(of: search), feature: Int32(search.column),
          child: Int32(pending.count)))
      probabilities.append(0)
      let middle = node.start + search.leftCount
      pending.append(
        Pending(
          start: node.start, end: middle, depth: node.depth + 1, total: search.leftTotal,
          landslides: search.leftLandslides))
      pending.append(
        Pending(
          start: middle, end: node.end, depth: node.depth + 1,
          total: node.total - search.leftTotal,
          landslides: node.landslides - search.leftLandslides))
    }
    return DecisionTree(nodes: nodes, leafProbabilities: probabilities)
  }

  /// Draws the samples of the tree.
  private func root(using generator: inout SplitMix64) -> Pending {
    let rows = columns.rows
    multiplicities = Array(repeating: rules.bootstrap ? 0 : 1, count: rows)
    if rules.bootstrap {
      for _ in 0..<rows { multiplicities[generator.integer(below: rows)] += 1 }
    }
    var (count, landslides) = (0, 0)
    for row in 0..<rows where multiplicities[row] > 0 {
      samples[count] = UInt32(row)
      codes[count] = multiplicities[row] << 1 | (labels[row] ? 1 : 0)
      if labels[row] { landslides += Int(multiplicities[row]) }
      count += 1
    }
    return Pending(start: 0, end: count, depth: 0, total: rows, landslides: landslides)
  }

  /// The best split among columns drawn at random, or `nil` when the node is a leaf.
  ///
  /// Columns that are constant in the node count as drawn, but the search goes on until one is not.
  private func bestSplit(of node: Pending, using generator: inout SplitMix64) -> SplitSearch? {
    let count = node.end - node.start
    guard node.depth < rules.maximumDepth, count >= rules.minimumSplitSize,
      count >= 2 * rules.minimumLeafSize, node.landslides > 0, node.landslides < node.total
    else { return nil }
    var search = SplitSearch(
      rules: rules, count: count, samples: samples + node.start, codes: codes + node.start,
      total: node.total, landslides: node.landslides)
    var varying = 0
    for drawn in 0..<columns.columns {
      if drawn >= rules.featuresPerSplit && varying > 0 { break }
      columnOrder.swapAt(drawn, drawn + generator.integer(below: columns.columns - drawn))
      let column = columnOrder[drawn]
      if search.consider(
        column: column, ranks: columns.ranks + column * columns.rows,
        distinct: columns.distinct[column].count, workspace: workspace)
      {
        varying += 1
      }
    }
    return search.column >= 0 ? search : nil
  }

  /// Moves the samples that go left before those that go right; each side keeps its order.
  private func partition(_ node: Pending, by search: SplitSearch) {
    let ranks = columns.ranks + search.column * columns.rows
    var left = node.start
    var right = 0
    // `left` never passes `index`, and `right` stays below the count of the node.
    for index in node.start..<node.end {
      let sample = samples[index]
      let code = codes[index]
      let goesLeft = ranks[Int(sample)] <= search.rank ? 1 : 0
      samples[left] = sample
      codes[left] = code
      movedSamples[right] = sample
      movedCodes[right] = code
      left += goesLeft
      right += 1 - goesLeft
    }
    (samples + left).update(from: movedSamples, count: right)
    (codes + left).update(from: movedCodes, count: right)
  }

  /// The middle between the two values that the split parts, rounded down to single precision: a value of single
  /// precision is above the middle exactly when it is above this.
  private func threshold(of search: SplitSearch) -> Float {
    let values = columns.distinct[search.column]
    let middle =
      Double(values[Int(search.rank)]) / 2 + Double(values[Int(search.nextRank)]) / 2
    let rounded = Float(middle)
    return Double(rounded) > middle ? rounded.nextDown : rounded
  }

  private func weights(of node: Pending) -> (weight: Double, landslides: Double) {
    let landslides = Double(node.landslides) * rules.landslideWeight
    let absences = Double(node.total - node.landslides) * rules.absenceWeight
    return (landslides + absences, landslides)
  }

  private func probability(of node: Pending) -> Double {
    let (weight, landslides) = weights(of: node)
    return landslides / weight
  }
}
