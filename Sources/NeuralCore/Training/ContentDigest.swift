/// A digest of numbers and texts, to recognise them again.
///
/// 64 bits tell damage and mix-ups apart; they are no protection against somebody who wants to deceive.
package struct ContentDigest {
  private var state: UInt64 = 0

  /// The digest of nothing.
  package init() {}

  /// Adds 64 bits.
  package mutating func add(_ bits: UInt64) { state = RandomBits.mixed(state, bits) }

  /// Adds a text with its length, so that no two lists of texts run into each other.
  package mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// Adds numbers with their count, bit by bit.
  package mutating func add(_ values: UnsafeBufferPointer<Float>) {
    add(UInt64(values.count))
    for value in values { add(UInt64(value.bitPattern)) }
  }

  /// Adds numbers with their count, bit by bit.
  package mutating func add(_ values: [Float]) { values.withUnsafeBufferPointer { add($0) } }

  /// 16 hexadecimal digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
