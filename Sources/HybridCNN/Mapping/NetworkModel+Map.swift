import DenseAlgebra
import NeuralCore
import Parallelism

extension NetworkModel {
  /// The probability of a landslide in every mapped cell of an area.
  ///
  /// Windows that overlap share their work, so this is many times faster than evaluating each cell's patch and gives the
  /// same within rounding (1e-5). The area is worked through in strips of rows and, within them, in tiles that threads
  /// take in turn; the result does not depend on the number of threads.
  ///
  /// Memory beside the planes: 4 bytes per cell for the result, and for each thread one tile's stages,
  /// ```
  /// 4 (rows + 9) (columns + 9) (channels + 2 filters1 + filters2) bytes, rows = 32, columns = 128
  /// ```
  /// with the paper's window: about 4 MB per thread with the paper's filters, whatever the size of the map. Channels
  /// that hold classes add tables of the spectral branch, at most
  /// ```
  /// 4 hidden (channels - 4) min(65536, mapped cells / 8) bytes
  /// ```
  /// and with six classes per channel and the paper's network 20 MB.
  ///
  /// - Parameters:
  ///   - planes: what the network sees; NoData neighbours hold the outside value.
  ///   - mapped: the cells to evaluate, row-major.
  ///   - stripRows: how many rows lie between two reports of progress; `nil`: 256.
  ///   - threads: the number of threads; `nil`: one for each core.
  ///   - isCancelled: asked before each strip; the default asks the current task.
  ///   - progress: told the finished share of rows, 0 to 1, after each strip.
  /// - Returns: one probability per cell, row-major; NaN where not mapped.
  /// - Throws: ``NetworkError/channels(found:expected:)``, ``NetworkError/maskSize(found:expected:)``,
  ///   ``NetworkError/hyperparameter(name:value:expected:)`` for fewer than 1 strip row, `CancellationError`.
  public func probabilityMap(
    over planes: FeaturePlanes, mapped: [Bool], stripRows: Int? = nil, threads: Int? = nil,
    isCancelled: () -> Bool = { Task.isCancelled }, progress: ((Double) -> Void)? = nil
  ) throws -> [Float] {
    guard planes.channels == channels else {
      throw NetworkError.channels(found: planes.channels, expected: channels)
    }
    guard mapped.count == planes.cellCount else {
      throw NetworkError.maskSize(found: mapped.count, expected: planes.cellCount)
    }
    let stripRows = stripRows ?? 256
    guard stripRows >= 1 else {
      throw NetworkError.hyperparameter(
        name: "stripRows", value: "\(stripRows)", expected: "at least 1")
    }
    var results = [Float](repeating: .nan, count: planes.cellCount)
    let evaluation = try BLAS.holdingOneThread {
      try MapEvaluation(planes: planes, mapped: mapped, model: self, threads: threads)
    }
    try results.withUnsafeMutableBufferPointer { results in
      guard let base = results.baseAddress else { return }
      try BLAS.holdingOneThread {
        for strip in Parallel.chunks(of: planes.rows, size: stripRows) {
          if isCancelled() { throw CancellationError() }
          evaluation.run(strip, to: SharedPointer(base), threads: threads)
          progress?(Double(strip.upperBound) / Double(planes.rows))
        }
      }
    }
    return results
  }
}

/// What all tiles of a map share.
private struct MapEvaluation: Sendable {
  let planes: FeaturePlanes
  let mapped: [Bool]
  let weights: MapWeights
  let tables: SpectralTables?
  let workspaces: Workspaces<MapWorkspace>

  init(planes: FeaturePlanes, mapped: [Bool], model: NetworkModel, threads: Int?) throws {
    let architecture = model.architecture
    self.planes = planes
    self.mapped = mapped
    weights = MapWeights(architecture, model.tensors)
    workspaces = Workspaces { MapWorkspace(architecture) }
    tables =
      architecture.kind.hasSpectralBranch
      ? try SpectralTables(
        planes: planes, mapped: mapped, weights: weights, workspaces: workspaces, threads: threads)
      : nil
  }

  /// Evaluates the tiles of a strip; each thread writes to cells of its own tile.
  func run(_ strip: Range<Int>, to results: SharedPointer<Float>, threads: Int?) {
    let tiles = MapTile.tiles(of: strip, columns: planes.columns, mapped: mapped)
    Parallel.forEach(tiles.count, threads: threads) { index in
      workspaces.withOne { run(tiles[index], in: $0, to: results.base) }
    }
  }

  private func run(
    _ tile: MapTile, in workspace: MapWorkspace, to results: UnsafeMutablePointer<Float>
  ) {
    let spatial = SpatialPass(planes: planes, weights: weights, workspace: workspace)
    let cellPass = CellPass(
      planes: planes, weights: weights, tables: tables, workspace: workspace)
    let shape = weights.architecture
    let layout = shape.kind.hasSpatialBranch ? spatial.run(tile) : nil
    let cells = mappedCells(of: tile)
    for chunk in Parallel.chunks(of: cells.count, size: MapWorkspace.chunkSize) {
      if let layout {
        for (place, cell) in cells[chunk].enumerated() {
          let row = cell / planes.columns - tile.rows.lowerBound
          let column = cell % planes.columns - tile.columns.lowerBound
          spatial.copyFeatures(
            ofPixel: row * layout.width + column, layout,
            to: workspace.features.base + place * shape.spatialCount)
        }
      }
      cellPass.run(cells[chunk], to: results)
    }
  }

  private func mappedCells(of tile: MapTile) -> [Int] {
    var cells: [Int] = []
    cells.reserveCapacity(tile.rows.count * tile.columns.count)
    for row in tile.rows {
      for column in tile.columns where mapped[row * planes.columns + column] {
        cells.append(row * planes.columns + column)
      }
    }
    return cells
  }
}
