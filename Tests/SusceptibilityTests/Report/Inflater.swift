/// A plain decoder of RFC 1951, bit by bit, to check the compressor with something that shares no code with it.
struct Inflater {
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var place = 0

  static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
    var inflater = Inflater(bytes: bytes)
    return try inflater.run()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func bit() throws -> Int {
    guard place / 8 < bytes.count else { throw Malformed() }
    defer { place += 1 }
    return Int(bytes[place / 8] >> UInt8(place % 8)) & 1
  }

  private mutating func number(_ count: Int) throws -> Int {
    var value = 0
    for position in 0..<count { value |= try bit() << position }
    return value
  }

  /// Symbols by (length, word), the first bit of a word being its highest.
  private func table(_ lengths: [Int]) -> [[Int]: Int] {
    var table: [[Int]: Int] = [:]
    var word = 0
    for length in 1...15 {
      word <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        table[[length, word]] = symbol
        word += 1
      }
    }
    return table
  }

  private mutating func symbol(_ table: [[Int]: Int]) throws -> Int {
    var word = 0
    for length in 1...15 {
      word = try word << 1 | bit()
      if let symbol = table[[length, word]] { return symbol }
    }
    throw Malformed()
  }

  private mutating func codes() throws -> (literals: [[Int]: Int], distances: [[Int]: Int]) {
    let literalCount = try number(5) + 257
    let distanceCount = try number(5) + 1
    let codeCount = try number(4) + 4
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var codeLengths = [Int](repeating: 0, count: 19)
    for symbol in order.prefix(codeCount) { codeLengths[symbol] = try number(3) }
    let code = table(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literalCount + distanceCount {
      switch try symbol(code) {
      case 16:
        guard let last = lengths.last else { throw Malformed() }
        lengths += Array(repeating: last, count: try number(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try number(3) + 3)
      case 18: lengths += Array(repeating: 0, count: try number(7) + 11)
      case let length: lengths.append(length)
      }
    }
    return (
      table(Array(lengths.prefix(literalCount))), table(Array(lengths.dropFirst(literalCount)))
    )
  }

  private mutating func run() throws -> [UInt8] {
    // RFC 1951, section 3.2.5.
    let lengthBases = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
      131, 163, 195, 227, 258,
    ]
    let lengthBits = [
      0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    let distanceBases = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
      2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    let distanceBits = [
      0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
      13, 13,
    ]
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = try bit() == 1
      guard try number(2) == 2 else { throw Malformed() }
      let (literals, distances) = try codes()
      while true {
        let symbol = try symbol(literals)
        if symbol == 256 { break }
        if symbol < 256 {
          output.append(UInt8(symbol))
          continue
        }
        let length = try lengthBases[symbol - 257] + number(lengthBits[symbol - 257])
        let code = try self.symbol(distances)
        let distance = try distanceBases[code] + number(distanceBits[code])
        guard distance <= output.count else { throw Malformed() }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
    }
    return output
  }
}
