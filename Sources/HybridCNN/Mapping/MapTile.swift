/// A rectangle of cells that one thread evaluates at a time.
struct MapTile: Equatable, Sendable {
  /// The largest tile. Wide rows keep the share of columns that only serve their neighbours small.
  static let mostRows = 32
  static let mostColumns = 128

  let rows: Range<Int>
  let columns: Range<Int>

  /// The tiles of a strip of rows that hold mapped cells, each cut down to the rectangle of its mapped cells.
  ///
  /// They depend on the mask alone, never on the number of threads.
  static func tiles(of strip: Range<Int>, columns: Int, mapped: [Bool]) -> [MapTile] {
    var tiles: [MapTile] = []
    for top in stride(from: strip.lowerBound, to: strip.upperBound, by: mostRows) {
      for left in stride(from: 0, to: columns, by: mostColumns) {
        let whole = MapTile(
          rows: top..<min(top + mostRows, strip.upperBound),
          columns: left..<min(left + mostColumns, columns))
        if let tile = whole.shrunk(to: mapped, columns: columns) { tiles.append(tile) }
      }
    }
    return tiles
  }

  /// The rectangle of the mapped cells of this tile, or `nil` when there are none.
  private func shrunk(to mapped: [Bool], columns width: Int) -> MapTile? {
    var (top, bottom) = (rows.upperBound, rows.lowerBound)
    var (left, right) = (columns.upperBound, columns.lowerBound)
    mapped.withUnsafeBufferPointer { mapped in
      for row in rows {
        for column in columns where mapped[row * width + column] {
          top = min(top, row)
          bottom = row + 1
          left = min(left, column)
          right = max(right, column + 1)
        }
      }
    }
    return bottom > top ? MapTile(rows: top..<bottom, columns: left..<right) : nil
  }
}

/// The memory layout of a tile on its way through the spatial branch.
///
/// All stages keep the pixels of the padded tile, `width` per row, so that a neighbour is always at the same distance.
/// Pixels at the ends of rows then see the next row's beginning; no output cell reads them.
struct TileLayout {
  /// The pixels of a row of the padded tile.
  let width: Int
  /// Rows of the padded tile, after the first convolution, after pooling, and after the second convolution.
  let inputRows, conv1Rows, pool1Rows, conv2Rows: Int

  init(rows: Int, columns: Int, _ shape: NetworkArchitecture) {
    let reach = shape.kind.hasSpatialBranch ? shape.readWidth - 1 : 0
    let kernel = shape.kernelSize - 1
    width = columns + reach
    inputRows = rows + reach
    conv1Rows = inputRows - kernel
    pool1Rows = conv1Rows - (shape.poolingSize - 1)
    conv2Rows = pool1Rows - kernel * shape.poolingStride
  }
}
