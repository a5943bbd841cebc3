import Parallelism

/// Elevations with a ring of NaN around them, so that neighbours need no test for the edge of the grid.
///
/// The cell at a row and a column has the index `(row + 1) * stride + column + 1`.
struct PaddedSurface {
  let rows: Int
  let columns: Int
  /// `(rows + 2) * stride` elevations; infinite ones have become NaN.
  var values: [Float]

  var stride: Int { columns + 2 }

  /// A surface of which only the ring has values yet.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let stride = columns + 2
    values = [Float](unsafeUninitializedCapacity: (rows + 2) * stride) { buffer, count in
      count = (rows + 2) * stride
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: .nan, count: stride)
      (base + (rows + 1) * stride).initialize(repeating: .nan, count: stride)
      for row in 1...rows {
        (base + row * stride).initialize(to: .nan)
        (base + row * stride + columns + 1).initialize(to: .nan)
      }
    }
  }

  init(_ raster: Raster, threads: Int?) {
    self.init(rows: raster.grid.rows, columns: raster.grid.columns)
    let (columns, stride) = (columns, stride)
    let chunks = Parallel.chunks(of: rows, size: max(1, 65_536 / columns))
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Bounds: each chunk writes padded rows of its own, without their first and last element.
      let output = SharedPointer(base)
      raster.values.withUnsafeBufferPointer { source in
        nonisolated(unsafe) let source = source
        Parallel.forEach(chunks.count, threads: threads) { chunk in
          for row in chunks[chunk] {
            let line = output.base + (row + 1) * stride + 1
            for column in 0..<columns {
              line[column] = finite(source[row * columns + column], or: .nan)
            }
          }
        }
      }
    }
  }

  /// Whether each cell has an elevation, without the ring.
  func isValid(threads: Int?) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: rows * columns) { flags, count in
      count = rows * columns
      guard let base = flags.baseAddress else { return }
      let output = SharedPointer(base)
      forEachRow(threads: threads) { row, line in
        for column in 0..<columns {
          (output.base + row * columns + column).initialize(to: !line[column].isNaN)
        }
      }
    }
  }

  /// The elevations without the ring.
  func raster(on grid: RasterGrid, threads: Int?) -> Raster {
    let result = [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      count = grid.count
      guard let base = buffer.baseAddress else { return }
      let output = SharedPointer(base)
      forEachRow(threads: threads) { row, line in
        (output.base + row * columns).initialize(from: line, count: columns)
      }
    }
    return Raster(grid: grid, values: result)
  }

  /// A mark for each cell without a direction that is no outlet, another value for the others and the ring.
  func marks<Mark: BitwiseCopyable & Sendable>(
    _ codes: [UInt8], of mark: Mark, others: Mark, threads: Int?
  ) -> [Mark] {
    let offsets = neighborOffsets(stride: stride)
    let stride = stride
    var marks = [Mark](repeating: others, count: values.count)
    marks.withUnsafeMutableBufferPointer { marks in
      codes.withUnsafeBufferPointer { codes in
        guard let base = marks.baseAddress else { return }
        let output = SharedPointer(base)
        nonisolated(unsafe) let codes = codes
        forEachRow(threads: threads) { row, line in
          for column in 0..<columns where codes[row * columns + column] == 0 {
            let center = line + column
            if center[0].isNaN || offsets.contains(where: { center[$0].isNaN }) { continue }
            output[(row + 1) * stride + column + 1] = mark
          }
        }
      }
    }
    return marks
  }

  /// Calls `body` with each row's elevations, in parallel; all neighbours of the row's cells may be read.
  ///
  /// Bounds: `body` writes what belongs to its own row.
  func forEachRow(
    threads: Int?, _ body: @Sendable (_ row: Int, _ line: UnsafePointer<Float>) -> Void
  ) {
    let chunks = Parallel.chunks(of: rows, size: max(1, 65_536 / columns))
    values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      nonisolated(unsafe) let first = base
      Parallel.forEach(chunks.count, threads: threads) { chunk in
        for row in chunks[chunk] { body(row, first + (row + 1) * stride + 1) }
      }
    }
  }
}
