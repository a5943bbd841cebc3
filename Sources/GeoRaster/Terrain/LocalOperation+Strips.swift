import Foundation
import Parallelism

extension LocalOperation {
  /// The values as they are.
  fileprivate static var identity: LocalOperation {
    LocalOperation(halo: 0, chunkRows: { max(1, 1_000_000 / $0.columns) }) { rows, source, output in
      let columns = source.grid.columns
      output.initialize(from: source.row(rows.lowerBound), count: rows.count * columns)
    }
  }
}

extension RasterBand {
  /// Writes the band to a file, strip by strip: ``write(_:to:description:stripRows:threads:progress:)`` with the values as
  /// they are.
  ///
  /// - Returns: the number of cells that have a value.
  /// - Throws: ``GeoRasterError`` as reading the band and ``Raster/write(to:description:)``; `CancellationError`.
  /// - Precondition: `stripRows` is at least 1.
  @discardableResult
  public func write(
    to file: URL, description: String? = nil, stripRows: Int? = nil, threads: Int? = nil,
    progress: Progress? = nil
  ) throws -> Int {
    try write(
      .identity, to: file, description: description, stripRows: stripRows, threads: threads,
      progress: progress)
  }

  /// Writes the result of a local operation to a file, strip by strip: what goes through may be larger than memory.
  ///
  /// The file is the one that `raster.applying(operation).write(to:)` writes, byte by byte, for any strips and threads. It
  /// appears under its name when it is whole.
  ///
  ///     memory = 4 bytes * columns * (4 * strip rows + 2 * halo)
  ///
  /// about, with tiles of the output (256 rows) and of the input among the strip rows.
  ///
  /// - Parameters:
  ///   - file: ends in `.tif`, `.tiff` or `.asc`, as in ``Raster/write(to:description:)``.
  ///   - description: the name of the band in a GeoTIFF.
  ///   - stripRows: rows that are read at a time; `nil` for 256, more with taller tiles in the band or a wider halo.
  ///   - threads: `nil` for all cores.
  ///   - progress: gets a unit for each row; cancelling it ends the work and leaves no file.
  /// - Returns: the number of cells that have a value.
  /// - Throws: ``GeoRasterError`` as reading the band and ``Raster/write(to:description:)``; `CancellationError`.
  /// - Precondition: `stripRows` is at least 1.
  @discardableResult
  public func write(
    _ operation: LocalOperation, to file: URL, description: String? = nil, stripRows: Int? = nil,
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Int {
    precondition((stripRows ?? 1) >= 1, "strips of \(stripRows ?? 1) rows, expected at least 1")
    let height = stripRows ?? defaultStripRows(halo: operation.halo)
    progress?.totalUnitCount = Int64(grid.rows)
    var valid = 0
    try NoDataMarker.choose { marker in
      try RasterFile.write(to: file, grid: grid, marker: marker, description: description) { sink in
        var strips = StripReader(self, operation: operation, stripRows: height)
        valid = 0
        while let strip = try strips.next(threads: threads) {
          try sink(strip)
          valid += strip.count { $0.isFinite }
          try Progress.advance(progress, to: strips.finishedRows)
        }
      }
    }
    return valid
  }

  /// Whole rows of tiles, at least 256 rows and the halo, and no more than a thousand for the sake of tiles.
  private func defaultStripRows(halo: Int) -> Int {
    let block = blockRows <= 1024 ? max(1, blockRows) : 1
    return max((255 / block + 1) * block, min(halo, grid.rows))
  }
}

/// Reads a band once from north to south and makes the rows of an operation as soon as they can be.
private struct StripReader<Band: RasterBand> {
  private let band: Band
  private let operation: LocalOperation
  private let stripRows: Int
  private let halo: Int
  /// The values of `held`.
  private var input: [Float] = []
  private var held = 0..<0
  /// Rows that have been made.
  private(set) var finishedRows = 0

  init(_ band: Band, operation: LocalOperation, stripRows: Int) {
    self.band = band
    self.operation = operation
    self.stripRows = min(stripRows, band.grid.rows)
    halo = min(operation.halo, band.grid.rows)
    let most = min(band.grid.rows, self.stripRows + 2 * halo)
    input.reserveCapacity(most * band.grid.columns)
  }

  /// The next rows of the result; `nil` after the last.
  mutating func next(threads: Int?) throws -> [Float]? {
    let grid = band.grid
    guard finishedRows < grid.rows else { return nil }
    var ready = finishedRows
    while ready <= finishedRows {
      try readStrip()
      ready = held.upperBound == grid.rows ? grid.rows : held.upperBound - halo
      if Task.isCancelled { throw CancellationError() }
    }
    let rows = finishedRows..<ready
    let result = try input.withUnsafeBufferPointer { input in
      try [Float](unsafeUninitializedCapacity: rows.count * grid.columns) { buffer, count in
        guard let target = buffer.baseAddress, let source = input.baseAddress else { return }
        try operation.make(
          rows, from: SourceRows(held, of: grid, at: source), to: target, threads: threads,
          progress: nil)
        count = rows.count * grid.columns
      }
    }
    finishedRows = ready
    return result
  }

  /// Reads `stripRows` more rows and drops those that no coming row looks at.
  private mutating func readStrip() throws {
    let grid = band.grid
    let end = min(held.upperBound + stripRows, grid.rows)
    let first = max(held.lowerBound, finishedRows - halo)
    input.removeFirst((first - held.lowerBound) * grid.columns)
    input += try band.read(Window(rows: held.upperBound..<end, of: grid))
    held = first..<end
  }
}
