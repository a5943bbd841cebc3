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

  init(_ raster: Raster, threads: Int?) {
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    let stride = columns + 2
    self.rows = rows
    self.columns = columns
    values = [Float](unsafeUninitializedCapacity: (rows + 2) * stride) { buffer, count in
      count = (rows + 2) * stride
      guard let base = buffer.baseAddress else { return }
      // Bounds: each chunk writes padded rows of its own, of `stride` elements.
      let output = SharedPointer(base)
      raster.values.withUnsafeBufferPointer { source in
        nonisolated(unsafe) let source = source
        let chunks = Parallel.chunks(of: rows + 2, size: max(1, 65_536 / stride))
        Parallel.forEach(chunks.count, threads: threads) { chunk in
          for paddedRow in chunks[chunk] {
            let line = output.base + paddedRow * stride
            line.update(repeating: .nan, count: stride)
            guard paddedRow > 0, paddedRow <= rows else { continue }
            for column in 0..<columns {
              line[column + 1] = finite(source[(paddedRow - 1) * columns + column], or: .nan)
            }
          }
        }
      }
    }
  }

  /// The elevations without the ring.
  func raster(on grid: RasterGrid) -> Raster {
    let result = [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      count = grid.count
      guard let base = buffer.baseAddress else { return }
      // Bounds: row r is read from padded row r + 1 without its first and last element.
      values.withUnsafeBufferPointer { source in
        guard let first = source.baseAddress else { return }
        for row in 0..<rows {
          (base + row * columns).update(from: first + (row + 1) * stride + 1, count: columns)
        }
      }
    }
    return Raster(grid: grid, values: result)
  }
}
