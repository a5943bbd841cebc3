import Foundation
import Parallelism

/// A surface that drains, with the neighbours that receive water from each cell.
struct FlowNetwork {
  private let grid: RasterGrid
  private let surface: PaddedSurface
  private let method: FlowMethod
  /// Which neighbours receive water, as added codes.
  private let codes: [UInt8]

  init(
    _ raster: Raster, method: FlowMethod, depressions: DepressionRemoval, threads: Int?,
    progress: Progress?
  ) throws {
    try method.check()
    progress?.totalUnitCount = 10
    grid = raster.grid
    self.method = method
    surface = try PaddedSurface(
      raster, removing: depressions, threads: threads, progress: .stage(of: progress, units: 6))
    var codes =
      switch method {
      case .d8: surface.steepestDescent(on: grid, threads: threads)
      case .dInfinity: surface.infiniteDirections(on: grid, threads: threads)
      case .multiple, .freeman: surface.lowerNeighbors(threads: threads)
      }
    // Where no neighbour is lower, all methods are D8.
    try FlatResolution(surface: surface).resolve(
      &codes, threads: threads, progress: .stage(of: progress, units: 4))
    self.codes = codes
  }

  /// What passes through each cell when every cell adds its own amount, as `body` makes a value of it.
  ///
  /// - Parameters:
  ///   - own: the amount of a cell in a row.
  ///   - body: the value of a cell, from the amount that passes and the width of the flow in metres.
  /// - Returns: NaN where there is no elevation.
  func accumulated(
    own: (_ row: Int) -> Double, threads: Int?, progress: Progress?,
    _ body: @Sendable (_ amount: Double, _ width: Double) -> Double
  ) throws -> Raster {
    let (columns, stride) = (grid.columns, surface.stride)
    let offsets = FlowNeighbors.offsets(columns: columns)
    let own = (0..<grid.rows).map(own)
    let amounts = UnsafeMutablePointer<Double>.allocate(capacity: grid.count)
    defer { amounts.deallocate() }
    let values = try [Float](unsafeUninitializedCapacity: grid.count) { result, count in
      try surface.values.withUnsafeBufferPointer { levels in
        try codes.withUnsafeBufferPointer { codes in
          guard let base = result.baseAddress, let levelBase = levels.baseAddress else { return }
          // Bounds: each cell is visited once and writes its own value.
          let output = SharedPointer(base)
          nonisolated(unsafe) let (levels, codes) = (levelBase, codes)
          let step = FlowStep(method: method, levels: levels, stride: stride, grid: grid)
          try FlowTiles(self.codes, on: grid).flow(
            in: amounts, threads: threads, progress: progress, own: { row, _ in own[row] }
          ) { cell, water in
            let row = cell / columns
            // With the ring: two cells more for each row before, and the ring's first row.
            let place = cell + 2 * row + stride + 1
            if levels[place].isNaN {
              output[cell] = .nan
              return
            }
            let amount = water.amounts[cell]
            var remaining = codes[cell]
            let (shares, width) = step.share(remaining, row: row, place: place)
            output[cell] = Float(body(amount, width))
            while remaining != 0 {
              let neighbor = remaining.neighbor
              remaining &= remaining - 1
              water.give(amount * shares[neighbor], to: cell + offsets[neighbor])
            }
          }
        }
      }
      count = grid.count
    }
    return Raster(grid: grid, values: values)
  }
}
