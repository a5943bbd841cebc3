import Foundation

/// The cells that a raster has values for: their number, place and coordinate reference system.
public struct RasterGrid: Equatable, Sendable {
  /// Number of rows, from north to south.
  public let rows: Int
  /// Number of columns, from west to east.
  public let columns: Int
  /// Where the cells lie.
  public let geoTransform: GeoTransform
  /// What the coordinates mean.
  public let crs: CoordinateReferenceSystem

  /// - Precondition: `rows` and `columns` are at least 1.
  public init(rows: Int, columns: Int, geoTransform: GeoTransform, crs: CoordinateReferenceSystem) {
    precondition(
      rows > 0 && columns > 0, "\(rows) x \(columns) cells, expected at least 1 x 1")
    self.rows = rows
    self.columns = columns
    self.geoTransform = geoTransform
    self.crs = crs
  }

  /// The number of cells.
  public var count: Int { rows * columns }

  /// x of the eastern edge.
  public var right: Double { geoTransform.left + Double(columns) * geoTransform.cellWidth }

  /// y of the southern edge.
  public var bottom: Double { geoTransform.top - Double(rows) * geoTransform.cellHeight }

  /// The cell that holds a point, or `nil` outside. A point on a shared edge belongs to the southern or eastern cell.
  public func cell(at point: Coordinate) -> Cell? {
    let position = geoTransform.position(of: point)
    let row = position.row.rounded(.down)
    let column = position.column.rounded(.down)
    guard row >= 0, column >= 0, row < Double(rows), column < Double(columns) else { return nil }
    return Cell(row: Int(row), column: Int(column))
  }

  /// The position of a cell in row-major order.
  public func index(of cell: Cell) -> Int { cell.row * columns + cell.column }

  /// The cell at a position in row-major order.
  public func cell(at index: Int) -> Cell { Cell(row: index / columns, column: index % columns) }

  /// Metres from west to east and from north to south across a cell of this row.
  ///
  /// Linear units are converted to metres; on degree grids the lengths are those of the WGS 84 ellipsoid
  /// at the latitude of the row's centre.
  public func cellSizeInMeters(row: Int) -> (width: Double, height: Double) {
    let width = geoTransform.cellWidth
    let height = geoTransform.cellHeight
    guard crs.isGeographic else {
      return (width * crs.metersPerUnit, height * crs.metersPerUnit)
    }
    let latitude = geoTransform.center(row: Double(row), column: 0).y * .pi / 180
    let metersPerDegree = Ellipsoid.wgs84.metersPerDegree(atLatitude: latitude)
    return (width * metersPerDegree.east, height * metersPerDegree.north)
  }

  /// The area of a cell of this row in square metres.
  public func cellAreaInSquareMeters(row: Int) -> Double {
    let size = cellSizeInMeters(row: row)
    return size.width * size.height
  }

  /// Whether two grids have the same cells: same CRS, same shape, corners and cell sizes closer than 0.01 cell.
  public func agrees(with other: RasterGrid) -> Bool {
    guard rows == other.rows, columns == other.columns, crs.isSame(as: other.crs) else {
      return false
    }
    let a = geoTransform
    let b = other.geoTransform
    let tolerance = 0.01
    return abs(a.left - b.left) < tolerance * a.cellWidth
      && abs(a.top - b.top) < tolerance * a.cellHeight
      && abs(right - other.right) < tolerance * a.cellWidth
      && abs(bottom - other.bottom) < tolerance * a.cellHeight
      && abs(a.cellWidth - b.cellWidth) < tolerance * a.cellWidth
      && abs(a.cellHeight - b.cellHeight) < tolerance * a.cellHeight
  }
}

/// An ellipsoid of revolution, for lengths on degree grids.
struct Ellipsoid {
  let semiMajorAxis: Double
  let flattening: Double

  static let wgs84 = Ellipsoid(semiMajorAxis: 6_378_137, flattening: 1 / 298.257223563)

  /// Metres per degree of longitude and of latitude, from the radii of curvature in the prime vertical and the meridian.
  ///
  /// - Parameter latitude: in radians.
  func metersPerDegree(atLatitude latitude: Double) -> (east: Double, north: Double) {
    let eccentricitySquared = flattening * (2 - flattening)
    let w = 1 - eccentricitySquared * sin(latitude) * sin(latitude)
    let primeVertical = semiMajorAxis / w.squareRoot()
    let meridian = semiMajorAxis * (1 - eccentricitySquared) / (w * w.squareRoot())
    return (primeVertical * cos(latitude) * .pi / 180, meridian * .pi / 180)
  }
}
