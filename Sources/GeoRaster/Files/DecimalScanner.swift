/// Reads numbers separated by white space out of bytes, without making strings.
///
/// Bounds: `position` stays in `0...bytes.count`, and every read is below `bytes.count`.
struct DecimalScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Powers of ten that Double holds exactly.
  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// The next run of other bytes than white space, or `nil` at the end.
  mutating func token() -> Range<Int>? {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, !Self.isSpace(bytes[position]) { position += 1 }
    return start..<position
  }

  /// A token as text, cut to a length that a message can show.
  func text(_ token: Range<Int>) -> String {
    String(decoding: bytes[token.prefix(64)], as: UTF8.self)
  }

  /// The number that a token spells, correctly rounded to single precision; `nil` when it is none.
  func float(_ token: Range<Int>) -> Float? {
    guard let value = simpleDouble(token) else { return Float(text(token)) }
    let float = Float(value)
    // A value halfway between two floats may have got there by rounding, and tiny floats have fewer
    // digits: both are rounded from the text, once.
    let isHalfway = value.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    if isHalfway || (abs(value) < 1.2e-38 && value != 0) { return Float(text(token)) }
    return float
  }

  /// The number that a token spells; `nil` when it is none.
  func double(_ token: Range<Int>) -> Double? { simpleDouble(token) ?? Double(text(token)) }

  /// The number of a token of at most 15 digits and a small exponent, where one operation rounds
  /// correctly; `nil` for any other token.
  private func simpleDouble(_ token: Range<Int>) -> Double? {
    var index = token.lowerBound
    let end = token.upperBound
    var isNegative = false
    if bytes[index] == 45 || bytes[index] == 43 {
      isNegative = bytes[index] == 45
      index += 1
    }
    var mantissa: Int64 = 0
    var digits = 0
    var scale = 0
    var isFraction = false
    while index < end {
      let byte = bytes[index]
      if byte >= 48, byte <= 57 {
        mantissa = mantissa * 10 + Int64(byte - 48)
        digits += 1
        if digits > 15 { return nil }
        if isFraction { scale -= 1 }
      } else if byte == 46, !isFraction {
        isFraction = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < end {
      guard bytes[index] | 32 == 101, let exponent = exponent(index + 1..<end) else { return nil }
      scale += exponent
    }
    guard abs(scale) <= 22 else { return nil }
    let power = Self.powers[abs(scale)]
    let value = scale < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return isNegative ? -value : value
  }

  private func exponent(_ range: Range<Int>) -> Int? {
    guard let first = range.first else { return nil }
    let hasSign = bytes[first] == 45 || bytes[first] == 43
    let digits = hasSign ? range.dropFirst() : range
    guard !digits.isEmpty, digits.count <= 3 else { return nil }
    var value = 0
    for index in digits {
      guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
    }
    return bytes[first] == 45 ? -value : value
  }
}
