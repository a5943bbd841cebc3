import Foundation

/// The first lines of an Esri ASCII grid.
struct EsriASCIIHeader: Equatable {
  let rows: Int
  let columns: Int
  let geoTransform: GeoTransform
  /// The number that marks cells without a value; `nil` when the file names none.
  let noData: Double?

  private static let keywords: Set = [
    "ncols", "nrows", "xllcorner", "yllcorner", "xllcenter", "yllcenter", "cellsize", "dx", "dy",
    "nodata_value",
  ]

  /// Whether the bytes begin with a keyword of such a header.
  static func isAhead(in scanner: DecimalScanner) -> Bool {
    var scanner = scanner
    return scanner.token().map { keywords.contains(scanner.text($0).lowercased()) } ?? false
  }

  /// Reads the header and leaves the scanner at the first value.
  ///
  /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)``.
  init(scanning scanner: inout DecimalScanner, file: URL) throws {
    func malformed(_ place: String, _ expected: String, _ found: String) -> GeoRasterError {
      .malformed(file: file.path, place: place, expected: expected, found: found)
    }
    var entries: [String: Double] = [:]
    while true {
      let start = scanner.position
      guard let token = scanner.token() else { break }
      let keyword = scanner.text(token).lowercased()
      guard Self.keywords.contains(keyword) else {
        scanner.position = start
        break
      }
      let number = scanner.token()
      guard let number, let value = scanner.double(number),
        value.isFinite || keyword == "nodata_value"
      else {
        throw malformed(
          "header, \(keyword)", "a number", number.map { scanner.text($0) } ?? "the end")
      }
      entries[keyword] = value
    }
    func entry(_ names: String...) throws -> Double {
      guard let value = names.lazy.compactMap({ entries[$0] }).first else {
        throw malformed("header", names.joined(separator: " or "), "none")
      }
      return value
    }
    func count(_ name: String) throws -> Int {
      let value = try entry(name)
      guard value >= 1, let count = Int(exactly: value) else {
        throw malformed("header, \(name)", "a whole number of at least 1", "\(value)")
      }
      return count
    }
    columns = try count("ncols")
    rows = try count("nrows")
    let width = try entry("cellsize", "dx")
    let height = try entry("cellsize", "dy")
    guard width > 0, height > 0 else {
      throw malformed("header, cell size", "numbers above 0", "\(width) x \(height)")
    }
    let x = try entry("xllcorner", "xllcenter")
    let y = try entry("yllcorner", "yllcenter")
    let left = entries["xllcorner"] == nil ? x - width / 2 : x
    let bottom = entries["yllcorner"] == nil ? y - height / 2 : y
    geoTransform = GeoTransform(
      left: left, top: bottom + Double(rows) * height, cellWidth: width, cellHeight: height)
    noData = entries["nodata_value"]
  }

  /// The header of a raster to be written; numbers read back exactly.
  static func text(of grid: RasterGrid, noData: String) -> String {
    let place = grid.geoTransform
    let size =
      place.cellWidth == place.cellHeight
      ? "cellsize \(place.cellWidth)" : "dx \(place.cellWidth)\ndy \(place.cellHeight)"
    return """
      ncols \(grid.columns)
      nrows \(grid.rows)
      xllcorner \(place.left)
      yllcorner \(grid.bottom)
      \(size)
      NODATA_value \(noData)

      """
  }
}
