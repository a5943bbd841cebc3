/// Metres south of the centre of row 0, for each row of a range about it: ascending.
struct Northings: Sendable {
  private let values: [Double]
  private let firstRow: Int

  /// - Parameter rows: has row 0; may reach beyond the grid.
  init(_ grid: RasterGrid, rows: Range<Int>) {
    firstRow = rows.lowerBound
    guard grid.crs.isGeographic else {
      let height = grid.cellSizeInMeters(row: 0).height
      values = rows.map { Double($0) * height }
      return
    }
    let heights = rows.map { grid.cellSizeInMeters(row: $0).height }
    var values = [Double](repeating: 0, count: rows.count)
    let zero = -rows.lowerBound
    for index in zero + 1..<max(zero + 1, rows.count) {
      values[index] = values[index - 1] + (heights[index - 1] + heights[index]) / 2
    }
    for index in (0..<zero).reversed() {
      values[index] = values[index + 1] - (heights[index] + heights[index + 1]) / 2
    }
    self.values = values
  }

  subscript(row: Int) -> Double { values[row - firstRow] }

  /// Calls `body` with a pointer to row 0.
  ///
  /// Bounds: all rows of the range may be read from there, those before row 0 with negative positions.
  func withRowZero(_ body: (UnsafePointer<Double>) -> Void) {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      body(base - firstRow)
    }
  }
}
