/// The tops of a forest's trees in groups that share one code of a byte for each value.
///
/// A value's code is the number of the group's thresholds below it, so `value > threshold` is `code > number of the
/// threshold`, exactly. Values are first coded by all thresholds of their column, once; a table then leads from that code
/// to the group's.
struct TreeTopGroups: Sendable {
  struct Group: Sendable {
    /// The numbers of its trees.
    let trees: Range<Int>
    /// For each column the group's code of each code of the column.
    let codes: [[UInt8]]
    /// The four tables of each tree, one tree after the other.
    let tables: [UInt8]
  }

  /// The bytes of a sample's codes: 16, 32, 64 or 128.
  let stride: Int
  /// The thresholds of each column, rising.
  let thresholds: [[Float]]
  let groups: [Group]
  let tops: [TreeTop]
  /// Whether every leaf is all landslides or all absences, so that sums are counts.
  let isPure: Bool

  private static let largestStride = 128

  /// The groups, or `nil` for tables that are too wide or trees with too many thresholds.
  init?(_ trees: [DecisionTree], columns: Int) {
    guard columns <= Self.largestStride else { return nil }
    var stride = 16
    while stride < columns { stride *= 2 }
    self.stride = stride
    let tops = trees.map(TreeTop.init)
    var all = [[Float]](repeating: [], count: columns)
    for top in tops {
      for split in top.splits { all[split.column].append(split.threshold) }
    }
    let thresholds = all.map { Self.distinct($0) }
    guard thresholds.allSatisfy({ $0.count <= UInt16.max }) else { return nil }
    self.tops = tops
    self.thresholds = thresholds
    isPure = trees.allSatisfy { $0.leafProbabilities.allSatisfy { $0 == 0 || $0 == 1 } }

    var groups: [Group] = []
    var members = ColumnThresholds(thresholds)
    var first = 0
    for (index, top) in tops.enumerated() {
      // A top has at most 127 thresholds, so a group holds at least two trees.
      if !members.insert(top) {
        groups.append(members.group(first..<index, tops))
        members = ColumnThresholds(thresholds)
        _ = members.insert(top)
        first = index
      }
    }
    groups.append(members.group(first..<tops.count, tops))
    self.groups = groups
  }

  private static func distinct(_ values: [Float]) -> [Float] {
    var result: [Float] = []
    for value in values.sorted() where result.last != value { result.append(value) }
    return result
  }
}

/// The thresholds that a group uses, among all of each column.
private struct ColumnThresholds {
  private let thresholds: [[Float]]
  private var isUsed: [[Bool]]
  private var counts: [Int]

  init(_ thresholds: [[Float]]) {
    self.thresholds = thresholds
    isUsed = thresholds.map { Array(repeating: false, count: $0.count) }
    counts = Array(repeating: 0, count: thresholds.count)
  }

  /// Adds the thresholds of a tree, unless a column would have more than codes of a byte can tell apart.
  mutating func insert(_ top: TreeTop) -> Bool {
    var added = self
    for split in top.splits {
      let place = thresholds[split.column].firstIndex(notBelow: split.threshold)
      guard !added.isUsed[split.column][place] else { continue }
      added.isUsed[split.column][place] = true
      added.counts[split.column] += 1
    }
    guard added.counts.allSatisfy({ $0 <= Int(UInt8.max) }) else { return false }
    self = added
    return true
  }

  func group(_ trees: Range<Int>, _ tops: [TreeTop]) -> TreeTopGroups.Group {
    let codes = isUsed.map { used -> [UInt8] in
      var codes: [UInt8] = [0]
      codes.reserveCapacity(used.count + 1)
      // There are at most 255 used ones.
      for isUsed in used { codes.append((codes.last ?? 0) + (isUsed ? 1 : 0)) }
      return codes
    }
    let tables = tops[trees].flatMap { top in
      top.tables { column, threshold in
        codes[column][thresholds[column].firstIndex(notBelow: threshold)]
      }
    }
    return TreeTopGroups.Group(trees: trees, codes: codes, tables: tables)
  }
}

extension [Float] {
  /// The index of the first element of rising ones that is not below a value.
  fileprivate func firstIndex(notBelow value: Float) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
