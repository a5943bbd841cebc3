import NeuralCore
import Parallelism

/// What all tiles of a map share.
struct MapEvaluation: Sendable {
  private var model: NetworkModel
  private let weights: MapWeights
  private let workspaces: Workspaces<MapWorkspace>
  private let threads: Int?
  private var tables: SpectralTables

  init(_ model: NetworkModel, threads: Int?) {
    self.model = model
    let architecture = model.architecture
    weights = MapWeights(model)
    let layout = MapLayout(architecture)
    workspaces = Workspaces { MapWorkspace(layout) }
    self.threads = threads
    tables = SpectralTables(
      classes: ChannelClasses(continuous: architecture.channels), weights: weights,
      workspaces: workspaces, threads: threads)
  }

  /// The same, for windows as they are.
  var withoutFlips: MapEvaluation {
    var result = self
    result.model = model.predictingWithoutFlips
    return result
  }

  /// The probabilities of the mapped cells of some rows; NaN elsewhere.
  ///
  /// - Parameters:
  ///   - rows: counted on the whole area.
  ///   - planes: those rows and what their windows see, from row `firstRow` of the area on.
  ///   - orientation: how the planes lie turned.
  ///   - mapped: one element for each cell of `rows`.
  ///   - stepRows: how many rows are evaluated between two calls of `finished`.
  ///   - finished: told the number of finished rows, from 0 on; an error that it throws ends the evaluation.
  /// - Throws: ``NetworkError/maskSize(found:expected:)``, what `finished` throws.
  mutating func probabilities(
    of rows: Range<Int>, planes: FeaturePlanes, orientation: Orientation = .identity,
    firstRow: Int, mapped: [Bool], stepRows: Int = .max,
    finished: (Int) throws -> Void = { _ in }
  ) throws -> [Float] {
    let count = rows.count * planes.columns
    guard mapped.count == count else {
      throw NetworkError.maskSize(found: mapped.count, expected: count)
    }
    guard model.architecture.activation == .relu else {
      return try model.patchProbabilities(
        of: rows, planes: planes, firstRow: firstRow, mapped: mapped, stepRows: stepRows,
        threads: threads, finished: finished)
    }
    guard model.orientations.count == 1 else {
      return try meanOverOrientations(
        of: rows, planes: planes, firstRow: firstRow, mapped: mapped, finished: finished)
    }
    var results = [Float](repeating: .nan, count: count)
    try results.withUnsafeMutableBufferPointer { results in
      try planes.values.withUnsafeBufferPointer { values in
        try mapped.withUnsafeBufferPointer { mapped in
          guard let results = results.baseAddress, let mapped = mapped.baseAddress,
            let values = values.baseAddress
          else { return }
          let strip = MapStrip(
            rows: rows,
            planes: PlaneRows(
              values: values, rows: firstRow..<firstRow + planes.rows, columns: planes.columns,
              channels: planes.channels, outside: planes.outside, orientation: orientation,
              directions: planes.directions),
            mapped: mapped, results: results)
          try finished(0)
          prepareTables(for: strip)
          for step in Parallel.chunks(of: rows.count, size: min(stepRows, rows.count)) {
            run(rows.lowerBound + step.lowerBound..<rows.lowerBound + step.upperBound, of: strip)
            try finished(step.upperBound)
          }
        }
      }
    }
    return results
  }

  /// Looks up which classes the cells of a strip hold, and makes tables of them unless they are there already.
  private mutating func prepareTables(for strip: MapStrip) {
    guard weights.architecture.kind.hasSpectralBranch else { return }
    let classes = ChannelClasses(strip, threads: threads)
    guard tables.classes != classes else { return }
    tables = SpectralTables(
      classes: classes, weights: weights, workspaces: workspaces, threads: threads)
  }

  /// Evaluates the mapped cells of some rows; each thread writes to cells of its own tile.
  private func run(_ rows: Range<Int>, of strip: MapStrip) {
    let tiles = MapTile.tiles(of: strip, rows: rows)
    Parallel.forEach(tiles.count, threads: threads) { index in
      workspaces.withOne { run(tiles[index], of: strip, in: $0) }
    }
  }

  private func run(_ tile: MapTile, of strip: MapStrip, in workspace: MapWorkspace) {
    let shape = weights.architecture
    let cellRow = CellRow(weights: weights, tables: tables, workspace: workspace)
    var spatial =
      shape.kind.hasSpatialBranch
      ? SpatialRows(tile, planes: strip.planes, weights: weights, workspace: workspace) : nil
    let left = tile.columns.lowerBound
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: tile.columns.count) { places in
      for row in tile.rows {
        var count = 0
        for column in tile.columns where strip.isMapped(row: row, column: column) {
          places[count] = Int32(column - left)
          count += 1
        }
        let cells = UnsafeBufferPointer(rebasing: places[..<count])
        guard count > 0 else { continue }
        spatial?.copyFeatures(
          row: row - tile.rows.lowerBound, cells: cells, to: workspace.features.base)
        cellRow.run(
          cells, values: strip.planes.cells(row: row, column: left),
          to: strip.results(row: row) + left)
      }
    }
  }
}
