import Parallelism

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
    /// The tables of each tree, ``TreeTop/tableSize`` bytes, one tree after the other.
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
  init?(_ trees: [DecisionTree], columns: Int, threads: Int?) {
    guard columns <= Self.largestStride else { return nil }
    var stride = 16
    while stride < columns { stride *= 2 }
    self.stride = stride
    let tops = Parallel.map(trees.count, threads: threads) { TreeTop(trees[$0]) }
    var all = [[Float]](repeating: [], count: columns)
    for top in tops {
      for split in top.splits { all[split.column].append(split.threshold) }
    }
    let thresholds = all.map { Self.distinct($0) }
    guard thresholds.allSatisfy({ $0.count <= UInt16.max }) else { return nil }
    self.tops = tops
    self.thresholds = thresholds
    isPure = trees.allSatisfy { $0.leafProbabilities.allSatisfy { $0 == 0 || $0 == 1 } }

    let places = Parallel.map(tops.count, threads: threads) { index in
      tops[index].splits.map { thresholds[$0.column].firstIndex(notBelow: $0.threshold) }
    }
    var members = ColumnThresholds(thresholds)
    var parts: [(trees: Range<Int>, codes: [[UInt8]])] = []
    var first = 0
    for (index, top) in tops.enumerated() {
      // A top has at most 127 thresholds, so a group holds at least two trees.
      if !members.insert(top, at: places[index]) {
        parts.append((first..<index, members.codes))
        members = ColumnThresholds(thresholds)
        _ = members.insert(top, at: places[index])
        first = index
      }
    }
    parts.append((first..<tops.count, members.codes))
    let ranges = parts
    groups = Parallel.map(parts.count, threads: threads) { index in
      let (trees, codes) = ranges[index]
      let tables = trees.flatMap { tree in
        tops[tree].tables(
          codes: zip(tops[tree].splits, places[tree]).map { codes[$0.column][$1] })
      }
      return Group(trees: trees, codes: codes, tables: tables)
    }
  }

  private static func distinct(_ values: [Float]) -> [Float] {
    var result: [Float] = []
    for value in values.sorted() where result.last != value { result.append(value) }
    return result
  }
}

/// The thresholds that a group uses, among all of each column.
private struct ColumnThresholds {
  private var isUsed: [[Bool]]
  private var counts: [Int]

  init(_ thresholds: [[Float]]) {
    isUsed = thresholds.map { Array(repeating: false, count: $0.count) }
    counts = Array(repeating: 0, count: thresholds.count)
  }

  /// Adds the thresholds of a tree, unless a column would have more than codes of a byte can tell apart.
  ///
  /// - Parameter places: for each split the place of its threshold in the column.
  mutating func insert(_ top: TreeTop, at places: [Int]) -> Bool {
    var added: [(column: Int, place: Int)] = []
    for (split, place) in zip(top.splits, places) where !isUsed[split.column][place] {
      isUsed[split.column][place] = true
      counts[split.column] += 1
      added.append((split.column, place))
    }
    guard counts.contains(where: { $0 > Int(UInt8.max) }) else { return true }
    for (column, place) in added {
      isUsed[column][place] = false
      counts[column] -= 1
    }
    return false
  }

  /// For each column the group's code of each code of the column.
  var codes: [[UInt8]] {
    isUsed.map { used in
      var code: UInt8 = 0
      // There are at most 255 used ones.
      return [0]
        + used.map { isUsed in
          code += isUsed ? 1 : 0
          return code
        }
    }
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
