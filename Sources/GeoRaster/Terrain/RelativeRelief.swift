import Foundation

extension LocalOperation {
  /// The relative relief: the greatest minus the least elevation in the square window around a cell.
  ///
  /// The window is cut at the edge of the grid; cells without a value in it are left out.
  ///
  /// Source: a conditioning factor of the paper (Sect. 2), which does not give the window; 15 cells (450 m at 30 m) are our
  /// choice. The running extremes are those of van Herk (1992) and Gil and Werman (1993): the cost per cell does not
  /// grow with the window.
  ///
  /// The result is metres, from 0; NaN where the elevation is NaN or infinite.
  ///
  /// - Parameter window: cells along a side, odd and at least 1. A window beyond the grid covers it.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` for an even window or one below 1.
  public static func relativeRelief(window: Int = 15) throws -> LocalOperation {
    guard window >= 1, window % 2 == 1 else {
      throw GeoRasterError.argument(
        name: "window", value: "\(window)", expected: "an odd number of cells, at least 1")
    }
    let half = window / 2
    // Chunks of half a window: the extremes of one window more for each chunk stay in proportion.
    return LocalOperation(halo: half, chunkRows: { max(64, min(half, $0.rows)) }) {
      rows, source, output in
      let grid = source.grid
      ReliefWindow(
        columns: grid.columns, halfHeight: min(half, grid.rows - 1),
        halfWidth: min(half, grid.columns - 1)
      ).compute(rows, from: source, to: output)
    }
  }
}

extension Raster {
  /// The greatest minus the least elevation in a window: ``LocalOperation/relativeRelief(window:)`` in memory.
  ///
  /// - Parameter window: cells along a side, odd and at least 1. A window beyond the grid covers it.
  /// - Returns: metres, from 0; NaN where the elevation is NaN or infinite.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` for an even window or one below 1; `CancellationError`, see
  ///   ``applying(_:threads:progress:)``.
  /// - Complexity: O(cells) for any window; in parallel, the same for any number of threads.
  public func relativeRelief(
    window: Int = 15, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.relativeRelief(window: window), threads: threads, progress: progress)
  }
}

/// The kernel of ``LocalOperation/relativeRelief(window:)``.
///
/// Rows are cut into blocks as tall as the window. A window that begins in a block ends in it or in the next one, so its
/// extreme is that of the rest of the first block (a suffix) and of the beginning of the next one (a prefix).
private struct ReliefWindow {
  let columns: Int
  let halfHeight: Int
  let halfWidth: Int

  var height: Int { 2 * halfHeight + 1 }
  var width: Int { 2 * halfWidth + 1 }

  /// Bounds: `output` has room for `rows`; `source` has the rows of their windows that lie in the grid.
  func compute(_ rows: Range<Int>, from source: SourceRows, to output: UnsafeMutablePointer<Float>)
  {
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
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: height) {
        let first = start - halfHeight
        fillSuffixes(from: first, source: source, lows: lows, highs: highs)
        prefixLow.update(repeating: .infinity, count: columns)
        prefixHigh.update(repeating: -.infinity, count: columns)
        for offset in 0..<min(height, rows.upperBound - start) {
          let row = start + offset
          if offset > 0 {
            extend(prefixLow, prefixHigh, withRow: first + height + offset - 1, source: source)
          }
          combine(prefixLow, prefixHigh, lows + offset * columns, highs + offset * columns, lines)
          finishRow(
            lines, center: source.row(row), output: output + (row - rows.lowerBound) * columns)
        }
      }
    }
  }

  /// Extremes of the rows from each row of a block to the block's end.
  private func fillSuffixes(
    from first: Int, source: SourceRows, lows: UnsafeMutablePointer<Float>,
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
      extend(low, high, withRow: first + offset, source: source)
    }
  }

  /// Takes one more row into running extremes; rows outside of the grid have no values.
  @inline(__always)
  private func extend(
    _ low: UnsafeMutablePointer<Float>, _ high: UnsafeMutablePointer<Float>, withRow row: Int,
    source: SourceRows
  ) {
    guard row >= 0, row < source.grid.rows else { return }
    let values = source.row(row)
    for column in 0..<columns {
      let value = values[column]
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
        // Of zeros of either sign the difference may be -0, by their order.
        output[column + offset] =
          center[column + offset].magnitude <= .greatestFiniteMagnitude ? range.magnitude : .nan
      }
      column += width
    }
  }
}
