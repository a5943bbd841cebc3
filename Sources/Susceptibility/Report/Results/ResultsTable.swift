import Foundation
import GeoRaster

/// A table that a study wrote as CSV: columns by name, numbers checked where they are asked for.
package struct ResultsTable {
  private let table: DelimitedTable
  private let file: String

  /// Reads a CSV file with a header.
  ///
  /// - Throws: `GeoRasterError` when it cannot be read or is no table.
  package init(contentsOf url: URL) throws {
    table = try DelimitedTable(contentsOf: url)
    file = url.lastPathComponent
  }

  /// The number of rows below the header.
  package var count: Int { table.rows.count }

  /// The names of the columns.
  package var header: [String] { table.header }

  /// The fields of a row as numbers, from a column on; NaN where they are empty or no numbers.
  package func numbers(ofRow row: Int, from column: Int) -> [Double] {
    table.rows[row].dropFirst(column).map { Double($0) ?? .nan }
  }

  /// The fields of a column as they stand.
  ///
  /// - Throws: ``ReportError/malformed(file:place:expected:found:)`` when there is no such column.
  package func texts(_ column: String) throws -> [String] {
    guard let position = table.header.firstIndex(of: column) else {
      throw ReportError.malformed(
        file: file, place: "header", expected: "a column \(column)",
        found: table.header.joined(separator: ", "))
    }
    return table.rows.map { $0[position] }
  }

  /// The fields of a column as numbers, also infinite ones; NaN where they are empty, and everywhere in an optional
  /// column that is missing.
  ///
  /// - Throws: ``ReportError/malformed(file:place:expected:found:)`` when a field is no number.
  package func numbers(_ column: String, isOptional: Bool = false) throws -> [Double] {
    if isOptional, !table.header.contains(column) { return Array(repeating: .nan, count: count) }
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
}
