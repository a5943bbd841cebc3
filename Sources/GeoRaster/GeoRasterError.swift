/// What can be wrong with files, grids and vectors.
public enum GeoRasterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file does not exist or may not be read.
  case unreadable(file: String, reason: String)
  /// The file is not what its reader expects, at `place` (a line, a field, a band).
  case malformed(file: String, place: String, expected: String, found: String)
  /// The file cannot be written.
  case unwritable(file: String, reason: String)
  /// Reading, writing or warping this needs GDAL, and this build has none.
  case needsGDAL(file: String, operation: String)
  /// So many cells do not fit into memory, or cannot be in a file of this size.
  case tooLarge(file: String, rows: Int, columns: Int, reason: String)
  /// The grid is rotated or sheared.
  case rotatedGrid(file: String)
  /// The raster and the grid it should be brought onto do not overlap.
  case noOverlap(file: String, grid: String)
  /// The vector layer has no attribute of this name.
  case missingAttribute(file: String, name: String, available: [String])
  /// The filter expression is not one.
  case invalidFilter(expression: String, position: Int, expected: String)
  /// The layer has no usable feature.
  case noFeatures(file: String, detail: String)
  /// The text does not name a coordinate reference system.
  case unknownCRS(text: String, reason: String)
  /// Coordinates cannot be brought from one system into the other.
  case transformation(from: String, to: String, reason: String)
  /// A value of an argument is out of its range.
  case argument(name: String, value: String, expected: String)
  /// A system of equations or a fit has no solution.
  case notSolvable(operation: String, reason: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .malformed(let file, let place, let expected, let found):
      "\(file): \(place): expected \(expected), found \(found)"
    case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
    case .needsGDAL(let file, let operation):
      "\(file): \(operation) needs GDAL, which this build was made without: install libgdal-dev "
        + "and build again with SCARP_GDAL=1"
    case .tooLarge(let file, let rows, let columns, let reason):
      "\(file): \(rows) rows x \(columns) columns: \(reason)"
    case .rotatedGrid(let file):
      "\(file): the grid is rotated or sheared; expected north-up (gdalwarp makes it so)"
    case .noOverlap(let file, let grid):
      "\(file): does not overlap the grid (\(grid)); expected data for the same area "
        + "(check both coordinate reference systems)"
    case .missingAttribute(let file, let name, let available):
      "\(file): has no attribute \"\(name)\"; it has "
        + (available.isEmpty ? "none" : available.joined(separator: ", "))
    case .invalidFilter(let expression, let position, let expected):
      "where: \"\(expression)\": expected \(expected) at character \(position + 1)"
    case .noFeatures(let file, let detail): "\(file): \(detail)"
    case .unknownCRS(let text, let reason):
      "\"\(text)\" is not a coordinate reference system (\(reason)); expected a code such as "
        + "EPSG:32643 or a well-known text"
    case .transformation(let from, let to, let reason):
      "coordinates cannot be brought from \(from) to \(to): \(reason)"
    case .argument(let name, let value, let expected):
      "\(name) is \(value), expected \(expected)"
    case .notSolvable(let operation, let reason): "\(operation): \(reason)"
    }
  }
}
