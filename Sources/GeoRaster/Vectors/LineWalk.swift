/// Finds the cells that a line touches.
///
/// A cell owns its northern and western edges, as in ``RasterGrid/cell(at:)``: a line touches a cell when one of its
/// places belongs to it. Segments with coordinates that are not finite touch nothing.
struct LineWalk {
  private let grid: RasterGrid

  init(_ grid: RasterGrid) { self.grid = grid }

  /// Calls `body` with each run of touched cells of one row, as a range of row-major positions.
  func forEachRun(from start: Coordinate, to end: Coordinate, _ body: (Range<Int>) -> Void) {
    var a = grid.geoTransform.position(of: start)
    var b = grid.geoTransform.position(of: end)
    guard [a.row, a.column, b.row, b.column].allSatisfy(\.isFinite) else { return }
    if a.row > b.row { swap(&a, &b) }
    let rows = Double(grid.rows)
    let columns = Double(grid.columns)
    guard b.row >= 0, a.row < rows, max(a.column, b.column) >= 0,
      min(a.column, b.column) < columns
    else { return }
    let firstRow = Int(max(0, a.row.rounded(.down)))
    let lastRow = Int(min(rows - 1, b.row.rounded(.down)))
    for row in firstRow...max(firstRow, lastRow) {
      let end = Double(row + 1)
      let top = Self.column(from: a, to: b, atRow: max(a.row, Double(row)), whenLevel: a.column)
      let bottom = Self.column(from: a, to: b, atRow: min(b.row, end), whenLevel: b.column)
      guard top.isFinite, bottom.isFinite else { continue }
      // The southern edge belongs to the next row: a column that the line would reach only there is not touched.
      let isOpen = b.row >= end && bottom > top && bottom == bottom.rounded(.down)
      let last = isOpen ? bottom - 1 : max(top, bottom).rounded(.down)
      let from = max(0, min(top, bottom).rounded(.down))
      let through = min(columns - 1, last)
      guard from <= through else { continue }
      let place = row * grid.columns
      body(place + Int(from)..<place + Int(through) + 1)
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
