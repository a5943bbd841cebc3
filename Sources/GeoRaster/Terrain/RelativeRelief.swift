import Parallelism

extension Raster {
  /// The relative relief: the greatest minus the least elevation in the square window around a cell.
  ///
  /// The window is cut at the edge of the grid; cells without a value in it are left out.
  ///
  /// Source: a conditioning factor of the paper (Sect. 2), which does not give the window; 15 cells (450 m at 30 m) are our
  /// choice. The running extremes are those of van Herk (1992) and Gil and Werman (1993): the cost per cell does not
  /// grow with the window.
  ///
  /// - Parameter window: cells along a side, odd and at least 1. A window beyond the grid covers it.
  /// - Returns: metres, from 0; NaN where the elevation is NaN or infinite.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` for an even window or one below 1.
  /// - Complexity: O(cells) for any window; in parallel, the same for any number of threads.
  public func relativeRelief(window: Int = 15, threads: Int? = nil) throws -> Raster {
    guard window >= 1, window % 2 == 1 else {
      throw GeoRasterError.argument(
        name: "window", value: "\(window)", expected: "an odd number of cells, at least 1")
    }
    let shape = ReliefWindow(
      rows: grid.rows, columns: grid.columns,
      halfHeight: min(window / 2, grid.rows - 1), halfWidth: min(window / 2, grid.columns - 1))
    let values = [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      count = grid.count
      guard let base = buffer.baseAddress else { return }
      // Bounds: each band writes the rows whose windows begin in it; no two bands share one.
      let output = SharedPointer(base)
      self.values.withUnsafeBufferPointer { source in
        guard let sourceBase = source.baseAddress else { return }
        nonisolated(unsafe) let input = sourceBase
        let bands = shape.bands
        Parallel.forEach(bands.count, threads: threads) { band in
          shape.computeBand(bands[band], input: input, output: output.base)
        }
      }
    }
    return Raster(grid: grid, values: values)
  }
}

/// The kernel of ``Raster/relativeRelief(window:threads:)``.
///
/// Rows are cut into blocks as tall as the window. A window that begins in a block ends in it or in the next one, so its
/// extreme is that of the rest of the first block (a suffix) and of the beginning of the next one (a prefix).
private struct ReliefWindow {
  let rows: Int
  let columns: Int
  let halfHeight: Int
  let halfWidth: Int

  var height: Int { 2 * halfHeight + 1 }
  var width: Int { 2 * halfWidth + 1 }

  /// Ranges of blocks, each worth a thread's while. Block b starts at row b * height - halfHeight.
  var bands: [Range<Int>] {
    let blocks = (rows + height - 1) / height
    return Parallel.chunks(of: blocks, size: max(1, 64 / height))
  }

  func computeBand(
    _ band: Range<Int>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    // Bounds: suffixes hold `height` rows, prefixes and lines one row, of `columns` each (lows, then highs).
    let suffixSize = height * columns
    let lineSize = columns + 2 * width
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: 2 * suffixSize + 2 * columns + 4 * lineSize
    ) { scratch in
      guard let lows = scratch.baseAddress else { return }
      let highs = lows + suffixSize
      let prefixLow = highs + suffixSize
      let prefixHigh = prefixLow + columns
      let lines = prefixHigh + columns
      for block in band {
        let first = block * height - halfHeight
        fillSuffixes(from: first, input: input, lows: lows, highs: highs)
        prefixLow.update(repeating: .infinity, count: columns)
        prefixHigh.update(repeating: -.infinity, count: columns)
        for offset in 0..<height {
          let row = first + offset + halfHeight
          if row >= rows { break }
          if offset > 0 {
            extend(prefixLow, prefixHigh, withRow: first + height + offset - 1, input: input)
          }
          combine(prefixLow, prefixHigh, lows + offset * columns, highs + offset * columns, lines)
          finishRow(lines, center: input + row * columns, output: output + row * columns)
        }
      }
    }
  }

  /// Extremes of the rows from each row of a block to the block's end.
  private func fillSuffixes(
    from first: Int, input: UnsafePointer<Float>, lows: UnsafeMutablePointer<Float>,
    highs: UnsafeMutablePointer<Float>
  ) {
    for offset in stride(from: height - 1, through: 0, by: -1) {
      let low = lows + offset * columns
      let high = highs + offset * columns
      if offset == height - 1 {
        low.update(repeating: .infinity, count: columns)
        high.update(repeating: -.infinity, count: columns)
      } else {
        low.update(from: low + columns, count: columns)
        high.update(from: high + columns, count: columns)
      }
      extend(low, high, withRow: first + offset, input: input)
    }
  }

  /// Takes one more row into running extremes; rows outside of the grid have no values.
  @inline(__always)
  private func extend(
    _ low: UnsafeMutablePointer<Float>, _ high: UnsafeMutablePointer<Float>, withRow row: Int,
    input: UnsafePointer<Float>
  ) {
    guard row >= 0, row < rows else { return }
    let source = input + row * columns
    for column in 0..<columns {
      let value = source[column]
      low[column] = min(low[column], finite(value, or: .infinity))
      high[column] = max(high[column], finite(value, or: -.infinity))
    }
  }

  /// Joins suffix and prefix of a row into two lines with `width` empty elements on both sides.
  private func combine(
    _ prefixLow: UnsafePointer<Float>, _ prefixHigh: UnsafePointer<Float>,
    _ low: UnsafePointer<Float>, _ high: UnsafePointer<Float>, _ lines: UnsafeMutablePointer<Float>
  ) {
    let lineSize = columns + 2 * width
    let lowLine = lines
    let highLine = lines + lineSize
    lowLine.update(repeating: .infinity, count: lineSize)
    highLine.update(repeating: -.infinity, count: lineSize)
    for column in 0..<columns {
      lowLine[width + column] = min(prefixLow[column], low[column])
      highLine[width + column] = max(prefixHigh[column], high[column])
    }
  }

  /// The same along the row: the window of column c is elements c + width - halfWidth ... c + width + halfWidth.
  private func finishRow(
    _ lines: UnsafeMutablePointer<Float>, center: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    let lineSize = columns + 2 * width
    let lowLine = lines
    let highLine = lines + lineSize
    let lowSuffix = highLine + lineSize
    let highSuffix = lowSuffix + lineSize
    let start = width - halfWidth
    var column = 0
    while column < columns {
      let first = start + column
      var low = Float.infinity
      var high = -Float.infinity
      for offset in stride(from: width - 1, through: 0, by: -1) {
        low = min(low, lowLine[first + offset])
        high = max(high, highLine[first + offset])
        lowSuffix[offset] = low
        highSuffix[offset] = high
      }
      low = .infinity
      high = -.infinity
      for offset in 0..<min(width, columns - column) {
        if offset > 0 {
          low = min(low, lowLine[first + width + offset - 1])
          high = max(high, highLine[first + width + offset - 1])
        }
        let range = max(high, highSuffix[offset]) - min(low, lowSuffix[offset])
        output[column + offset] =
          center[column + offset].magnitude <= .greatestFiniteMagnitude ? range : .nan
      }
      column += width
    }
  }
}
