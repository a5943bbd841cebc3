import Foundation

/// One attribute of a feature.
public enum AttributeValue: Sendable, Equatable {
  /// A finite number; truth values are 1 and 0.
  case number(Double)
  /// A text; dates and lists too, as their format spells them.
  case text(String)
  /// No value.
  case null

  /// The number, also of a text that spells one; `nil` for other texts and null.
  public var numericValue: Double? {
    switch self {
    case .number(let value): value
    case .text(let text): Self.number(spelledBy: text)
    case .null: nil
    }
  }

  /// The text; a number as it reads back exactly, whole ones without a point; `nil` for null.
  public var textValue: String? {
    switch self {
    case .number(let value): Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    case .text(let text): text
    case .null: nil
    }
  }

  /// The finite decimal number that a text spells, white space around it aside; `nil` when it spells none.
  static func number(spelledBy text: String) -> Double? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
    var trimmed = text.utf8.drop(while: isSpace)
    while let last = trimmed.last, isSpace(last) { trimmed.removeLast() }
    // Double would also take "nan", "inf" and hexadecimal numbers.
    func isPart(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard let first = trimmed.first, first | 32 != UInt8(ascii: "e"), trimmed.allSatisfy(isPart)
    else { return nil }
    return Double(Substring(trimmed)).flatMap { $0.isFinite ? $0 : nil }
  }
}

/// A place, line or area with its attributes.
public struct Feature: Sendable, Equatable {
  /// Where it is.
  public var geometry: Geometry
  /// Its attributes by the names that the file gives them.
  public var attributes: [String: AttributeValue]

  /// A feature with attributes.
  public init(geometry: Geometry, attributes: [String: AttributeValue] = [:]) {
    self.geometry = geometry
    self.attributes = attributes
  }
}
