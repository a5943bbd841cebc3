/// Splits the bytes of a comma-separated file into records.
struct DelimitedParser {
  private let bytes: [UInt8]
  private let source: String
  private var position = 0
  private var line = 1

  init(bytes: [UInt8], source: String) {
    self.bytes = bytes
    self.source = source
    // A byte order mark is no part of the first name.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// All records that are not blank lines, each with the line on which it begins.
  mutating func records() throws -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    while position < bytes.count {
      let start = line
      var fields: [String] = []
      var isQuoted = false
      repeat {
        let isQuote = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
        isQuoted = isQuoted || isQuote
        fields.append(try isQuote ? quotedField() : plainField())
      } while takeComma()
      try takeLineEnd()
      if fields.count > 1 || isQuoted || fields != [""] { records.append((start, fields)) }
    }
    return records
  }

  private mutating func plainField() throws -> String {
    let start = position
    while position < bytes.count, ![44, 10, 13].contains(bytes[position]) { position += 1 }
    return try text(bytes[start..<position])
  }

  private mutating func quotedField() throws -> String {
    let start = line
    position += 1
    var field: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else { return try text(field[...]) }
        position += 1
      } else if byte == 10 || (byte == 13 && !(position < bytes.count && bytes[position] == 10)) {
        line += 1
      }
      field.append(byte)
    }
    throw malformed(line: start, expected: "a closing quote", found: "the end of the file")
  }

  private mutating func takeComma() -> Bool {
    guard position < bytes.count, bytes[position] == 44 else { return false }
    position += 1
    return true
  }

  private mutating func takeLineEnd() throws {
    guard position < bytes.count else { return }
    switch bytes[position] {
    case 10: position += 1
    case 13: position += position + 1 < bytes.count && bytes[position + 1] == 10 ? 2 : 1
    default:
      throw malformed(
        line: line, expected: "a comma or the end of the line after a quoted field",
        found: "\"\(String(decoding: bytes[position...].prefix(8), as: UTF8.self))\"")
    }
    line += 1
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws -> String {
    guard let text = String(validUTF8: bytes) else {
      throw malformed(line: line, expected: "UTF-8", found: "other bytes")
    }
    return text
  }

  private func malformed(line: Int, expected: String, found: String) -> GeoRasterError {
    .malformed(file: source, place: "line \(line)", expected: expected, found: found)
  }
}

extension String {
  /// The text of UTF-8 bytes; `nil` when they are none.
  init?(validUTF8 bytes: some Collection<UInt8>) {
    // Bytes that are not UTF-8 are replaced, and so differ.
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { return nil }
    self = text
  }
}
