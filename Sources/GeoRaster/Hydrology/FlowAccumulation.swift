import Foundation
import Parallelism

extension FlowDirections {
  /// The number of cells whose water passes through each cell, itself included; 0 where there is no elevation.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: `grid.count` whole numbers of 64 bits.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 9 bytes per cell beside the directions, 8 of
  ///   them the result.
  public func accumulatedCells(threads: Int? = nil, progress: Progress? = nil) throws -> [Int] {
    try accumulated(threads: threads, progress: progress) { _, cell in isValid[cell] ? 1 : 0 }
  }

  /// The area in square metres whose water passes through each cell, itself included; NaN where there is no elevation.
  ///
  /// Cells of degree grids have the area of their row.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 9 bytes per cell beside the directions, 8 of
  ///   them the result.
  public func contributingAreas(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> [Double] {
    let areas = (0..<grid.rows).map(grid.cellAreaInSquareMeters(row:))
    return try accumulated(threads: threads, progress: progress) { row, cell in
      isValid[cell] ? areas[row] : .nan
    }
  }

  /// The cells with an elevation in an order in which every cell comes before the one that its water goes to.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 14 bytes per cell beside the directions, 8 of
  ///   them the result.
  public func downstreamOrder(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(grid.count)
    // Nothing is added up.
    let amounts = UnsafeMutablePointer<UInt8>.allocate(capacity: grid.count)
    defer { amounts.deallocate() }
    try flow(
      in: amounts, threads: threads, progress: progress, own: { _, _ in 0 },
      noting: true, collect: { order.append(contentsOf: $0.lazy.map(Int.init)) })
    return order
  }

  /// Adds up what each cell gives along the ways of the water.
  @inline(__always)
  private func accumulated<Amount: FlowAmount>(
    threads: Int?, progress: Progress?, own: @Sendable (_ row: Int, _ cell: Int) -> Amount
  ) throws -> [Amount] {
    try [Amount](unsafeUninitializedCapacity: grid.count) { amounts, count in
      guard let base = amounts.baseAddress else { return }
      try flow(in: base, threads: threads, progress: progress, own: own)
      count = grid.count
    }
  }

  /// Lets all that comes to a cell go on to its receiver; notes cells with an elevation when asked to.
  @inline(__always)
  private func flow<Amount: FlowAmount>(
    in amounts: UnsafeMutablePointer<Amount>, threads: Int?, progress: Progress?,
    own: @Sendable (_ row: Int, _ cell: Int) -> Amount, noting: Bool = false,
    collect: (_ noted: [UInt32]) -> Void = { _ in }
  ) throws {
    let offsets = FlowNeighbors.offsets(columns: grid.columns)
    try FlowTiles(codes, on: grid).flow(
      in: amounts, threads: threads, progress: progress, own: own,
      visit: { cell, water in
        if noting && isValid[cell] { water.noted.append(UInt32(truncatingIfNeeded: cell)) }
        let code = codes[cell]
        if code == 0 { return }
        water.give(water.amounts[cell], to: cell + offsets[code.neighbor])
      }, collect: collect)
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
  /// - Complexity: O(cells) in parallel, the same for any number of threads; with D8 15 bytes per cell beside this raster, 4 of them
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
