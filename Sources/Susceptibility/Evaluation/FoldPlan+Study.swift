import GeoRaster
import LearningCore

extension Study {
  /// The folds of a scheme; samples of one cell and landslides with one id stay in one fold.
  ///
  /// - Parameters:
  ///   - count: the number of folds; ``FoldScheme/bufferedLeaveOneOut`` makes one for each sample (or group).
  ///   - streams: where the plan's random numbers come from: the same streams give the same folds.
  ///   - window: the window that training samples are purged by, if they are; `nil` for the largest of the models as
  ///     they are after tuning.
  ///   - isPurged: `nil` as the study's cross-validation is.
  /// - Throws: `FoldError` when the samples cannot be put into such folds.
  func folds(
    _ scheme: FoldScheme, of samples: SampleCollection, count: Int, streams: RandomStreams,
    window: Int? = nil, isPurged: Bool? = nil
  ) throws -> [Fold] {
    try foldPlan(
      scheme, of: samples, count: count, streams: streams, window: window, isPurged: isPurged
    ).folds
  }

  /// The folds of the cross-validation in one of its repeats, which jackknife and uncertainty share.
  ///
  /// - Parameter repetition: from 1.
  /// - Throws: `FoldError` when the samples cannot be put into such folds.
  func crossValidationPlan(_ scheme: FoldScheme, repetition: Int = 1) throws -> FoldPlan {
    try foldPlan(
      scheme, of: analysis().samples, count: configuration.crossValidation.foldCount,
      streams: streams.substreams("folds.\(scheme.rawValue)", index: repetition - 1))
  }

  /// ``folds(_:of:count:streams:window:isPurged:)`` as a plan.
  func foldPlan(
    _ scheme: FoldScheme, of samples: SampleCollection, count: Int, streams: RandomStreams,
    window: Int? = nil, isPurged: Bool? = nil
  ) throws -> FoldPlan {
    try analysis().planner.plan(
      scheme, of: samples, count: count, streams: streams,
      window: window ?? hyperparameters().largestWindow(among: configuration.fittedModels),
      isPurged: isPurged)
  }
}

extension SampleCollection {
  /// Metres east and north of the grid's north-western corner; on degree grids by the size of the central cell.
  func coordinatesInMeters(on grid: RasterGrid) -> [(x: Double, y: Double)] {
    let size = grid.centralCellSize
    return samples.map {
      let place = grid.geoTransform.position(of: $0.position)
      return (place.column * size.width, -place.row * size.height)
    }
  }

  /// The row and column of each sample.
  func positions(on grid: RasterGrid) -> [(row: Int, column: Int)] {
    samples.map {
      let cell = grid.cell(at: $0.cell)
      return (cell.row, cell.column)
    }
  }
}

extension RasterGrid {
  /// The centres of cells in metres east and north of the north-western corner.
  func centersInMeters(of cells: [Int]) -> [(x: Double, y: Double)] {
    let size = centralCellSize
    return cells.map {
      let cell = cell(at: $0)
      return ((Double(cell.column) + 0.5) * size.width, -(Double(cell.row) + 0.5) * size.height)
    }
  }
}

extension FactorStack {
  /// The centres of up to 10,000 mapped cells, evenly spaced in their order, in metres.
  func sampledCentersInMeters() -> [(x: Double, y: Double)] {
    let step = max(1, (cells.count + 9_999) / 10_000)
    return grid.centersInMeters(of: stride(from: 0, to: cells.count, by: step).map { cells[$0] })
  }
}
