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

  /// The whole numbers that the raster's values round to, rising, when classes are reduced; none for quantities.
  package let codes: [Int]

  /// Makes a raster, or a window of it, small.
  ///
  /// - Parameters:
  ///   - window: what is shown, inside of the grid; `nil` for all of it.
  ///   - longestSide: the most rows and columns of the result, at least 1.
  package init(
    _ raster: Raster, window: Window? = nil, longestSide: Int, by reduction: Reduction
  ) {
    self.init(
      grid: window.map(raster.grid.cropped) ?? raster.grid, blockRows: raster.blockRows,
      longestSide: longestSide, by: reduction
    ) { raster.read($0.moved(to: window)) }
  }

  /// Makes a raster, or a window of it, small that is read strip by strip.
  ///
  /// - Parameter window: what is shown, inside of the grid; `nil` for all of it.
  /// - Throws: `GeoRasterError` when it cannot be read.
  /// - Complexity: memory for a strip of about a million cells, and for the result.
  package init(
    _ band: RasterFileBand, window: Window? = nil, longestSide: Int, by reduction: Reduction
  ) throws {
    try self.init(
      grid: window.map(band.grid.cropped) ?? band.grid, blockRows: band.blockRows,
      longestSide: longestSide, by: reduction
    ) { try band.read($0.moved(to: window)) }
  }

  private init(
    grid: RasterGrid, blockRows: Int, longestSide: Int, by reduction: Reduction,
    read: (Window) throws -> [Float]
  ) rethrows {
    self.grid = grid
    let longest = max(grid.rows, grid.columns)
    let block = max((longest + longestSide - 1) / max(longestSide, 1), 1)
    self.block = block
    rows = (grid.rows + block - 1) / block
    columns = (grid.columns + block - 1) / block
    let wantedRows = max(blockRows, (1 << 20) / max(grid.columns, 1), 1)
    // Strips of whole blocks of cells.
    let stripRows = max(wantedRows / block, 1) * block
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    var codes = WholeNumbers()
    for top in stride(from: 0, to: grid.rows, by: stripRows) {
      let strip = Window(
        row: top, column: 0, rows: min(stripRows, grid.rows - top), columns: grid.columns)
      let cells = try read(strip)
      switch reduction {
      case .nearest:
        codes.add(cells)
        Self.appendNearest(of: cells, in: strip, block: block, grid: grid, to: &values)
      case .mean: Self.appendMeans(of: cells, in: strip, block: block, to: &values)
      }
    }
    self.values = values
    self.codes = codes.found.sorted()
  }

  private static func appendNearest(
    of cells: [Float], in strip: Window, block: Int, grid: RasterGrid, to values: inout [Float]
  ) {
    for top in stride(from: strip.row, to: strip.row + strip.rows, by: block) {
      let row = min(top + block / 2, grid.rows - 1) - strip.row
      for left in stride(from: 0, to: strip.columns, by: block) {
        values.append(cells[row * strip.columns + min(left + block / 2, strip.columns - 1)])
      }
    }
  }

  /// The mean of the values in each block, NaN when fewer than half of its cells have one.
  private static func appendMeans(
    of cells: [Float], in strip: Window, block: Int, to values: inout [Float]
  ) {
    for top in stride(from: 0, to: strip.rows, by: block) {
      let rows = top..<min(top + block, strip.rows)
      for left in stride(from: 0, to: strip.columns, by: block) {
        let columns = left..<min(left + block, strip.columns)
        var sum = 0.0
        var count = 0
        for row in rows {
          for column in columns {
            let value = cells[row * strip.columns + column]
            guard value.isFinite else { continue }
            sum += Double(value)
            count += 1
          }
        }
        values.append(
          2 * count >= rows.count * columns.count && count > 0 ? Float(sum / Double(count)) : .nan)
      }
    }
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

/// The whole numbers that values round to.
struct WholeNumbers {
  private(set) var found: Set<Int> = []
  private var last = Float.nan

  /// Takes in values; those that are not finite do not count.
  mutating func add(_ values: some Sequence<Float>) {
    // Neighbours are mostly of one class.
    for value in values where value != last {
      guard let code = Int(exactly: Double(value).rounded()) else { continue }
      found.insert(code)
      last = value
    }
  }
}

extension Window {
  /// The window with rows and columns counted as in the grid that `whole` is a part of.
  fileprivate func moved(to whole: Window?) -> Window {
    Window(
      row: row + (whole?.row ?? 0), column: column + (whole?.column ?? 0), rows: rows,
      columns: columns)
  }
}

extension RasterGrid {
  /// The cells of a window.
  fileprivate func cropped(to window: Window) -> RasterGrid {
    var transform = geoTransform
    transform.left += Double(window.column) * transform.cellWidth
    transform.top -= Double(window.row) * transform.cellHeight
    return RasterGrid(
      rows: window.rows, columns: window.columns, geoTransform: transform, crs: crs)
  }
}
