/// Finds the cells that a line touches.
///
/// A cell owns its northern and western edges, as in ``RasterGrid/cell(at:)``: a line touches a cell when one of its
/// places belongs to it. Segments with coordinates that are not finite touch nothing.
struct LineWalk {
  /// Row and column 0 are the grid's.
  private let geoTransform: GeoTransform
  private let rows: Range<Int>
  private let columns: Range<Int>

  /// - Parameters:
  ///   - rows: those to walk through; they may lie beyond the grid. `nil` for the grid's.
  ///   - columns: likewise.
  init(_ grid: RasterGrid, rows: Range<Int>? = nil, columns: Range<Int>? = nil) {
    geoTransform = grid.geoTransform
    self.rows = rows ?? 0..<grid.rows
    self.columns = columns ?? 0..<grid.columns
  }

  /// Calls `body` with each run of cells of one row that the points, lines or outlines of a geometry touch.
  func forEachRun(touchedBy geometry: Geometry, _ body: (Int, ClosedRange<Int>) -> Void) {
    switch geometry {
    case .points(let points): for point in points { forEachRun(from: point, to: point, body) }
    case .lines(let lines):
      for line in lines {
        if let only = line.first, line.count == 1 { forEachRun(from: only, to: only, body) }
        for (a, b) in zip(line, line.dropFirst()) { forEachRun(from: a, to: b, body) }
      }
    case .polygons(let polygons):
      for rings in polygons {
        for ring in rings { for (a, b) in RingEdges(ring) { forEachRun(from: a, to: b, body) } }
      }
    }
  }

  /// Calls `body` with the row and the columns of each run of cells that a segment touches.
  private func forEachRun(
    from start: Coordinate, to end: Coordinate, _ body: (Int, ClosedRange<Int>) -> Void
  ) {
    var a = geoTransform.position(of: start)
    var b = geoTransform.position(of: end)
    guard a.row.isFinite, a.column.isFinite, b.row.isFinite, b.column.isFinite else { return }
    if a.row > b.row { swap(&a, &b) }
    let (north, south) = (Double(rows.lowerBound), Double(rows.upperBound))
    let (west, east) = (Double(columns.lowerBound), Double(columns.upperBound))
    guard b.row >= north, a.row < south, max(a.column, b.column) >= west,
      min(a.column, b.column) < east
    else { return }
    let firstRow = Int(max(north, a.row.rounded(.down)))
    let lastRow = Int(min(south - 1, b.row.rounded(.down)))
    for row in firstRow...max(firstRow, lastRow) {
      let end = Double(row + 1)
      let top = Self.column(from: a, to: b, atRow: max(a.row, Double(row)), whenLevel: a.column)
      let bottom = Self.column(from: a, to: b, atRow: min(b.row, end), whenLevel: b.column)
      guard top.isFinite, bottom.isFinite else { continue }
      // The southern edge belongs to the next row: a column that the line would reach only there is not touched.
      let isOpen = b.row >= end && bottom > top && bottom == bottom.rounded(.down)
      let last = isOpen ? bottom - 1 : max(top, bottom).rounded(.down)
      let from = max(west, min(top, bottom).rounded(.down))
      let through = min(east - 1, last)
      guard from <= through else { continue }
      body(row, Int(from)...Int(through))
    }
  }

  /// The column in which the line is at a row.
  private static func column(
    from a: (row: Double, column: Double), to b: (row: Double, column: Double), atRow row: Double,
    whenLevel level: Double
  ) -> Double {
    if a.row == b.row { return level }
    if row <= a.row { return a.column }
    if row >= b.row { return b.column }
    let share = (row - a.row) / (b.row - a.row)
    let column = a.column + share * (b.column - a.column)
    return min(max(column, min(a.column, b.column)), max(a.column, b.column))
  }
}
