/// Some rows of an area's planes in memory: all of them, or those that a strip's windows see.
///
/// Bounds: `values` has `rows.count * columns * channels` numbers, the first of which belongs to row
/// `rows.lowerBound`.
struct PlaneRows: @unchecked Sendable {
  let values: UnsafePointer<Float>
  /// The rows in memory, counted on the whole area.
  let rows: Range<Int>
  let columns: Int
  let channels: Int
  /// What each channel is beyond the border.
  let outside: [Float]

  /// The channels of the cells of a row, from `column` on.
  func cells(row: Int, column: Int) -> UnsafePointer<Float> {
    values + ((row - rows.lowerBound) * columns + column) * channels
  }

  /// Copies a run of cells of a row, channels side by side; beyond the border stand the outside values.
  ///
  /// Bounds: `target` `cells.count * channels` numbers.
  func copy(row: Int, cells: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    let inside = cells.clamped(to: 0..<columns)
    guard rows.contains(row), !inside.isEmpty else {
      fillOutside(target, cells: cells.count)
      return
    }
    let before = inside.lowerBound - cells.lowerBound
    fillOutside(target, cells: before)
    (target + before * channels).update(
      from: self.cells(row: row, column: inside.lowerBound), count: inside.count * channels)
    let end = before + inside.count
    fillOutside(target + end * channels, cells: cells.count - end)
  }

  private func fillOutside(_ target: UnsafeMutablePointer<Float>, cells: Int) {
    for cell in 0..<cells {
      for channel in 0..<channels { target[cell * channels + channel] = outside[channel] }
    }
  }
}

extension FeaturePlanes {
  /// Calls `body` with these planes as rows of an area, the first of which is `firstRow`.
  func withRows(from firstRow: Int, _ body: (PlaneRows) throws -> Void) rethrows {
    try values.withUnsafeBufferPointer { values in
      // Planes have at least one value.
      guard let values = values.baseAddress else { return }
      try body(
        PlaneRows(
          values: values, rows: firstRow..<firstRow + rows, columns: columns, channels: channels,
          outside: outside))
    }
  }
}
