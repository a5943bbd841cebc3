import Foundation

/// The values of an Esri ASCII grid, read by and by: only a piece of the text and the values asked for are in memory.
///
/// It is used by one thread at a time.
final class EsriASCIIRows {
  let grid: RasterGrid
  private let file: URL
  private let noData: Float
  private var text: TextPieces
  /// Where in the file the values of each row begin, as far as rows have been read; the first is always known.
  private var rowStarts: [Int]

  /// - Throws: ``GeoRasterError``: `unreadable`, `malformed`, `tooLarge`.
  init(_ file: URL) throws {
    self.file = file
    text = try TextPieces(file)
    let header = try text.scanStart { scanner in
      try EsriASCIIHeader(scanning: &scanner, file: file)
    }
    rowStarts = [text.offset]
    noData = header.noData.map { Float($0) } ?? .nan
    grid = try RasterGrid(
      rows: header.rows, columns: header.columns, geoTransform: header.geoTransform,
      crs: EsriASCIIGrid.projection(of: file)
    ).checkedPlace(in: file)
    // A value takes at least a digit and a space.
    try InputFile.checkCells(
      rows: grid.rows, columns: grid.columns, of: file, bytesPerCell: 0,
      fileSize: InputFile.size(of: file), cellsPerByte: 0.6)
  }

  /// The values of a window inside of the grid; NoData and infinite values are NaN.
  ///
  /// Rows that nobody has asked for yet are passed over on the way to the window.
  ///
  /// - Throws: ``GeoRasterError``: `malformed` for a value that is no number, too few or too many; `unreadable`.
  func values(of window: Window) throws -> [Float] {
    let first = min(window.row, rowStarts.count - 1)
    try text.move(to: rowStarts[first])
    var values: [Float] = []
    values.reserveCapacity(window.count)
    let columns = window.column..<window.column + window.columns
    for row in first..<window.row + window.rows {
      if row == rowStarts.count { rowStarts.append(text.offset) }
      var column = 0
      let found = try text.scan(grid.columns) { scanner, token in
        if row >= window.row, columns.contains(column) {
          values.append(try value(token, scanner, row: row, column: column))
        }
        column += 1
      }
      guard found == grid.columns else {
        throw malformed(
          row, found, "\(grid.count) values", "the end after \(row * grid.columns + found)")
      }
    }
    if window.row + window.rows == grid.rows { try checkEnd() }
    return values
  }

  private func value(
    _ token: Range<Int>, _ scanner: DecimalScanner, row: Int, column: Int
  ) throws -> Float {
    guard let value = scanner.float(token) else {
      throw malformed(row, column, "a number", scanner.text(token))
    }
    return value == noData || value.isInfinite ? .nan : value
  }

  private func checkEnd() throws {
    _ = try text.scan(1) { scanner, token in
      throw malformed(
        grid.rows - 1, grid.columns - 1, "the end after \(grid.count) values", scanner.text(token))
    }
  }

  private func malformed(
    _ row: Int, _ column: Int, _ expected: String, _ found: String
  ) -> GeoRasterError {
    .malformed(
      file: file.path, place: "row \(row + 1), column \(column + 1)", expected: expected,
      found: found)
  }
}

/// A file of which a piece at a time is in memory.
private struct TextPieces {
  private let file: URL
  private let handle: FileHandle
  private var piece: [UInt8] = []
  /// Where in the file the piece begins.
  private var start = 0
  /// What has been scanned of the piece.
  private var position = 0
  private var isAtEnd = false
  private static let pieceSize = 1 << 20

  init(_ file: URL) throws {
    self.file = file
    guard try InputFile.size(of: file) != nil else {
      throw GeoRasterError.unreadable(file: file.path, reason: "it is a folder, expected a file")
    }
    do {
      handle = try FileHandle(forReadingFrom: file)
    } catch {
      throw GeoRasterError.unreadable(file: file.path, reason: error.localizedDescription)
    }
    try readOn()
  }

  /// Where in the file scanning goes on.
  var offset: Int { start + position }

  /// Scans what stands at the beginning of the file and is shorter than a piece.
  mutating func scanStart<Result>(
    _ body: (inout DecimalScanner) throws -> Result
  ) throws -> Result {
    try piece.withUnsafeBufferPointer { bytes in
      var scanner = DecimalScanner(bytes)
      defer { position = scanner.position }
      return try body(&scanner)
    }
  }

  /// Calls `body` with the next tokens, at most `count`, and returns their number.
  mutating func scan(
    _ count: Int, _ body: (DecimalScanner, Range<Int>) throws -> Void
  ) throws -> Int {
    var found = 0
    while true {
      try piece.withUnsafeBufferPointer { bytes in
        var scanner = DecimalScanner(bytes)
        scanner.position = position
        // A token at the end of a piece may go on in the next one.
        while found < count, let token = scanner.token(), token.upperBound < bytes.count || isAtEnd
        {
          try body(scanner, token)
          found += 1
          position = token.upperBound
        }
      }
      if found == count || isAtEnd { return found }
      try readOn()
    }
  }

  /// Goes to a place in the file.
  mutating func move(to offset: Int) throws {
    if offset >= start, offset <= start + piece.count {
      position = offset - start
      return
    }
    do { try handle.seek(toOffset: UInt64(offset)) } catch {
      throw GeoRasterError.unreadable(file: file.path, reason: error.localizedDescription)
    }
    (piece, start, position, isAtEnd) = ([], offset, 0, false)
    try readOn()
  }

  /// Drops what has been scanned and reads a further piece.
  private mutating func readOn() throws {
    piece.removeFirst(position)
    start += position
    position = 0
    do {
      let more = try handle.read(upToCount: Self.pieceSize) ?? Data()
      isAtEnd = more.isEmpty
      piece += more
    } catch {
      throw GeoRasterError.unreadable(file: file.path, reason: error.localizedDescription)
    }
  }
}
