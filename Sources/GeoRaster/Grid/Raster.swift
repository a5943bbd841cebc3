/// One value for each cell of a grid, in memory, row after row from the north. NoData is NaN.
public struct Raster: Sendable {
  /// The cells.
  public let grid: RasterGrid
  /// `grid.count` values, row-major; NaN where there is none.
  public var values: [Float]

  /// - Precondition: `values.count == grid.count`.
  public init(grid: RasterGrid, values: [Float]) {
    precondition(
      values.count == grid.count, "\(grid.count) cells need as many values, found \(values.count)")
    self.grid = grid
    self.values = values
  }

  /// A raster whose cells are all `value`.
  public init(grid: RasterGrid, repeating value: Float) {
    self.init(grid: grid, values: Array(repeating: value, count: grid.count))
  }

  /// The value at a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * grid.columns + column] }
    set { values[row * grid.columns + column] = newValue }
  }

  /// The value of a cell.
  public subscript(cell: Cell) -> Float {
    get { values[grid.index(of: cell)] }
    set { values[grid.index(of: cell)] = newValue }
  }

  /// The number of cells that have a value.
  public var validCount: Int { values.reduce(into: 0) { $0 += $1.isNaN ? 0 : 1 } }

  /// The least and the greatest value, or `nil` when no cell has one.
  public var range: ClosedRange<Float>? {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where !value.isNaN {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }
}
