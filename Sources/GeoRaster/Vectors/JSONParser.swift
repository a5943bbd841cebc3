import Foundation

/// A JSON value; members of objects keep their order.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Equatable {
    let name: String
    let value: JSONValue
  }

  /// The first member of this name; `nil` for none and for values that are no objects.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

/// Reads JSON (RFC 8259) with numbers correctly rounded, which Foundation's reader on Linux does not promise beyond 15
/// digits.
///
/// Bounds: `position` stays in `0...bytes.count`, and every read is below `bytes.count`.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let source: String
  private var position = 0
  /// No real file nests deeper; a hostile one must not exhaust the stack.
  private static let maximumDepth = 128

  /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)`` with the line.
  static func parse(_ data: Data, source: String) throws -> JSONValue {
    try data.withUnsafeBytes { raw in
      var parser = JSONParser(bytes: raw.bindMemory(to: UInt8.self), source: source)
      return try parser.whole()
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, source: String) {
    self.bytes = bytes
    self.source = source
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private mutating func whole() throws -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw expected("the end of the file") }
    return value
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws -> JSONValue {
    guard depth < Self.maximumDepth else {
      throw expected("at most \(Self.maximumDepth) nested values")
    }
    if take("{") { return .object(try members(depth: depth)) }
    if take("[") { return .array(try elements(depth: depth)) }
    switch current {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func members(depth: Int) throws -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if take("}") { return members }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw expected("a name in double quotes") }
      let name = try string()
      guard take(":") else { throw expected("\":\"") }
      members.append(.init(name: name, value: try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw expected("\",\" or \"}\"") }
    return members
  }

  private mutating func elements(depth: Int) throws -> [JSONValue] {
    var elements: [JSONValue] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw expected("\",\" or \"]\"") }
    return elements
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    for byte in word.utf8 {
      guard current == byte else { throw expected(word) }
      position += 1
    }
    return value
  }

  private mutating func number() throws -> Double {
    let start = position
    while let byte = current, (48...57).contains(byte) || [43, 45, 46, 69, 101].contains(byte) {
      position += 1
    }
    guard start < position, let number = DecimalScanner(bytes).double(start..<position) else {
      position = start
      throw expected("a value")
    }
    return number
  }

  private mutating func string() throws -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validUTF8: content) else { throw expected("UTF-8") }
        return text
      case UInt8(ascii: "\\"): try appendEscape(to: &content)
      default: content.append(byte)
      }
    }
    throw expected("a closing quote")
  }

  private mutating func appendEscape(to content: inout [UInt8]) throws {
    guard let byte = current else { throw expected("an escaped character") }
    position += 1
    let plain: [UInt8: UInt8] = [34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9]
    if let character = plain[byte] {
      content.append(character)
      return
    }
    guard byte == UInt8(ascii: "u") else { throw expected("an escaped character") }
    var code = try hexadecimal()
    if (0xD800...0xDBFF).contains(code) {
      // The second half of a character beyond 16 bits.
      guard current == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw expected("the second half of a character") }
      position += 2
      let second = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(second) else {
        throw expected("the second half of a character")
      }
      code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw expected("a character") }
    content.append(contentsOf: String(scalar).utf8)
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw expected("four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  private func expected(_ what: String) -> GeoRasterError {
    let line = bytes.prefix(position).count { $0 == 10 } + 1
    let found = String(decoding: bytes[position...].prefix(12), as: UTF8.self)
    return .malformed(
      file: source, place: "line \(line)", expected: what,
      found: found.isEmpty ? "the end" : "\"\(found)\"")
  }
}
