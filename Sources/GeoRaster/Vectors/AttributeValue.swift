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
    // Double would also take "nan", "inf" and hexadecimal numbers.
    let trimmed = text.utf8.drop { $0 == 32 || $0 == 9 }
    guard let first = trimmed.first, (48...57).contains(first) || [43, 45, 46].contains(first),
      trimmed.allSatisfy({ (48...57).contains($0) || [32, 9, 43, 45, 46, 69, 101].contains($0) })
    else { return nil }
    return Double(text.trimmingCharacters(in: .whitespaces)).flatMap { $0.isFinite ? $0 : nil }
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
