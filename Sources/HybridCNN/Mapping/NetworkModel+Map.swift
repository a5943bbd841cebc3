import DenseAlgebra

extension NetworkModel {
  /// The probability of a landslide in every mapped cell of an area.
  ///
  /// Windows that overlap share their work, so this is many times faster than evaluating each cell's patch and gives the
  /// same within rounding (1e-5). Threads take tiles of the area in turn; the result does not depend on their number.
  ///
  /// Memory beside the planes: the result, and per thread a few rows of each stage; see
  /// ``mapMemory(columns:stripRows:threads:)``. For an area whose planes are too large for memory there is
  /// ``probabilityStrips(rows:columns:stripRows:threads:isCancelled:progress:planes:mapped:receive:)``.
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
    try check(planes)
    let stripRows = stripRows ?? 256
    guard stripRows >= 1 else {
      throw NetworkError.hyperparameter(
        name: "stripRows", value: "\(stripRows)", expected: "at least 1")
    }
    var evaluation = MapEvaluation(self, threads: threads)
    return try BLAS.holdingOneThread {
      try evaluation.probabilities(
        of: 0..<planes.rows, planes: planes, firstRow: 0, mapped: mapped, stepRows: stripRows
      ) { finished in
        if isCancelled() { throw CancellationError() }
        if finished > 0 { progress?(Double(finished) / Double(planes.rows)) }
      }
    }
  }

  /// Checks that planes have the channels of the model.
  func check(_ planes: FeaturePlanes) throws {
    guard planes.channels == channels else {
      throw NetworkError.channels(found: planes.channels, expected: channels)
    }
  }
}
