/// Lossless compression of bytes into one block with Huffman codes of its own.
///
/// Source: RFC 1951. Our choice: repetitions are looked for greedily through short hash chains; maps are small, and
/// what matters is that runs and rows that repeat cost little.
package enum Deflate {
  /// The compressed bytes, without a zlib or gzip wrapper.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let tokens = RepetitionFinder.tokens(of: bytes)
    var literalCounts = [Int](repeating: 0, count: 286)
    var distanceCounts = [Int](repeating: 0, count: 30)
    literalCounts[endOfBlock] = 1
    for token in tokens {
      if token.distance == 0 {
        literalCounts[token.value] += 1
      } else {
        literalCounts[257 + LengthCode.position(of: token.value, in: LengthCode.lengths)] += 1
        distanceCounts[LengthCode.position(of: token.distance, in: LengthCode.distances)] += 1
      }
    }
    let literals = HuffmanCode(counts: literalCounts, longest: 15)
    let distances = HuffmanCode(counts: distanceCounts, longest: 15)

    var writer = BitWriter()
    writer.append(0b101, count: 3)  // the last block, with codes of its own
    writeCodes(literals, distances, to: &writer)
    for token in tokens { write(token, literals, distances, to: &writer) }
    literals.write(endOfBlock, to: &writer)
    return writer.finished()
  }

  private static let endOfBlock = 256

  /// The lengths of both codes, themselves Huffman-coded. Source: RFC 1951, section 3.2.7.
  private static func writeCodes(
    _ literals: HuffmanCode, _ distances: HuffmanCode, to writer: inout BitWriter
  ) {
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let lengths = literals.lengths + distances.lengths
    var counts = [Int](repeating: 0, count: 19)
    for length in lengths { counts[length] += 1 }
    let code = HuffmanCode(counts: counts, longest: 7)
    writer.append(UInt32(literals.lengths.count - 257), count: 5)
    writer.append(UInt32(distances.lengths.count - 1), count: 5)
    writer.append(UInt32(order.count - 4), count: 4)
    for symbol in order { writer.append(UInt32(code.lengths[symbol]), count: 3) }
    for length in lengths { code.write(length, to: &writer) }
  }

  private static func write(
    _ token: RepetitionFinder.Token, _ literals: HuffmanCode, _ distances: HuffmanCode,
    to writer: inout BitWriter
  ) {
    guard token.distance > 0 else {
      literals.write(token.value, to: &writer)
      return
    }
    let length = LengthCode.position(of: token.value, in: LengthCode.lengths)
    literals.write(257 + length, to: &writer)
    writer.append(
      UInt32(token.value - LengthCode.lengths[length].base), count: LengthCode.lengths[length].bits)
    let distance = LengthCode.position(of: token.distance, in: LengthCode.distances)
    distances.write(distance, to: &writer)
    writer.append(
      UInt32(token.distance - LengthCode.distances[distance].base),
      count: LengthCode.distances[distance].bits)
  }
}

/// The ranges of lengths and distances that one symbol stands for. Source: RFC 1951, section 3.2.5.
enum LengthCode {
  /// 29 symbols from 257 on: lengths 3 to 258.
  static let lengths = ranges(from: 3, bits: [0] + (0...5), perBits: 4) + [(258, 0)]

  /// 30 symbols: distances 1 to 32,768.
  static let distances = ranges(from: 1, bits: [0] + (0...13), perBits: 2)

  /// Each count of extra bits holds for `perBits` symbols, one range after the other.
  private static func ranges(from first: Int, bits: [Int], perBits: Int) -> [(base: Int, bits: Int)]
  {
    var base = first
    var ranges: [(base: Int, bits: Int)] = []
    for count in bits {
      for _ in 0..<perBits {
        ranges.append((base, count))
        base += 1 << count
      }
    }
    return ranges
  }

  /// The last range that begins at or before `value`.
  static func position(of value: Int, in ranges: [(base: Int, bits: Int)]) -> Int {
    var low = 0
    var high = ranges.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if ranges[middle].base <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// Bits packed into bytes, the lowest bit first.
struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Appends the lowest `count` bits of a value, at most 32.
  mutating func append(_ value: UInt32, count: Int) {
    pending |= UInt64(value) << UInt64(pendingCount)
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  /// All bytes, the last one filled with zeros.
  func finished() -> [UInt8] {
    pendingCount > 0 ? bytes + [UInt8(truncatingIfNeeded: pending)] : bytes
  }
}
