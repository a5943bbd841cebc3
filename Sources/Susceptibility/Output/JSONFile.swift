import Foundation

/// JSON files with sorted keys, so that equal content gives equal bytes.
enum JSONFile {
  /// The text of a value.
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// The text of a value without white space, for hashes and large models.
  static func compactData(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// The digest of a value's content.
  static func digest(_ value: some Encodable) throws -> String {
    SHA256.digest(of: String(decoding: try compactData(value), as: UTF8.self))
  }
}
