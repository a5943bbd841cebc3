/// Room for the search of one split, made once for each thread's trees.
final class SplitWorkspace {
  /// Bootstrap counts are held in 21 bits; larger tables are always sorted.
  private static let largestCount = 1 << 21 - 1
  /// Below this count insertion alone is fastest.
  private static let smallest = 24

  let candidates: SplitCandidates.Storage
  let histogramCapacity: Int
  /// Zero wherever no search is going on.
  let histogram: UnsafeMutablePointer<UInt64>
  /// One key for each sample of the node.
  let keys: UnsafeMutablePointer<UInt64>
  private let sorted: UnsafeMutablePointer<UInt64>
  private let starts: UnsafeMutablePointer<UInt32>

  /// - Parameters:
  ///   - rows: the number of samples, at least 1.
  ///   - distinct: the largest number of distinct values of a column.
  init(rows: Int, distinct: Int) {
    candidates = SplitCandidates.Storage(rows: rows)
    histogramCapacity = rows < Self.largestCount ? distinct : 0
    histogram = .allocate(capacity: distinct + 1)
    histogram.initialize(repeating: 0, count: distinct + 1)
    keys = .allocate(capacity: rows)
    sorted = .allocate(capacity: rows)
    starts = .allocate(capacity: 2 * rows + 2)
  }

  deinit {
    histogram.deallocate()
    keys.deallocate()
    sorted.deallocate()
    starts.deallocate()
  }

  /// Sorts the first `count` keys by their rank, the upper 32 bits.
  ///
  /// Keys are dealt into at most 2 `count` buckets of equal width, which leaves each at most a bucket away from its
  /// place; insertion does the rest. The cost is at most of the order of `count` + (highest - lowest).
  func sortedKeys(count: Int, lowest: UInt32, highest: UInt32) -> UnsafePointer<UInt64> {
    guard count >= Self.smallest else {
      Self.insert(keys, count: count)
      return UnsafePointer(keys)
    }
    let range = Int(highest - lowest)
    var bits = 0
    while range >> bits >= 2 * count { bits += 1 }
    let shift = UInt64(bits)
    let offset = UInt64(lowest)
    // Buckets are at most 2 * count, and a key's bucket is at most range >> bits.
    let buckets = range >> bits + 1
    starts.initialize(repeating: 0, count: buckets)
    for index in 0..<count {
      starts[Int(truncatingIfNeeded: (keys[index] &>> 32 &- offset) &>> shift)] &+= 1
    }
    var next: UInt32 = 0
    for bucket in 0..<buckets {
      let bucketCount = starts[bucket]
      starts[bucket] = next
      next &+= bucketCount
    }
    for index in 0..<count {
      let bucket = Int(truncatingIfNeeded: (keys[index] &>> 32 &- offset) &>> shift)
      sorted[Int(starts[bucket])] = keys[index]
      starts[bucket] &+= 1
    }
    if bits > 0 { Self.insert(sorted, count: count) }
    return UnsafePointer(sorted)
  }

  private static func insert(_ keys: UnsafeMutablePointer<UInt64>, count: Int) {
    for index in 1..<max(1, count) {
      let key = keys[index]
      var place = index
      while place > 0 && keys[place &- 1] > key {
        keys[place] = keys[place &- 1]
        place &-= 1
      }
      keys[place] = key
    }
  }
}
