/// The rank of each value among all, from 1; equal values share the mean of their ranks.
enum Ranks {
  static func of(_ values: [Double]) -> [Double] {
    let sorted = values.enumerated().map { (value: $0.element, index: $0.offset) }
      .sorted { $0.value < $1.value }
    return ranks(count: values.count, index: { sorted[$0].index }) {
      sorted[$0].value == sorted[$1].value
    }
  }

  /// - Precondition: all values are finite, and there are at most 2^32.
  static func of(_ values: [Float]) -> [Double] {
    // A key that orders as the value does, above its index: whole numbers sort several times as fast as pairs.
    var keys = values.enumerated().map {
      UInt64(RadixSort.key(of: $0.element)) << 32 | UInt64($0.offset)
    }
    keys.sort()
    return ranks(count: values.count, index: { Int(keys[$0] & 0xFFFF_FFFF) }) {
      keys[$0] >> 32 == keys[$1] >> 32
    }
  }

  /// - Parameters:
  ///   - index: which value is at a position of the order.
  ///   - areEqual: whether the values at two positions are the same.
  @inline(__always)
  private static func ranks(
    count: Int, index: (Int) -> Int, areEqual: (Int, Int) -> Bool
  ) -> [Double] {
    var ranks = [Double](repeating: 0, count: count)
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, areEqual(end, start) { end += 1 }
      for position in start..<end { ranks[index(position)] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
