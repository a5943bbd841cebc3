/// Values on the cells of a grid that are read window by window: a raster in memory or a band of a file.
///
/// What works on a band needs memory for its windows alone, so the band may be larger than memory.
public protocol RasterBand {
  /// The cells.
  var grid: RasterGrid { get }

  /// Rows that cost least when they are read together, beginning at a multiple of their number: those of a file's tiles.
  var blockRows: Int { get }

  /// The values of a window, row-major; NaN where there is none and outside of the grid.
  ///
  /// - Throws: ``GeoRasterError`` when a file cannot be read.
  func read(_ window: Window) throws -> [Float]
}

extension RasterBand {
  /// One: any rows cost the same.
  public var blockRows: Int { 1 }

  /// Puts the values of a window's part inside of the grid in their places; the others are NaN.
  func padding(_ window: Window, _ readInside: (Window) throws -> [Float]) rethrows -> [Float] {
    guard let inside = window.clipped(to: grid) else {
      return [Float](repeating: .nan, count: window.count)
    }
    let values = try readInside(inside)
    if inside == window { return values }
    var padded = [Float](repeating: .nan, count: window.count)
    for row in 0..<inside.rows {
      let place =
        (inside.row - window.row + row) * window.columns + inside.column - window.column
      padded.replaceSubrange(
        place..<place + inside.columns,
        with: values[row * inside.columns..<(row + 1) * inside.columns])
    }
    return padded
  }
}

extension Raster: RasterBand {
  /// The values of a window, row-major, as they are; NaN outside of the grid.
  public func read(_ window: Window) -> [Float] {
    padding(window) { inside in
      if inside.columns == grid.columns {
        return Array(values[inside.row * grid.columns..<(inside.row + inside.rows) * grid.columns])
      }
      return (inside.row..<inside.row + inside.rows).flatMap { row in
        values[
          row * grid.columns + inside.column..<row * grid.columns + inside.column + inside.columns]
      }
    }
  }
}
