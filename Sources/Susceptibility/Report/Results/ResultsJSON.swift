import Foundation

/// A JSON value that a study wrote, read by keys; what is missing has no value.
package enum ResultsJSON: Equatable, Sendable, Decodable {
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case list([ResultsJSON])
  case object([String: ResultsJSON])

  /// Reads a file whose value is an object.
  ///
  /// - Throws: ``ReportError`` when it cannot be read or is no JSON object.
  package init(contentsOf url: URL) throws {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw ReportError.unreadable(file: url.path, reason: error.localizedDescription)
    }
    do { self = try JSONDecoder().decode(ResultsJSON.self, from: data) } catch {
      throw ReportError.malformed(
        file: url.lastPathComponent, place: "the file", expected: "JSON", found: "something else")
    }
    guard case .object = self else {
      throw ReportError.malformed(
        file: url.lastPathComponent, place: "the file", expected: "a JSON object", found: kind)
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([ResultsJSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: ResultsJSON].self))
    }
  }

  /// The member of an object, null when there is none.
  package subscript(key: String) -> ResultsJSON {
    if case .object(let members) = self { return members[key] ?? .null }
    return .null
  }

  /// The members of an object, sorted by key; none of another value.
  package var members: [(key: String, value: ResultsJSON)] {
    guard case .object(let members) = self else { return [] }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// An object without some of its members; another value as it is.
  func omitting(_ keys: Set<String>) -> ResultsJSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !keys.contains($0.key) })
  }

  /// The elements of a list; none of another value.
  package var elements: [ResultsJSON] {
    if case .list(let elements) = self { return elements }
    return []
  }

  /// Whether there is a value.
  var exists: Bool { self != .null }

  /// The number, or `nil` for another value.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// A text, number or truth value as it is read; `nil` for null, lists and objects.
  package var plain: String? {
    switch self {
    case .null, .list, .object: nil
    case .bool(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .number(let value): NumberText.significant(value, 6)
    case .text(let value): value
    }
  }

  /// The value in one line: `a: 1, b: [2, 3]`.
  package var summary: String {
    switch self {
    case .null: "none"
    case .list(let elements): elements.map(\.summary).joined(separator: ", ")
    case .object: members.map { "\($0.key): \($0.value.nested)" }.joined(separator: ", ")
    default: plain ?? ""
    }
  }

  private var nested: String {
    switch self {
    case .list: "[\(summary)]"
    case .object: "{\(summary)}"
    default: summary
    }
  }

  /// What kind of value it is, for messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .unsigned, .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
