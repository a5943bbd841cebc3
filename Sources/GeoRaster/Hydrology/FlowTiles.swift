import Foundation
import Parallelism

/// Visits the cells of a grid on all cores, each after those that give water to it.
///
/// In a round every tile visits its cells that have got all of their water, and what follows from them inside of the tile.
/// Water for other tiles is delivered between rounds, in the order of the tiles. So the order in which amounts are
/// added up follows from the codes and the size of tiles alone, and sums are the same to the bit for any number of threads.
///
/// Barnes (2017), Parallel non-divergent flow accumulation, Environ. Model. Softw. 92, goes through each tile twice and knows all
/// that crosses their edges between; that needs a single receiver for each cell, rounds do not.
struct FlowTiles {
  /// Cells per side of a tile: what one visit reads and writes stays in the cache of a core.
  private static let size = 128
  /// With fewer cells in a round, threads would take longer to wake than to visit them.
  private static let cellsWorthThreads = 1024

  private let grid: RasterGrid
  private let codes: [UInt8]
  private let tileRows: [Range<Int>]
  private let tileColumns: [Range<Int>]

  /// - Parameter codes: `grid.count` codes of the receivers of each cell, added up; they never point out of the grid.
  init(_ codes: [UInt8], on grid: RasterGrid) {
    self.grid = grid
    self.codes = codes
    tileRows = Parallel.chunks(of: grid.rows, size: Self.size)
    tileColumns = Parallel.chunks(of: grid.columns, size: Self.size)
  }

  /// What a tile keeps from round to round.
  private struct Tile<Amount: FlowAmount>: Sendable {
    /// Cells that have got all of their water since the last visit.
    var ready: [UInt32] = []
    /// What the last visit gave to other tiles.
    var outgoing: [FlowDelivery<Amount>] = []
    var visited = 0
    var noted: [UInt32] = []
  }

  /// Visits all cells.
  ///
  /// - Parameters:
  ///   - amounts: `grid.count` places, set by this; `visit` finds in them what has come to a cell, its own included.
  ///   - progress: gets a unit for each cell.
  ///   - own: the amount of a cell of its own.
  ///   - visit: gives the cell's water to its receivers.
  ///   - collect: gets the cells that visits have noted, in an order in which each comes after those that give to it.
  @inline(__always)
  func flow<Amount: FlowAmount>(
    in amounts: UnsafeMutablePointer<Amount>, threads: Int?, progress: Progress?,
    own: @Sendable (_ row: Int, _ cell: Int) -> Amount,
    visit: @Sendable (_ cell: Int, _ water: inout TileFlow<Amount>) -> Void,
    collect: (_ noted: [UInt32]) -> Void = { _ in }
  ) throws {
    let waiting = UnsafeMutablePointer<UInt8>.allocate(capacity: grid.count)
    defer { waiting.deallocate() }
    // Bounds: each visit writes amounts and counts of its tile's cells, and its own element of `tiles`.
    let (sharedAmounts, sharedWaiting) = (SharedPointer(amounts), SharedPointer(waiting))
    var tiles = [Tile<Amount>](repeating: Tile(), count: tileRows.count * tileColumns.count)
    let counter = ProgressCounter(progress, units: grid.count)
    var isFirst = true
    var isWide = true
    var active = Array(tiles.indices)
    while !active.isEmpty {
      try tiles.withUnsafeMutableBufferPointer { tiles in
        guard let tileBase = tiles.baseAddress else { return }
        let sharedTiles = SharedPointer(tileBase)
        let (indices, begins) = (active, isFirst)
        try Parallel.forEach(indices.count, threads: isWide ? threads : 1, counter: counter) {
          let index = indices[$0]
          var water = TileFlow(
            rows: tileRows[index / tileColumns.count],
            columns: tileColumns[index % tileColumns.count], of: grid,
            amounts: sharedAmounts.base, waiting: sharedWaiting.base)
          if begins {
            water.begin(codes: codes, own: own, visit)
          } else {
            water.resume(with: sharedTiles[index].ready, visit)
          }
          sharedTiles[index] = Tile(
            outgoing: water.outgoing, visited: water.visited, noted: water.noted)
          return water.visited
        }
      }
      isWide = active.reduce(0) { $0 + tiles[$1].visited } >= Self.cellsWorthThreads
      isFirst = false
      for tile in active {
        collect(tiles[tile].noted)
        tiles[tile].noted = []
      }
      active = deliver(from: active, in: &tiles, amounts: amounts, waiting: waiting)
    }
  }

  /// Gives to each tile what others have put down for it; returns the tiles with cells to visit.
  private func deliver<Amount: FlowAmount>(
    from active: [Int], in tiles: inout [Tile<Amount>], amounts: UnsafeMutablePointer<Amount>,
    waiting: UnsafeMutablePointer<UInt8>
  ) -> [Int] {
    var next: [Int] = []
    for source in active {
      for delivery in tiles[source].outgoing {
        let receiver = Int(delivery.receiver)
        amounts[receiver] += delivery.amount
        waiting[receiver] -= 1
        guard DonorCount.isZero(waiting[receiver]) else { continue }
        let (row, column) = receiver.quotientAndRemainder(dividingBy: grid.columns)
        let tile = row / Self.size * tileColumns.count + column / Self.size
        if tiles[tile].ready.isEmpty { next.append(tile) }
        tiles[tile].ready.append(delivery.receiver)
      }
      tiles[source].outgoing = []
    }
    return next
  }
}

/// Whole numbers of cells, or areas.
typealias FlowAmount = AdditiveArithmetic & BitwiseCopyable & Sendable

/// What a cell gives to one of another tile.
struct FlowDelivery<Amount: FlowAmount>: Sendable {
  let receiver: UInt32
  let amount: Amount
}
