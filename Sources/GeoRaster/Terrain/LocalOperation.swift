import Foundation
import Parallelism

/// A function of each cell and the cells around it, as a value: how far it looks, and how it makes rows.
///
/// It is applied to a ``Raster`` in memory (``Raster/applying(_:threads:progress:)``; `raster.slope()` and the like are short
/// for that) or from any ``RasterBand`` to a file, strip by strip
/// (``RasterBand/write(_:to:description:stripRows:threads:progress:)``), with the same values.
public struct LocalOperation: Sendable {
  /// How many cells beyond a cell its value depends on, in each direction.
  public let halo: Int
  /// Rows that one thread makes at a time: enough to be worth its while, and no more than needed for balance.
  private let chunkRows: @Sendable (RasterGrid) -> Int
  /// Makes a range of rows. `source` has all rows of the grid that lie at most `halo` from the range.
  private let makeRows:
    @Sendable (_ rows: Range<Int>, _ source: SourceRows, _ output: UnsafeMutablePointer<Float>) ->
      Void

  init(
    halo: Int, chunkRows: @escaping @Sendable (RasterGrid) -> Int,
    makeRows: @escaping @Sendable (Range<Int>, SourceRows, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.halo = halo
    self.chunkRows = chunkRows
    self.makeRows = makeRows
  }

  /// Writes rows to `output`, in parallel, and tells `progress`, if given, of each chunk.
  ///
  /// Bounds: `output` has room for the rows, without gaps.
  func make(
    _ rows: Range<Int>, from source: SourceRows, to output: UnsafeMutablePointer<Float>,
    threads: Int?, progress: Progress?
  ) throws {
    let columns = source.grid.columns
    let chunks = Parallel.chunks(of: rows.count, size: max(1, chunkRows(source.grid)))
    let target = SharedPointer(output)
    try Parallel.forEach(chunks.count, threads: threads, progress: progress) { index in
      let chunk = chunks[index]
      // Each chunk writes rows of its own.
      makeRows(
        rows.lowerBound + chunk.lowerBound..<rows.lowerBound + chunk.upperBound, source,
        target.base + chunk.lowerBound * columns)
    }
  }
}

/// Rows of a grid in memory.
///
/// Bounds: `base` points to the first of `rows`; all of them may be read, `grid.columns` values each.
struct SourceRows: @unchecked Sendable {
  let grid: RasterGrid
  let rows: Range<Int>
  private let base: UnsafePointer<Float>

  init(_ rows: Range<Int>, of grid: RasterGrid, at base: UnsafePointer<Float>) {
    self.rows = rows
    self.grid = grid
    self.base = base
  }

  /// The values of a row of `rows`.
  func row(_ row: Int) -> UnsafePointer<Float> {
    base + (row - rows.lowerBound) * grid.columns
  }
}

extension Raster {
  /// The result of a local operation on each cell, in memory.
  ///
  /// - Parameters:
  ///   - threads: `nil` for all cores; the result does not depend on it.
  ///   - progress: gets a unit for each chunk of rows; cancelling it ends the work.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells); memory for the result.
  public func applying(
    _ operation: LocalOperation, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    let result = try values.withUnsafeBufferPointer { input in
      try [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
        guard let base = buffer.baseAddress, let source = input.baseAddress else { return }
        try operation.make(
          0..<grid.rows, from: SourceRows(0..<grid.rows, of: grid, at: source), to: base,
          threads: threads, progress: progress)
        count = grid.count
      }
    }
    return Raster(grid: grid, values: result)
  }
}
