import Foundation

/// A table that a study wrote as CSV: columns by name, numbers checked where they are asked for.
package struct ResultsTable {
  /// The file, for messages.
  let file: String
  private let columns: [String: Int]
  private let rows: [[String]]

  /// Reads a CSV file (RFC 4180) with a header.
  ///
  /// - Throws: ``ReportError`` when it cannot be read, or a line has not as many fields as the header.
  package init(contentsOf url: URL) throws {
    file = url.lastPathComponent
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw ReportError.unreadable(file: url.path, reason: error.localizedDescription)
    }
    let records = Self.records(of: [UInt8](data))
    guard let header = records.first else {
      throw ReportError.malformed(
        file: file, place: "line 1", expected: "a header", found: "an empty file")
    }
    columns = Dictionary(
      header.enumerated().map { ($0.element.trimmingCharacters(in: .whitespaces), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    for (number, record) in records.enumerated() where record.count != header.count {
      throw ReportError.malformed(
        file: file, place: "record \(number + 1)", expected: "\(header.count) fields",
        found: "\(record.count)")
    }
    rows = Array(records.dropFirst())
  }

  /// The number of rows below the header.
  package var count: Int { rows.count }

  /// Whether the header names a column.
  package func has(_ column: String) -> Bool { columns[column] != nil }

  /// The fields of a column as they stand.
  ///
  /// - Throws: ``ReportError/malformed(file:place:expected:found:)`` when there is no such column.
  package func texts(_ column: String) throws -> [String] {
    guard let position = columns[column] else {
      throw ReportError.malformed(
        file: file, place: "header", expected: "a column \(column)",
        found: columns.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", "))
    }
    return rows.map { $0[position] }
  }

  /// The fields of a column as numbers; NaN where they are empty, and everywhere in an optional column that is missing.
  ///
  /// - Throws: ``ReportError/malformed(file:place:expected:found:)`` when a field is no number.
  package func numbers(_ column: String, isOptional: Bool = false) throws -> [Double] {
    if isOptional, !has(column) { return Array(repeating: .nan, count: count) }
    return try texts(column).enumerated().map { index, field in
      let text = field.trimmingCharacters(in: .whitespaces)
      if text.isEmpty { return .nan }
      guard let number = Double(text) else {
        throw ReportError.malformed(
          file: file, place: "record \(index + 2), column \(column)", expected: "a number",
          found: "\"\(text.prefix(40))\"")
      }
      return number
    }
  }

  /// Splits at commas and line ends outside of quotes; blank lines are left out.
  private static func records(of bytes: [UInt8]) -> [[String]] {
    let quote = UInt8(ascii: "\"")
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func endRecord() {
      record.append(String(decoding: field, as: UTF8.self))
      field = []
      if record != [""] { records.append(record) }
      record = []
    }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isQuoted {
        if byte != quote {
          field.append(byte)
        } else if place < bytes.count, bytes[place] == quote {
          field.append(quote)
          place += 1
        } else {
          isQuoted = false
        }
      } else if byte == quote {
        isQuoted = true
      } else if byte == UInt8(ascii: ",") {
        record.append(String(decoding: field, as: UTF8.self))
        field = []
      } else if byte == UInt8(ascii: "\n") {
        endRecord()
      } else if byte != UInt8(ascii: "\r") {
        field.append(byte)
      }
    }
    if !field.isEmpty || !record.isEmpty { endRecord() }
    return records
  }
}
