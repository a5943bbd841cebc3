import NeuralCore

/// Runs the spectral branch and the fully connected layers over some cells of a row.
///
/// The layout of all matrices: one row for each cell, hidden values padded with zeros to `paddedHidden`.
struct CellRow {
  private let weights: MapWeights
  private let tables: SpectralTables
  private let workspace: MapWorkspace
  private let shape: NetworkArchitecture
  private let width: Int

  init(weights: MapWeights, tables: SpectralTables, workspace: MapWorkspace) {
    self.weights = weights
    self.tables = tables
    self.workspace = workspace
    shape = weights.architecture
    width = shape.paddedHidden
  }

  /// Writes the probabilities of `cells`, whose spatial features are in the workspace.
  ///
  /// - Parameters:
  ///   - cells: columns, in increasing order.
  ///   - values: the channels of column 0.
  ///   - results: the result of column 0.
  func run(
    _ cells: UnsafeBufferPointer<Int32>, values: UnsafePointer<Float>,
    to results: UnsafeMutablePointer<Float>
  ) {
    computeHidden(cells, values: values)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: cells.count) { logits in
      guard let base = logits.baseAddress else { return }
      tables.completeLogits(cells.count, weights: weights, workspace: workspace, to: base)
      if let linear = weights.linear {
        for (place, cell) in cells.enumerated() {
          logits[place] += linear.logit(of: values + Int(cell) * shape.channels)
        }
      }
      for (place, cell) in cells.enumerated() {
        results[Int(cell)] = Float(BinaryCrossEntropy.probability(Double(logits[place])))
      }
    }
  }

  /// What features that are not looked up add to the hidden layer, without bias.
  private func computeHidden(
    _ cells: UnsafeBufferPointer<Int32>, values: UnsafePointer<Float>
  ) {
    let hidden = workspace.hidden.base
    let isSpatial = shape.spatialCount > 0
    if isSpatial {
      BlockedProduct.multiply(
        m: cells.count, n: width, k: shape.spatialCount, a: workspace.features.base,
        lda: shape.spatialCount, b: weights.hidden.base, ldb: width, beta: 0, c: hidden,
        ldc: width)
    } else {
      hidden.update(repeating: 0, count: cells.count * width)
    }
    guard shape.spectralPositions > 0 else { return }
    for (place, cell) in cells.enumerated() {
      (workspace.vectors.base + place * shape.channels).update(
        from: values + Int(cell) * shape.channels, count: shape.channels)
    }
    let open = tables.openPositions
    guard !open.isEmpty else { return }
    let stage = SpectralStage(weights: weights, workspace: workspace)
    stage.convolveVectors(cells.count)
    for position in open { stage.addPosition(position, count: cells.count, beta: 1, to: hidden) }
  }
}
