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
  /// How the planes lie turned; what windows see of ``directions`` turns with them.
  var orientation = Orientation.identity
  /// The channels that are directions.
  var directions: [DirectionChannels] = []

  /// The channels of the cells of a row, from `column` on.
  func cells(row: Int, column: Int) -> UnsafePointer<Float> {
    values + ((row - rows.lowerBound) * columns + column) * channels
  }

  /// Copies a run of cells of a row as windows see them, channels side by side; beyond the border stand the outside values.
  ///
  /// Bounds: `target` `cells.count * channels` numbers.
  func copy(row: Int, cells: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    copyValues(row: row, cells: cells, to: target)
    orientation.turn(directions, of: target, cells: cells.count, channels: channels)
  }

  private func copyValues(row: Int, cells: Range<Int>, to target: UnsafeMutablePointer<Float>) {
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
