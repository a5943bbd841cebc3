/// A row of cells with the rows north and south of it, for functions of a cell's 3 x 3 neighbourhood.
///
/// Bounds: the three pointers may be read from -1 to `columns`, both included.
struct NeighborhoodRow {
  let columns: Int
  let north: UnsafePointer<Float>
  let center: UnsafePointer<Float>
  let south: UnsafePointer<Float>
  /// Metres from west to east across a cell.
  let cellWidth: Float
  /// Metres from north to south across a cell.
  let cellHeight: Float
}

/// A cell's neighbours; those without a value have the value of the cell itself.
///
///     northWest  north  northEast
///     west       center      east
///     southWest  south  southEast
struct Neighborhood {
  let northWest, north, northEast: Float
  let west, center, east: Float
  let southWest, south, southEast: Float

  @inline(__always)
  init(_ rows: NeighborhoodRow, column: Int) {
    let center = rows.center[column]
    northWest = finite(rows.north[column - 1], or: center)
    north = finite(rows.north[column], or: center)
    northEast = finite(rows.north[column + 1], or: center)
    west = finite(rows.center[column - 1], or: center)
    self.center = center
    east = finite(rows.center[column + 1], or: center)
    southWest = finite(rows.south[column - 1], or: center)
    south = finite(rows.south[column], or: center)
    southEast = finite(rows.south[column + 1], or: center)
  }
}

/// `value` when it is a finite number, else `other`.
@inline(__always)
func finite(_ value: Float, or other: Float) -> Float {
  value.magnitude <= .greatestFiniteMagnitude ? value : other
}

extension LocalOperation {
  /// An operation whose rows `makeRow` computes from the rows around them.
  ///
  /// The rule at the edges is that of `gdaldem -compute_edges`: beyond the edge of the grid values are
  /// extrapolated linearly from the two nearest cells (in the first and last row the corners repeat the
  /// nearest cell), and a neighbour without a value takes the value of the cell in the middle. A grid of
  /// one row or column repeats it. Cells without a finite value of their own are NaN whatever `makeRow` wrote.
  static func neighborhood(
    _ makeRow:
      @escaping @Sendable (_ rows: NeighborhoodRow, _ output: UnsafeMutablePointer<Float>) -> Void
  ) -> LocalOperation {
    LocalOperation(halo: 1, chunkRows: { 65_536 / $0.columns }) { rows, source, output in
      let columns = source.grid.columns
      source.withPaddedRows(rows) { rows, offset in
        let destination = output + offset * columns
        makeRow(rows, destination)
        for column in 0..<columns {
          destination[column] =
            rows.center[column].magnitude <= .greatestFiniteMagnitude ? destination[column] : .nan
        }
      }
    }
  }
}

extension SourceRows {
  /// Calls `body` for each row of a range with copies of the rows around it that reach one cell further.
  fileprivate func withPaddedRows(
    _ range: Range<Int>, _ body: (_ rows: NeighborhoodRow, _ offset: Int) -> Void
  ) {
    let columns = grid.columns
    let stride = columns + 2
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * stride) { scratch in
      guard let base = scratch.baseAddress else { return }
      for row in range {
        for offset in -1...1 {
          fillPaddedRow(base + (offset + 1) * stride + 1, row: row, offset: offset)
        }
        let size = grid.cellSizeInMeters(row: row)
        body(
          NeighborhoodRow(
            columns: columns, north: UnsafePointer(base + 1),
            center: UnsafePointer(base + stride + 1), south: UnsafePointer(base + 2 * stride + 1),
            cellWidth: Float(size.width), cellHeight: Float(size.height)),
          row - range.lowerBound)
      }
    }
  }

  /// Writes the row at `row + offset`, extrapolated when there is none, to -1...columns of `destination`.
  private func fillPaddedRow(_ destination: UnsafeMutablePointer<Float>, row: Int, offset: Int) {
    let columns = grid.columns
    if row + offset >= 0, row + offset < grid.rows {
      destination.update(from: self.row(row + offset), count: columns)
    } else if grid.rows == 1 {
      destination.update(from: self.row(row), count: columns)
    } else {
      let near = self.row(row)
      let far = self.row(row - offset)
      for column in 0..<columns { destination[column] = 2 * near[column] - far[column] }
    }
    let isOuterRow = grid.rows > 1 && (row == 0 || row == grid.rows - 1)
    if columns == 1 || isOuterRow {
      destination[-1] = destination[0]
      destination[columns] = destination[columns - 1]
    } else {
      destination[-1] = 2 * destination[0] - destination[1]
      destination[columns] = 2 * destination[columns - 1] - destination[columns - 2]
    }
  }
}
