import GeoRaster

/// A raster made small enough for a picture: blocks of cells become one value.
package struct RasterThumbnail: Sendable {
  /// How the cells of a block become one value.
  package enum Reduction: Sendable {
    /// The mean of those that have a value: for quantities.
    case mean
    /// The one nearest to the middle: for classes.
    case nearest
  }

  /// Rows of the small raster.
  package let rows: Int
  /// Columns of the small raster.
  package let columns: Int
  /// Cells along one side of a block.
  package let block: Int
  /// Row-major values; NaN where a block has none.
  package let values: [Float]
  /// The grid of the raster it was made of.
  package let grid: RasterGrid

  /// Makes a raster small.
  ///
  /// - Parameter longestSide: the most rows and columns of the result, at least 1.
  package init(_ raster: Raster, longestSide: Int, by reduction: Reduction) {
    grid = raster.grid
    let longest = max(grid.rows, grid.columns)
    let block = max((longest + longestSide - 1) / max(longestSide, 1), 1)
    self.block = block
    rows = (grid.rows + block - 1) / block
    columns = (grid.columns + block - 1) / block
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let top = row * block
        let left = column * block
        switch reduction {
        case .nearest:
          values.append(
            raster[min(top + block / 2, grid.rows - 1), min(left + block / 2, grid.columns - 1)])
        case .mean:
          values.append(
            Self.mean(
              of: raster, rows: top..<min(top + block, grid.rows),
              columns: left..<min(left + block, grid.columns)))
        }
      }
    }
    self.values = values
  }

  /// The mean of the values in a block, NaN when fewer than half of its cells have one.
  private static func mean(of raster: Raster, rows: Range<Int>, columns: Range<Int>) -> Float {
    var sum = 0.0
    var count = 0
    for row in rows {
      for column in columns {
        let value = raster.values[row * raster.grid.columns + column]
        guard value.isFinite else { continue }
        sum += Double(value)
        count += 1
      }
    }
    return 2 * count >= rows.count * columns.count && count > 0 ? Float(sum / Double(count)) : .nan
  }

  /// The finite values, sorted.
  var sortedValues: [Float] { values.filter(\.isFinite).sorted() }

  /// The values that 2 % and 98 % of the others lie below, or `nil` when there is none.
  package var clippedRange: ClosedRange<Double>? {
    let sorted = sortedValues
    guard !sorted.isEmpty else { return nil }
    func quantile(_ share: Double) -> Double {
      Double(sorted[min(Int(share * Double(sorted.count - 1)), sorted.count - 1)])
    }
    return quantile(0.02)...max(quantile(0.98), quantile(0.02))
  }
}
