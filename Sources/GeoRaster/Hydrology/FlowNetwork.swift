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
    _ body: (_ amount: Double, _ width: Double) -> Double
  ) throws -> Raster {
    progress?.totalUnitCount = Int64(grid.rows)
    let columns = grid.columns
    let offsets = FlowNeighbors.offsets(columns: columns)
    let passedOn = UInt8.max
    var waiting = donorCounts(of: codes, columns: columns, threads: threads)
    var amounts = [Double](repeating: 0, count: grid.count)
    var result = [Float](repeating: .nan, count: grid.count)
    var stack: [Int] = []
    var step = FlowStep(method: method, surface: surface, grid: grid)
    // Bounds: codes never point out of the grid.
    try codes.withUnsafeBufferPointer { codes in
      try amounts.withUnsafeMutableBufferPointer { amounts in
        try waiting.withUnsafeMutableBufferPointer { waiting in
          try result.withUnsafeMutableBufferPointer { result in
            for row in 0..<grid.rows {
              for source in row * columns..<(row + 1) * columns
              where waiting[source] == 0 && step.hasElevation(source) {
                stack.append(source)
                while let cell = stack.popLast() {
                  waiting[cell] = passedOn
                  let row = cell / columns
                  if row != step.row { step.setRow(row, own: own(row)) }
                  let amount = amounts[cell] + step.own
                  let width = step.share(codes[cell], cell: cell)
                  result[cell] = Float(body(amount, width))
                  var remaining = codes[cell]
                  while remaining != 0 {
                    let neighbor = remaining.neighbor
                    let receiver = cell + offsets[neighbor]
                    remaining &= remaining - 1
                    amounts[receiver] += amount * step.shares[neighbor]
                    waiting[receiver] -= 1
                    if waiting[receiver] == 0 { stack.append(receiver) }
                  }
                }
              }
              try Progress.advance(progress, to: row + 1)
            }
          }
        }
      }
    }
    return Raster(grid: grid, values: result)
  }
}
