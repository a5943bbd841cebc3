/// A rectangle of cells that one thread evaluates at a time, row by row.
struct MapTile: Equatable, Sendable {
  /// The largest tile. What only serves neighbouring tiles is a small share of so many rows and columns, and a few
  /// rows of so many columns stay in the nearer caches.
  static let mostRows = 128
  static let mostColumns = 128

  let rows: Range<Int>
  let columns: Range<Int>

  /// The tiles of some rows that hold mapped cells, each cut down to the rectangle of its mapped cells.
  ///
  /// They depend on the rows and the mask alone, never on the number of threads.
  static func tiles(of strip: MapStrip, rows: Range<Int>) -> [MapTile] {
    var tiles: [MapTile] = []
    let columns = strip.planes.columns
    for top in stride(from: rows.lowerBound, to: rows.upperBound, by: mostRows) {
      for left in stride(from: 0, to: columns, by: mostColumns) {
        let whole = MapTile(
          rows: top..<min(top + mostRows, rows.upperBound),
          columns: left..<min(left + mostColumns, columns))
        if let tile = whole.shrunk(to: strip) { tiles.append(tile) }
      }
    }
    return tiles
  }

  /// The rectangle of the mapped cells of this tile, or `nil` when there are none.
  private func shrunk(to strip: MapStrip) -> MapTile? {
    var (top, bottom) = (rows.upperBound, rows.lowerBound)
    var (left, right) = (columns.upperBound, columns.lowerBound)
    for row in rows {
      for column in columns where strip.isMapped(row: row, column: column) {
        top = min(top, row)
        bottom = row + 1
        left = min(left, column)
        right = max(right, column + 1)
      }
    }
    return bottom > top ? MapTile(rows: top..<bottom, columns: left..<right) : nil
  }
}
