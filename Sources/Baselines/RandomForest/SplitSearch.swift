import LearningCore

/// The samples of one node and the best split found for them.
struct SplitSearch {
  let rules: TreeRules
  let counts: NodeCounts
  /// The number of distinct samples in the node.
  let size: Int
  /// `size` rows (see `TreeRows`), `stride` elements apart, with the code at `codePlace`.
  let rows: UnsafePointer<UInt32>
  let stride: Int
  let codePlace: Int

  private(set) var column = -1
  /// Samples with a rank up to this one go left.
  private(set) var rank: UInt32 = 0
  /// The next rank that occurs in the node.
  private(set) var nextRank: UInt32 = 0
  private(set) var purity = -Double.infinity
  /// The threshold, when it was drawn.
  private(set) var threshold: Float?

  init(
    rules: TreeRules, counts: NodeCounts, size: Int, rows: UnsafePointer<UInt32>, stride: Int,
    codePlace: Int
  ) {
    self.rules = rules
    self.counts = counts
    self.size = size
    self.rows = rows
    self.stride = stride
    self.codePlace = codePlace
  }

  /// Looks for a better split on one column.
  ///
  /// - Parameters:
  ///   - distinct: the number of distinct values of the column; ranks are below it.
  ///   - workspace: room for the counts or the keys of the node.
  /// - Returns: whether the samples of the node differ in this column.
  mutating func consider(
    column: Int, distinct: Int, workspace: SplitWorkspace
  ) -> Bool {
    var candidates = SplitCandidates(workspace.candidates)
    let varies: Bool
    // Counting takes one step for each distinct value, sorting some for each sample.
    if distinct <= workspace.histogramCapacity && distinct <= max(16, 2 * size) {
      varies = count(column, distinct, workspace.histogram, into: &candidates)
    } else {
      varies = sort(column, workspace, into: &candidates)
    }
    if let best = candidates.best(of: counts, rules: rules), best.purity > purity {
      purity = best.purity
      rank = best.rank
      nextRank = best.next
      self.column = column
    }
    return varies
  }

  /// Draws one threshold of a column and notes it when it parts the samples better than what has been found before.
  ///
  /// - Parameter values: the distinct values of the column by rank.
  /// - Returns: whether the samples of the node differ in this column.
  mutating func considerRandom(
    column: Int, values: [Float], using generator: inout SplitMix64, workspace: SplitWorkspace
  ) -> Bool {
    var lowest = UInt32.max
    var highest: UInt32 = 0
    for index in 0..<size {
      let rank = rows[index &* stride &+ column]
      lowest = min(lowest, rank)
      highest = max(highest, rank)
    }
    guard lowest < highest else { return false }
    let (low, high) = (values[Int(lowest)], values[Int(highest)])
    let drawn = Float(Double(low) + generator.uniform() * (Double(high) - Double(low)))
    // Rounding may reach the largest value, which has to stay above.
    let threshold = drawn < high ? drawn : low
    // The last rank whose value is at most the threshold; the lowest one's is, the highest one's is not.
    var (front, back) = (lowest, highest)
    while back - front > 1 {
      let middle = front + (back - front) / 2
      if values[Int(middle)] <= threshold { front = middle } else { back = middle }
    }
    var left = 0
    var (total, landslides): (UInt32, UInt32) = (0, 0)
    for index in 0..<size {
      let row = rows + index &* stride
      let goesLeft: UInt32 = row[column] <= front ? 1 : 0
      let multiplicity = (row[codePlace] >> 1) & (0 &- goesLeft)
      left &+= Int(goesLeft)
      total &+= multiplicity
      landslides &+= multiplicity & (0 &- (row[codePlace] & 1))
    }
    guard left >= rules.minimumLeafSize, left <= size &- rules.minimumLeafSize else { return true }
    var candidates = SplitCandidates(workspace.candidates)
    candidates.note(
      rank: UInt64(front), next: UInt64(back), total: Int(total), landslides: Int(landslides),
      kept: true)
    if let best = candidates.best(of: counts, rules: rules), best.purity > purity {
      (purity, rank, nextRank) = (best.purity, best.rank, best.next)
      self.column = column
      self.threshold = threshold
    }
    return true
  }

  /// One count for each rank: distinct samples in the low 21 bits, bootstrap counts in the middle 21, landslides on top.
  private func count(
    _ column: Int, _ distinct: Int, _ histogram: UnsafeMutablePointer<UInt64>,
    into candidates: inout SplitCandidates
  ) -> Bool {
    // Ranks are below `distinct`, which is at most the capacity of the histogram; it is all zero before and after.
    var row = rows
    for _ in 0..<size {
      let code = UInt64(row[codePlace])
      let multiplicity = code >> 1
      let landslides = multiplicity & (0 &- (code & 1))
      histogram[Int(row[column])] &+= 1 | multiplicity << 21 | landslides << 42
      row += stride
    }
    let mask: UInt64 = 1 << 21 - 1
    let (least, most) = (rules.minimumLeafSize, size &- rules.minimumLeafSize)
    var sum: UInt64 = 0
    var before: UInt64 = 0
    var occurring = 0
    for rank in 0..<distinct {
      let entry = histogram[rank]
      guard entry != 0 else { continue }
      histogram[rank] = 0
      // The samples so far against those from this rank on; before the first there are none.
      let left = Int(sum & mask)
      candidates.note(
        rank: before, next: UInt64(rank), total: Int(sum >> 21 & mask), landslides: Int(sum >> 42),
        kept: left >= least && left <= most)
      sum &+= entry
      before = UInt64(rank)
      occurring &+= 1
    }
    return occurring > 1
  }

  private func sort(
    _ column: Int, _ workspace: SplitWorkspace,
    into candidates: inout SplitCandidates
  ) -> Bool {
    var lowest = UInt32.max
    var highest: UInt32 = 0
    let unsorted = workspace.keys
    var row = rows
    for index in 0..<size {
      let rank = row[column]
      unsorted[index] = UInt64(rank) << 32 | UInt64(row[codePlace])
      row += stride
      lowest = min(lowest, rank)
      highest = max(highest, rank)
    }
    guard lowest < highest else { return false }
    let keys = workspace.sortedKeys(count: size, lowest: lowest, highest: highest)
    let (least, most) = (rules.minimumLeafSize, size &- rules.minimumLeafSize)
    var total = 0
    var landslides = 0
    // Keys hold the rank above the code, rising; the last one has no place behind it.
    for index in 0..<size &- 1 {
      let code = Int(keys[index] & 0xFFFF_FFFF)
      total &+= code >> 1
      landslides &+= (code >> 1) & (0 &- (code & 1))
      let (rank, next) = (keys[index] >> 32, keys[index &+ 1] >> 32)
      let left = index &+ 1
      candidates.note(
        rank: rank, next: next, total: total, landslides: landslides,
        kept: (rank != next) && (left >= least) && (left <= most))
    }
    return true
  }
}
