import Foundation
import Parallelism

extension Raster {
  /// The lowest surface above this one without depressions: from every cell a path that never rises leads to an outlet.
  ///
  /// Outlets are the cells on the edge of the grid and those next to NoData. Depressions become level; see
  /// ``flowDirections(threads:progress:)`` for how water finds its way across.
  ///
  /// Source: Barnes, Lehman and Mulla (2014), Priority-flood, Computers & Geosciences 62, in tiles that are joined as in
  /// Barnes (2016), Parallel priority-flood depression filling, Computers & Geosciences 96; cells that only
  /// rise from the flood bypass the queue, as in Zhou, Sun and Fu (2016), Computers & Geosciences 90. Not in the
  /// paper, whose TWI and SPI need a surface that drains.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: elevations in the raster's unit; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for 2^32 cells or more.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 6 bytes per cell beside this raster, 4 of them
  ///   the result.
  public func fillingDepressions(threads: Int? = nil, progress: Progress? = nil) throws -> Raster {
    let flood = try TiledFlood(self)
    let filled = try [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      try flood.fill(
        LevelRows(first: base, stride: grid.columns), threads: threads, progress: progress)
      count = grid.count
    }
    return Raster(grid: grid, values: filled)
  }
}

/// Where the levels of a grid's rows stand in memory.
///
/// Bounds: `first` is the cell in the first row and column; `stride` elements, at least a row's cells, lie from there to the next row.
struct LevelRows: @unchecked Sendable {
  let first: UnsafeMutablePointer<Float>
  let stride: Int

  func row(_ row: Int) -> UnsafeMutablePointer<Float> { first + row * stride }
}

extension PaddedSurface {
  /// The filled surface of a raster.
  init(filling raster: Raster, threads: Int?, progress: Progress?) throws {
    let flood = try TiledFlood(raster)
    var surface = PaddedSurface(rows: raster.grid.rows, columns: raster.grid.columns)
    try surface.values.withUnsafeMutableBufferPointer { levels in
      guard let base = levels.baseAddress else { return }
      let stride = raster.grid.columns + 2
      try flood.fill(
        LevelRows(first: base + stride + 1, stride: stride), threads: threads, progress: progress)
    }
    self = surface
  }
}

/// Priority floods of tiles, and of the graph of what the tiles' edges drain.
private struct TiledFlood {
  /// Cells per side of a tile: all that a flood touches stays in the cache of a core.
  private static let tileSize = 512

  private let raster: Raster
  private let tileRows: [Range<Int>]
  private let tileColumns: [Range<Int>]

  init(_ raster: Raster) throws {
    let grid = raster.grid
    try grid.checkCellCount()
    self.raster = raster
    tileRows = Parallel.chunks(of: grid.rows, size: Self.tileSize)
    tileColumns = Parallel.chunks(of: grid.columns, size: Self.tileSize)
  }

  private var tileCount: Int { tileRows.count * tileColumns.count }

  /// Writes the filled levels.
  func fill(_ levels: LevelRows, threads: Int?, progress: Progress?) throws {
    progress?.totalUnitCount = 10
    var labels = [UInt16](repeating: TileFlood.void, count: raster.grid.count)
    var tiles = [FloodedTile](repeating: FloodedTile(), count: tileCount)
    try labels.withUnsafeMutableBufferPointer { labels in
      try tiles.withUnsafeMutableBufferPointer { tiles in
        guard let labelBase = labels.baseAddress, let tileBase = tiles.baseAddress else { return }
        // Bounds: each tile writes its own cells of `levels` and `labels`, and its own element of `tiles`.
        let (sharedLabels, sharedTiles) = (SharedPointer(labelBase), SharedPointer(tileBase))
        try Parallel.forEach(
          tileCount, threads: threads, progress: .stage(of: progress, units: 8)
        ) { index in
          let (rows, columns) = self.cells(ofTile: index)
          var flood = TileFlood(raster, rows: rows, columns: columns)
          flood.run()
          sharedTiles[index] = flood.finish(
            levels: levels, labels: sharedLabels.base, stride: raster.grid.columns)
        }
      }
    }
    let outside = drainageLevels(tiles, labels: labels, levels: levels)
    try Progress.advance(progress, to: 9)
    try labels.withUnsafeBufferPointer { labels in
      guard let labelBase = labels.baseAddress else { return }
      nonisolated(unsafe) let labels = labelBase
      let firstNodes = Self.firstNodes(tiles)
      try Parallel.forEach(tileCount, threads: threads, progress: .stage(of: progress)) { index in
        let (rows, columns) = self.cells(ofTile: index)
        for row in rows {
          let line = levels.row(row)
          for column in columns {
            let label = labels[row * raster.grid.columns + column]
            if label <= TileFlood.outside || label == TileFlood.void { continue }
            line[column] = max(line[column], outside[firstNodes[index] + Int(label)])
          }
        }
      }
    }
  }

  /// The level at which each label's water gets out of the grid, by node.
  private func drainageLevels(
    _ tiles: [FloodedTile], labels: [UInt16], levels: LevelRows
  ) -> [Float] {
    let firstNodes = Self.firstNodes(tiles)
    func node(_ index: Int, _ label: UInt16) -> Int {
      label == TileFlood.outside ? 0 : firstNodes[index] + Int(label)
    }
    func level(_ cell: Int) -> Float {
      levels.row(cell / raster.grid.columns)[cell % raster.grid.columns]
    }
    var graph = SpillGraph()
    for (index, tile) in tiles.enumerated() {
      for spill in tile.spills {
        graph.add(node(index, spill.first), node(index, spill.second), level: spill.level)
      }
    }
    forEachSeam { first, second in
      let (a, b) = (labels[first.cell], labels[second.cell])
      guard a != TileFlood.void, b != TileFlood.void else { return }
      graph.add(
        node(first.tile, a), node(second.tile, b),
        level: max(level(first.cell), level(second.cell)))
    }
    let count = tiles.reduce(1) { $0 + $1.labelCount }
    return graph.levelsToOutlet(nodeCount: count)
  }

  /// What is added to a label of each tile to get its node; node 0 is the outside of the grid.
  private static func firstNodes(_ tiles: [FloodedTile]) -> [Int] {
    var next = 1
    return tiles.map { tile in
      defer { next += tile.labelCount }
      return next - Int(TileFlood.outside) - 1
    }
  }

  private typealias TileCell = (tile: Int, cell: Int)

  /// Calls `body` with all pairs of neighbours that lie in two tiles.
  private func forEachSeam(_ body: (TileCell, TileCell) -> Void) {
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    func place(_ row: Int, _ column: Int) -> TileCell {
      let tile = row / Self.tileSize * tileColumns.count + column / Self.tileSize
      return (tile, row * columns + column)
    }
    for top in tileRows.dropFirst().map(\.lowerBound) {
      for column in 0..<columns {
        for below in max(0, column - 1)...min(columns - 1, column + 1) {
          body(place(top - 1, column), place(top, below))
        }
      }
    }
    for left in tileColumns.dropFirst().map(\.lowerBound) {
      for row in 0..<rows {
        for beside in max(0, row - 1)...min(rows - 1, row + 1) {
          body(place(row, left - 1), place(beside, left))
        }
      }
    }
  }

  private func cells(ofTile index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    (tileRows[index / tileColumns.count], tileColumns[index % tileColumns.count])
  }
}
