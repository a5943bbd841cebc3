import Foundation
import Parallelism

extension FlowDirections {
  /// The number of cells whose water passes through each cell, itself included; 0 where there is no elevation.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: `grid.count` whole numbers of 64 bits.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells), the adding on one thread; 9 bytes per cell beside the directions, 8 of them the result.
  public func accumulatedCells(threads: Int? = nil, progress: Progress? = nil) throws -> [Int] {
    try accumulated(isValid.map { $0 ? 1 : 0 }, threads: threads, progress: progress)
  }

  /// The area in square metres whose water passes through each cell, itself included; NaN where there is no elevation.
  ///
  /// Cells of degree grids have the area of their row.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells), the adding on one thread; 9 bytes per cell beside the directions, 8 of them the result.
  public func contributingAreas(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> [Double] {
    try accumulated(grid.cellAreas(where: isValid), threads: threads, progress: progress)
  }

  /// The cells with an elevation in an order in which every cell comes before the one that its water goes to.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells), on one thread; 9 bytes per cell beside the directions, 8 of them the result.
  public func downstreamOrder(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(grid.count)
    try forEachDownstream(threads: threads, progress: progress) { cell, _ in
      if isValid[cell] { order.append(cell) }
    }
    return order
  }

  /// Adds up what each cell gives along the ways of the water.
  @inline(__always)
  private func accumulated<Amount: AdditiveArithmetic>(
    _ own: consuming [Amount], threads: Int?, progress: Progress?
  ) throws -> [Amount] {
    var total = own
    try total.withUnsafeMutableBufferPointer { total in
      try forEachDownstream(threads: threads, progress: progress) { cell, receiver in
        if let receiver { total[receiver] += total[cell] }
      }
    }
    return total
  }

  /// Calls `body` with every cell and its receiver, after all cells that give water to it.
  @inline(__always)
  private func forEachDownstream(
    threads: Int?, progress: Progress?, _ body: (_ cell: Int, _ receiver: Int?) -> Void
  ) throws {
    progress?.totalUnitCount = Int64(grid.rows)
    let offsets = FlowNeighbors.offsets(columns: grid.columns)
    var waiting = donorCounts(of: codes, columns: grid.columns, threads: threads)
    let finished = UInt8.max
    // Bounds: codes never point out of the grid.
    try codes.withUnsafeBufferPointer { codes in
      try offsets.withUnsafeBufferPointer { offsets in
        try waiting.withUnsafeMutableBufferPointer { waiting in
          for row in 0..<grid.rows {
            for source in row * grid.columns..<(row + 1) * grid.columns where waiting[source] == 0 {
              var cell = source
              while waiting[cell] == 0 {
                waiting[cell] = finished
                let code = codes[cell]
                if code == 0 {
                  body(cell, nil)
                  break
                }
                let receiver = cell + offsets[code.neighbor]
                body(cell, receiver)
                waiting[receiver] -= 1
                cell = receiver
              }
            }
            try Progress.advance(progress, to: row + 1)
          }
        }
      }
    }
  }
}

extension Raster {
  /// The number of cells whose water passes through each cell, itself included.
  ///
  /// Depressions are removed first. With ``FlowMethod/d8`` numbers are whole; with the other methods cells give shares of
  /// their water to several neighbours. See ``FlowDirections/accumulatedCells(threads:progress:)`` for
  /// whole numbers of 64 bits (a `Float` holds them exactly up to 16,777,216).
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: from 1; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for 2^32 cells or more and
  ///   parameters of the methods out of their range.
  /// - Complexity: O(cells), the same for any number of threads; with D8 15 bytes per cell beside this raster, 4 of them
  ///   the result; with the others 20 bytes.
  public func flowAccumulation(
    method: FlowMethod = .d8, depressions: DepressionRemoval = .fill, threads: Int? = nil,
    progress: Progress? = nil
  ) throws -> Raster {
    try method.check()
    progress?.totalUnitCount = 10
    let removal = Progress.stage(of: progress, units: 7)
    guard method == .d8 else {
      let flow = try FlowNetwork(
        self, method: method, depressions: depressions, threads: threads, progress: removal)
      return try flow.accumulated(
        own: { _ in 1 }, threads: threads, progress: .stage(of: progress, units: 3)
      ) { cells, _ in cells }
    }
    let directions = try flowDirections(
      removing: depressions, threads: threads, progress: removal)
    let counts = try directions.accumulatedCells(
      threads: threads, progress: .stage(of: progress, units: 3))
    return Raster(grid: grid, values: counts.map { $0 > 0 ? Float($0) : .nan })
  }

  /// D8 after removing depressions; nothing but the directions is kept.
  func flowDirections(
    removing depressions: DepressionRemoval, threads: Int?, progress: Progress?
  ) throws -> FlowDirections {
    progress?.totalUnitCount = 10
    let surface = try PaddedSurface(
      self, removing: depressions, threads: threads, progress: .stage(of: progress, units: 6))
    return try surface.flowDirections(
      on: grid, threads: threads, progress: .stage(of: progress, units: 4))
  }
}

extension RasterGrid {
  /// The area of each cell in square metres, NaN for cells that are not valid.
  func cellAreas(where isValid: [Bool]) -> [Double] {
    var areas: [Double] = []
    areas.reserveCapacity(count)
    for row in 0..<rows {
      let area = cellAreaInSquareMeters(row: row)
      for column in 0..<columns { areas.append(isValid[row * columns + column] ? area : .nan) }
    }
    return areas
  }
}

/// How many neighbours give water to each cell; `codes` may have several bits set.
func donorCounts(of codes: [UInt8], columns: Int, threads: Int?) -> [UInt8] {
  let rows = codes.count / columns
  let chunks = Parallel.chunks(of: rows, size: max(1, 65_536 / columns))
  return [UInt8](unsafeUninitializedCapacity: codes.count) { buffer, count in
    count = codes.count
    guard let base = buffer.baseAddress else { return }
    // Bounds: each chunk writes its own rows; neighbours are read inside of the grid only.
    let output = SharedPointer(base)
    codes.withUnsafeBufferPointer { codes in
      guard let codeBase = codes.baseAddress else { return }
      nonisolated(unsafe) let first = codeBase
      Parallel.forEach(chunks.count, threads: threads) { chunk in
        for row in chunks[chunk] {
          let line = output.base + row * columns
          line.initialize(repeating: 0, count: columns)
          for (position, step) in FlowNeighbors.steps.enumerated() {
            guard (0..<rows).contains(row + step.row) else { continue }
            let donors = first + (row + step.row) * columns + step.column
            // Water comes from there when its code points the other way.
            let shift = UInt8((position + 4) % 8)
            for column in max(0, -step.column)..<max(0, columns - max(0, step.column)) {
              line[column] &+= (donors[column] &>> shift) & 1
            }
          }
        }
      }
    }
  }
}
