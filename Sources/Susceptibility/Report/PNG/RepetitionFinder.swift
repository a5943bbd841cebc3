/// Splits bytes into literals and repetitions of what stood before. Source: RFC 1951, section 4.
enum RepetitionFinder {
  /// A byte (`distance` 0, `value` the byte) or a repetition (`value` its length) of what stands `distance` before.
  struct Token: Equatable {
    let value: Int
    let distance: Int
  }

  private static let window = 32_768
  private static let shortest = 3
  private static let longest = 258
  /// Earlier places that are looked at: more find longer repetitions, and take longer.
  private static let attempts = 24
  private static let hashBits = 15

  /// Tokens that give the bytes again when written one after the other.
  static func tokens(of bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 2)
    var latest = [Int](repeating: -1, count: 1 << hashBits)
    var earlier = [Int](repeating: -1, count: window)
    bytes.withUnsafeBufferPointer { bytes in
      // Reads of `bytes` stay below bytes.count: hashes are made of `shortest` bytes only where so many are left.
      func hash(_ place: Int) -> Int {
        let three =
          UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        return Int((three &* 0x9E37_79B1) >> UInt32(32 - hashBits))
      }
      func remember(_ place: Int) {
        guard place + shortest <= bytes.count else { return }
        let key = hash(place)
        earlier[place % window] = latest[key]
        latest[key] = place
      }
      func longestRepetition(at place: Int) -> Token? {
        guard place + shortest <= bytes.count else { return nil }
        let limit = min(longest, bytes.count - place)
        var best = (length: shortest - 1, distance: 0)
        var candidate = latest[hash(place)]
        var left = attempts
        while candidate >= 0, place - candidate <= window, left > 0, best.length < limit {
          var length = 0
          while length < limit, bytes[candidate + length] == bytes[place + length] { length += 1 }
          if length > best.length { best = (length, place - candidate) }
          let next = earlier[candidate % window]
          candidate = next < candidate ? next : -1
          left -= 1
        }
        return best.distance > 0 ? Token(value: best.length, distance: best.distance) : nil
      }

      var place = 0
      while place < bytes.count {
        let token =
          longestRepetition(at: place) ?? Token(value: Int(bytes[place]), distance: 0)
        tokens.append(token)
        let count = token.distance > 0 ? token.value : 1
        for covered in place..<place + count { remember(covered) }
        place += count
      }
    }
    return tokens
  }
}
