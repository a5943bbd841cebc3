import Foundation

/// A table of comma-separated values (RFC 4180) with a header.
///
/// Reading takes any line ends, a byte order mark, quoted fields (with commas, line ends and doubled quotes) and UTF-8.
/// Writing ends lines with a line feed and quotes only what needs it.
public struct DelimitedTable: Sendable, Equatable {
  /// The file, for messages.
  public let source: String
  /// The names of the columns.
  public let header: [String]
  /// The rows, each with as many fields as the header.
  public private(set) var rows: [[String]]
  /// The line of the file on which each row begins, from 1.
  let lines: [Int]

  /// A table in memory.
  ///
  /// - Precondition: every row has as many fields as the header.
  public init(header: [String], rows: [[String]] = [], source: String = "table") {
    self.source = source
    self.header = header
    self.rows = []
    lines = []
    for row in rows { append(row) }
  }

  /// Reads a file.
  ///
  /// - Throws: ``GeoRasterError/unreadable(file:reason:)``, ``GeoRasterError/malformed(file:place:expected:found:)``.
  public init(contentsOf file: URL) throws {
    try self.init(parsing: InputFile.bytes(of: file), source: file.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter source: its name, for messages.
  /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)`` with the line, for a row with another number of
  ///   fields than the header, an unclosed quote, a repeated column name or bytes that are not UTF-8.
  public init(parsing data: Data, source: String) throws {
    var parser = DelimitedParser(bytes: Array(data), source: source)
    var records = try parser.records()
    guard !records.isEmpty else {
      throw GeoRasterError.malformed(
        file: source, place: "line 1", expected: "a header", found: "nothing")
    }
    let first = records.removeFirst()
    for record in records where record.fields.count != first.fields.count {
      try Self.checkSeparator(first.fields, source: source)
      throw GeoRasterError.malformed(
        file: source, place: "line \(record.line)",
        expected: "\(first.fields.count) fields as in the header", found: "\(record.fields.count)")
    }
    let names = first.fields.map { $0.trimmingCharacters(in: .whitespaces) }
    if let twice = Dictionary(grouping: names, by: \.self).filter({ $0.value.count > 1 }).keys.min()
    {
      throw GeoRasterError.malformed(
        file: source, place: "header", expected: "different names", found: "\"\(twice)\" twice")
    }
    self.source = source
    header = names
    rows = records.map(\.fields)
    lines = records.map(\.line)
  }

  /// Refuses the header of a table that is not separated by commas; many spreadsheets write semicolons.
  ///
  /// Asked when something else is wrong: a table may have a single column with a semicolon in its name.
  static func checkSeparator(_ header: [String], source: String) throws {
    guard header.count == 1, let names = header.first else { return }
    for (separator, name) in [(";", "semicolons"), ("\t", "tabs")] where names.contains(separator) {
      throw GeoRasterError.malformed(
        file: source, place: "header",
        expected: "names separated by commas, and numbers with decimal points",
        found: "names separated by \(name)")
    }
  }

  /// Adds a row at the end.
  ///
  /// - Precondition: it has as many fields as the header.
  public mutating func append(_ row: [String]) {
    precondition(
      row.count == header.count, "\(header.count) columns need as many fields, found \(row.count)")
    rows.append(row)
  }

  /// The position of a column; letter case counts only when two names differ in nothing else.
  ///
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)``; `malformed` when semicolons or tabs separate the names.
  public func columnIndex(_ name: String) throws -> Int {
    if !header.contains(name) { try Self.checkSeparator(header, source: source) }
    let field = try FieldNames.field(named: name, in: header, source: source)
    return header.firstIndex(of: field) ?? 0
  }

  /// The fields of a column.
  ///
  /// - Throws: ``GeoRasterError/missingAttribute(file:name:available:)``.
  public func column(_ name: String) throws -> [String] {
    let index = try columnIndex(name)
    return rows.map { $0[index] }
  }

  /// The numbers of a column; an empty field is NaN.
  ///
  /// - Throws: `missingAttribute`, and `malformed` with the line of a field that is no number.
  public func numbers(_ name: String) throws -> [Double] {
    let index = try columnIndex(name)
    return try rows.indices.map { row in
      let field = rows[row][index]
      if field.allSatisfy(\.isWhitespace) { return .nan }
      guard let number = AttributeValue.number(spelledBy: field) else {
        throw GeoRasterError.malformed(
          file: source, place: place(ofRow: row, column: header[index]),
          expected: "a number with a decimal point",
          found: "\"\(field)\"")
      }
      return number
    }
  }

  /// The table as text.
  public var text: String {
    var text = ""
    for row in [header] + rows {
      // A line with one empty field would read as no line at all.
      text += row == [""] ? "\"\"" : row.map(Self.quoted).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  /// Writes the table; the file appears under its name when it is whole.
  ///
  /// - Throws: ``GeoRasterError/unwritable(file:reason:)``.
  public func write(to file: URL) throws {
    try FileReplacement.write(Data(text.utf8), to: file)
  }

  /// The words for a row and a column in a message.
  func place(ofRow row: Int, column: String) -> String {
    let line = row < lines.count ? lines[row] : row + 2
    return "line \(line), column \"\(column)\""
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
    guard needsQuotes else { return field }
    // By bytes: as a character, a quote with a combining mark is no quote.
    let doubled = field.utf8.flatMap { $0 == 34 ? [$0, $0] : [$0] }
    return "\"\(String(decoding: doubled, as: UTF8.self))\""
  }
}
