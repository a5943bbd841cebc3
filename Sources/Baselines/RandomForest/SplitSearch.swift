/// The samples of one node and the best split found for them.
///
/// A sample's code is twice its count in the bootstrap sample, plus 1 for a landslide.
struct SplitSearch {
  let rules: TreeRules
  /// The number of distinct samples in the node; `samples` and `codes` have as many elements.
  let count: Int
  let samples: UnsafePointer<UInt32>
  let codes: UnsafePointer<UInt32>
  /// The bootstrap counts of the node: all of its samples, and its landslides.
  let total: Int
  let landslides: Int

  private(set) var column = -1
  /// Samples with a rank up to this one go left.
  private(set) var rank: UInt32 = 0
  /// The next rank that occurs in the node.
  private(set) var nextRank: UInt32 = 0
  private(set) var leftTotal = 0
  private(set) var leftLandslides = 0
  private(set) var leftCount = 0
  private(set) var purity = -Double.infinity

  init(
    rules: TreeRules, count: Int, samples: UnsafePointer<UInt32>, codes: UnsafePointer<UInt32>,
    total: Int, landslides: Int
  ) {
    self.rules = rules
    self.count = count
    self.samples = samples
    self.codes = codes
    self.total = total
    self.landslides = landslides
  }

  /// Looks for a better split on one column.
  ///
  /// - Parameters:
  ///   - ranks: the ranks of all samples in this column, in `0..<distinct`.
  ///   - workspace: room for the counts or the keys of the node.
  /// - Returns: whether the samples of the node differ in this column.
  mutating func consider(
    column: Int, ranks: UnsafePointer<UInt32>, distinct: Int, workspace: SplitWorkspace
  ) -> Bool {
    // Counting takes one step for each distinct value, sorting some for each sample.
    if distinct <= workspace.histogramCapacity && distinct <= max(16, 2 * count) {
      return considerCounts(column, ranks, distinct, workspace.histogram)
    }
    var lowest = UInt32.max
    var highest: UInt32 = 0
    let keys = workspace.keys
    for index in 0..<count {
      let rank = ranks[Int(samples[index])]
      keys[index] = UInt64(rank) << 32 | UInt64(codes[index])
      lowest = min(lowest, rank)
      highest = max(highest, rank)
    }
    guard lowest < highest else { return false }
    considerSorted(
      column, workspace.sortedKeys(count: count, lowest: lowest, highest: highest))
    return true
  }

  /// One count for each rank: distinct samples in the low 21 bits, bootstrap counts in the middle 21, landslides on top.
  private mutating func considerCounts(
    _ column: Int, _ ranks: UnsafePointer<UInt32>, _ distinct: Int,
    _ histogram: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    // Ranks are below `distinct`, which is at most the capacity of the histogram; it is all zero before and after.
    for index in 0..<count {
      let code = UInt64(codes[index])
      let multiplicity = code >> 1
      let landslides = multiplicity & (0 &- (code & 1))
      histogram[Int(ranks[Int(samples[index])])] &+= 1 | multiplicity << 21 | landslides << 42
    }
    let mask: UInt64 = 1 << 21 - 1
    var sum: UInt64 = 0
    var before: UInt32 = 0
    var occurring = 0
    for rank in 0..<distinct {
      let entry = histogram[rank]
      guard entry != 0 else { continue }
      histogram[rank] = 0
      if occurring > 0 {
        consider(
          column, before, UInt32(rank), count: Int(sum & mask), total: Int(sum >> 21 & mask),
          landslides: Int(sum >> 42))
      }
      sum &+= entry
      before = UInt32(rank)
      occurring += 1
    }
    return occurring > 1
  }

  /// Keys hold the rank above the code, rising.
  private mutating func considerSorted(_ column: Int, _ keys: UnsafePointer<UInt64>) {
    var total = 0
    var landslides = 0
    var rank = UInt32(keys[0] >> 32)
    for index in 0..<count - 1 {
      let code = Int(keys[index] & 0xFFFF_FFFF)
      total += code >> 1
      landslides += (code >> 1) & (0 &- (code & 1))
      let next = UInt32(keys[index + 1] >> 32)
      if next != rank {
        consider(column, rank, next, count: index + 1, total: total, landslides: landslides)
        rank = next
      }
    }
  }

  /// Keeps a split when it is better than the best so far and leaves enough samples on both sides.
  @inline(__always)
  private mutating func consider(
    _ column: Int, _ rank: UInt32, _ nextRank: UInt32, count: Int, total: Int, landslides: Int
  ) {
    guard count >= rules.minimumLeafSize, self.count - count >= rules.minimumLeafSize else {
      return
    }
    let left = Double(landslides) * rules.landslideWeight
    let right = Double(self.landslides - landslides) * rules.landslideWeight
    let leftWeight = left + Double(total - landslides) * rules.absenceWeight
    let rightWeight =
      right + Double(self.total - self.landslides - total + landslides) * rules.absenceWeight
    let purity: Double
    if rules.impurity == .gini {
      // The two fractions of the purities over one denominator: one division instead of two.
      purity =
        2 * (left * left * rightWeight + right * right * leftWeight) / (leftWeight * rightWeight)
    } else {
      purity =
        TreeRules.purity(.entropy, landslides: left, weight: leftWeight)
        + TreeRules.purity(.entropy, landslides: right, weight: rightWeight)
    }
    guard purity > self.purity else { return }
    self.purity = purity
    self.column = column
    self.rank = rank
    self.nextRank = nextRank
    leftTotal = total
    leftLandslides = landslides
    leftCount = count
  }
}
