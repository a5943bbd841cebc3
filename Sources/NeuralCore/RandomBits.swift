/// Random numbers that are a function of a seed and a position, so that any thread can compute any of them.
///
/// Source: the finaliser of SplitMix64 (Steele, Lea and Flood 2014), used as a counter-based generator.
enum RandomBits {
  /// 64 bits that depend on all bits of `seed` and `position`.
  @inline(__always)
  static func mixed(_ seed: UInt64, _ position: UInt64) -> UInt64 {
    var z = seed &+ (position &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 (included) to 1 (excluded) with 24 random bits.
  @inline(__always)
  static func uniform(_ seed: UInt64, _ position: UInt64) -> Float {
    Float(mixed(seed, position) >> 40) * 0x1p-24
  }

  /// The integers `0..<count` in random order (Fisher and Yates).
  static func permutation(of count: Int, seed: UInt64) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      let bits = mixed(seed, UInt64(last))
      order.swapAt(last, Int(bits.multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return order
  }
}
