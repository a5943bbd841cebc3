/// A prefix code with short words for frequent symbols, of words no longer than a limit.
///
/// Source: Huffman (1952); canonical words as in RFC 1951, section 3.2.2.
struct HuffmanCode {
  /// Bits of each symbol's word; 0 for a symbol that has none.
  let lengths: [Int]
  private let words: [UInt32]

  /// The code for symbols that occur so often; one of fewer than two symbols gets a second, so that it is complete.
  ///
  /// When a word would be longer than `longest`, the counts are made more alike until none is.
  init(counts: [Int], longest: Int) {
    var counts = counts
    for symbol in counts.indices where counts.count(where: { $0 > 0 }) < 2 {
      counts[symbol] = max(counts[symbol], 1)
    }
    var lengths = Self.wordLengths(counts)
    while (lengths.max() ?? 0) > longest {
      counts = counts.map { $0 > 0 ? $0 / 2 + 1 : 0 }
      lengths = Self.wordLengths(counts)
    }
    self.lengths = lengths
    words = Self.canonicalWords(lengths)
  }

  /// Appends the word of a symbol.
  func write(_ symbol: Int, to writer: inout BitWriter) {
    writer.append(words[symbol], count: lengths[symbol])
  }

  /// Joins the two rarest nodes until one is left: a sorted queue of symbols and one of joined nodes.
  private static func wordLengths(_ counts: [Int]) -> [Int] {
    let symbols = counts.indices.filter { counts[$0] > 0 }.sorted {
      (counts[$0], $0) < (counts[$1], $1)
    }
    var weights = symbols.map { counts[$0] }
    var parents = [Int](repeating: -1, count: max(2 * symbols.count - 1, 0))
    var nextSymbol = 0
    var nextJoined = symbols.count
    func takeRarest() -> Int {
      if nextSymbol < symbols.count,
        nextJoined >= weights.count || weights[nextSymbol] <= weights[nextJoined]
      {
        nextSymbol += 1
        return nextSymbol - 1
      }
      nextJoined += 1
      return nextJoined - 1
    }
    while weights.count < parents.count {
      let first = takeRarest()
      let second = takeRarest()
      parents[first] = weights.count
      parents[second] = weights.count
      weights.append(weights[first] + weights[second])
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in parents.indices.reversed() where parents[node] >= 0 {
      depths[node] = depths[parents[node]] + 1
    }
    var lengths = [Int](repeating: 0, count: counts.count)
    for (position, symbol) in symbols.enumerated() { lengths[symbol] = depths[position] }
    return lengths
  }

  /// Words in the order of length, then symbol; bits reversed because the stream is filled from the lowest bit.
  private static func canonicalWords(_ lengths: [Int]) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: lengths.count)
    var next: UInt32 = 0
    for length in 1...max(lengths.max() ?? 1, 1) {
      next <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        words[symbol] = (0..<length).reduce(0) { $0 << 1 | (next >> UInt32($1)) & 1 }
        next += 1
      }
    }
    return words
  }
}
