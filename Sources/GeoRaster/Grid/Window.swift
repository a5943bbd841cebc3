/// A rectangle of cells. It may reach beyond the grid that it is meant for.
public struct Window: Equatable, Hashable, Sendable {
  /// The northernmost row.
  public let row: Int
  /// The westernmost column.
  public let column: Int
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int

  /// - Precondition: `rows` and `columns` are at least 0.
  public init(row: Int, column: Int, rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "\(rows) x \(columns) cells, expected at least 0 x 0")
    self.row = row
    self.column = column
    self.rows = rows
    self.columns = columns
  }

  /// Whole rows of a grid.
  init(rows: Range<Int>, of grid: RasterGrid) {
    self.init(row: rows.lowerBound, column: 0, rows: rows.count, columns: grid.columns)
  }

  /// The number of cells.
  public var count: Int { rows * columns }

  /// The part that lies in a grid; `nil` when none does.
  func clipped(to grid: RasterGrid) -> Window? {
    let top = max(0, row)
    let left = max(0, column)
    let height = min(grid.rows, row + rows) - top
    let width = min(grid.columns, column + columns) - left
    guard height > 0, width > 0 else { return nil }
    return Window(row: top, column: left, rows: height, columns: width)
  }
}
