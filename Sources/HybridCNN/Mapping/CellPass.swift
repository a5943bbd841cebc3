import DenseAlgebra
import NeuralCore

/// Runs the spectral branch and the fully connected layers over a chunk of cells.
struct CellPass {
  let planes: FeaturePlanes
  let weights: MapWeights
  let workspace: MapWorkspace
  private var shape: NetworkArchitecture { weights.architecture }

  init(planes: FeaturePlanes, weights: MapWeights, workspace: MapWorkspace) {
    self.planes = planes
    self.weights = weights
    self.workspace = workspace
  }

  /// Writes the probabilities of `cells` to `results` (by cell); their spatial features are already in place.
  func run(_ cells: ArraySlice<Int>, to results: UnsafeMutablePointer<Float>) {
    if shape.kind.hasSpectralBranch { addSpectralFeatures(of: cells) }
    let (features, hidden) = (shape.featureCount, shape.hidden)
    BLAS.gemm(
      m: cells.count, n: hidden, k: features, a: workspace.features.base, lda: features,
      b: weights.hidden.base, ldb: hidden, c: workspace.hidden.base, ldc: hidden)
    for (place, cell) in cells.enumerated() {
      let values = workspace.hidden.base + place * hidden
      let bias = weights.hiddenBias.base
      let output = weights.output.base
      for unit in 0..<hidden { values[unit] = max(values[unit] + bias[unit], 0) * output[unit] }
      var difference = weights.outputBias
      for unit in 0..<hidden { difference += values[unit] }
      results[cell] = Float(BinaryCrossEntropy.probability(Double(difference)))
    }
  }

  /// Both 1D convolutions; the second writes straight to its place among the features.
  private func addSpectralFeatures(of cells: ArraySlice<Int>) {
    let channels = planes.channels
    let (first, second) = (shape.filters1D[0], shape.filters1D[1])
    let width = shape.signalLength * first
    planes.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for (place, cell) in cells.enumerated() {
        (workspace.vectors.base + place * channels).update(
          from: values + cell * channels, count: channels)
      }
    }
    BLAS.gemm(
      m: cells.count, n: width, k: channels, a: workspace.vectors.base, lda: channels,
      b: weights.signal1.base, ldb: width, c: workspace.signal.base, ldc: width)
    for place in 0..<cells.count {
      rectify(workspace.signal.base + place * width, bias: weights.signal1Bias.base, count: width)
    }
    for position in 0..<shape.spectralPositions {
      // The part of the kernel that lies on the signal.
      let start = position - shape.padding1D
      let inside = max(0, start)..<min(shape.signalLength, start + shape.kernelSize)
      let target = workspace.features.base + shape.spatialCount + position * second
      BLAS.gemm(
        m: cells.count, n: second, k: inside.count * first,
        a: workspace.signal.base + inside.lowerBound * first, lda: width,
        b: weights.signal2.base + (inside.lowerBound - start) * first * second, ldb: second,
        c: target, ldc: shape.featureCount)
      for place in 0..<cells.count {
        rectify(
          target + place * shape.featureCount, bias: weights.signal2Bias.base, count: second)
      }
    }
  }

  @inline(__always)
  private func rectify(
    _ values: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, count: Int
  ) {
    for index in 0..<count { values[index] = max(values[index] + bias[index], 0) }
  }
}
