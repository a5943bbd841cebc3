import Foundation
import GeoRaster

/// The names of a factor's categories: a CSV with a column `code` and one of `label`, `name`, `description`.
struct CategoryLegend {
  /// The name of each code.
  let names: [Int: String]

  /// Reads a legend.
  ///
  /// - Throws: `GeoRasterError`: `missingAttribute` without the columns, `malformed` naming the file, the line and what was
  ///   expected.
  init(file: URL) throws {
    let table = try DelimitedTable(contentsOf: file)
    let name = file.lastPathComponent
    let columns = table.header.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard let codes = columns.firstIndex(of: "code"),
      let labels = ["label", "name", "description"].lazy
        .compactMap({ columns.firstIndex(of: $0) }).first
    else {
      throw GeoRasterError.missingAttribute(
        file: name, name: "code with one of label, name, description", available: table.header)
    }
    var names: [Int: String] = [:]
    for (row, fields) in table.rows.enumerated() {
      let text = fields[codes].trimmingCharacters(in: .whitespaces)
      guard let number = Double(text), let code = Int(exactly: number.rounded()) else {
        throw GeoRasterError.malformed(
          file: name, place: "row \(row + 1), code", expected: "a whole number",
          found: "\"\(text)\"")
      }
      names[code] = fields[labels]
    }
    self.names = names
  }
}
