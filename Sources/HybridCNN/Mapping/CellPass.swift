import NeuralCore

/// Runs the fully connected layers, and the spectral branch before them, over a chunk of cells.
struct CellPass {
  let planes: FeaturePlanes
  let weights: MapWeights
  let tables: SpectralTables?
  let workspace: MapWorkspace
  private var shape: NetworkArchitecture { weights.architecture }

  init(
    planes: FeaturePlanes, weights: MapWeights, tables: SpectralTables?, workspace: MapWorkspace
  ) {
    self.planes = planes
    self.weights = weights
    self.tables = tables
    self.workspace = workspace
  }

  /// Writes the probabilities of `cells` to `results` (by cell); their spatial features are already in place.
  func run(_ cells: ArraySlice<Int>, to results: UnsafeMutablePointer<Float>) {
    let width = shape.hidden
    let hidden = workspace.hidden.base
    for place in 0..<cells.count {
      (hidden + place * width).update(from: weights.hiddenBias.base, count: width)
    }
    addSpatialFeatures(cells.count)
    if let tables { addSpectralFeatures(of: cells, tables) }
    for (place, cell) in cells.enumerated() {
      results[cell] = probability(hidden + place * width)
    }
  }

  private func addSpatialFeatures(_ count: Int) {
    let filters = shape.filters2D[1]
    for position in 0..<shape.spatialPositions {
      BlockedProduct.multiply(
        m: count, n: shape.hidden, k: filters,
        a: workspace.features.base + position * filters, lda: shape.spatialCount,
        b: weights.hidden.base + position * filters * shape.hidden, ldb: shape.hidden, beta: 1,
        c: workspace.hidden.base, ldc: shape.hidden)
    }
  }

  private func addSpectralFeatures(of cells: ArraySlice<Int>, _ tables: SpectralTables) {
    let channels = planes.channels
    planes.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for (place, cell) in cells.enumerated() {
        (workspace.vectors.base + place * channels).update(
          from: values + cell * channels, count: channels)
      }
    }
    tables.add(
      vectors: workspace.vectors.base, channels: channels, count: cells.count,
      to: workspace.hidden.base)
    let open = tables.openPositions
    guard !open.isEmpty else { return }
    let stage = SpectralStage(weights: weights, workspace: workspace)
    stage.convolveVectors(cells.count)
    for position in open {
      stage.addPosition(position, count: cells.count, beta: 1, to: workspace.hidden.base)
    }
  }

  /// Rectifies hidden values and weighs them; eight sums side by side, as one long sum would be slow.
  @inline(__always)
  private func probability(_ hidden: UnsafePointer<Float>) -> Float {
    let output = weights.output.base
    let vectorEnd = shape.hidden - shape.hidden % 8
    var sums = SIMD8<Float>.zero
    for unit in stride(from: 0, to: vectorEnd, by: 8) {
      let values = UnsafeRawPointer(hidden + unit).loadUnaligned(as: SIMD8<Float>.self)
      let factors = UnsafeRawPointer(output + unit).loadUnaligned(as: SIMD8<Float>.self)
      sums += values.replacing(with: 0, where: values .< 0) * factors
    }
    var difference = weights.outputBias + sums.sum()
    for unit in vectorEnd..<shape.hidden { difference += max(hidden[unit], 0) * output[unit] }
    return Float(BinaryCrossEntropy.probability(Double(difference)))
  }
}
