import NeuralCore

/// The spectral branch over some cells, position by position, up to what it adds to the hidden layer.
struct SpectralStage {
  let weights: MapWeights
  let workspace: MapWorkspace
  private var shape: NetworkArchitecture { weights.architecture }
  /// The values of one cell after the first convolution.
  private var width: Int { shape.signalLength * shape.filters1D[0] }

  /// The first 1D convolution of the first `count` vectors of the workspace.
  func convolveVectors(_ count: Int) {
    let (channels, signal) = (shape.channels, workspace.signal.base)
    BlockedProduct.multiply(
      m: count, n: width, k: channels, a: workspace.vectors.base, lda: channels,
      b: weights.signal1.base, ldb: width, beta: 0, c: signal, ldc: width)
    for place in 0..<count {
      rectify(signal + place * width, bias: weights.signal1Bias.base, count: width)
    }
  }

  /// The second 1D convolution at one position, and its part of the hidden layer.
  ///
  /// - Parameters:
  ///   - beta: 1 adds to `hidden`, 0 overwrites it.
  ///   - hidden: count x paddedHidden values.
  func addPosition(
    _ position: Int, count: Int, beta: Float, to hidden: UnsafeMutablePointer<Float>
  ) {
    let (first, second) = (shape.filters1D[0], shape.filters1D[1])
    // The part of the kernel that lies on the signal.
    let start = position - shape.padding1D
    let inside = max(0, start)..<min(shape.signalLength, start + shape.kernelSize)
    let features = workspace.position.base
    BlockedProduct.multiply(
      m: count, n: second, k: inside.count * first,
      a: workspace.signal.base + inside.lowerBound * first, lda: width,
      b: weights.signal2.base + (inside.lowerBound - start) * first * second, ldb: second,
      beta: 0, c: features, ldc: second)
    for place in 0..<count {
      rectify(features + place * second, bias: weights.signal2Bias.base, count: second)
    }
    let rows = shape.spatialCount + position * second
    BlockedProduct.multiply(
      m: count, n: shape.paddedHidden, k: second, a: features, lda: second,
      b: weights.hidden.base + rows * shape.paddedHidden, ldb: shape.paddedHidden, beta: beta,
      c: hidden, ldc: shape.paddedHidden)
  }

  @inline(__always)
  private func rectify(
    _ values: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, count: Int
  ) {
    for index in 0..<count { values[index] = max(values[index] + bias[index], 0) }
  }
}

extension NetworkArchitecture {
  /// The channels that a position after both 1D convolutions depends on.
  func channels(ofPosition position: Int) -> Range<Int> {
    let first = position - 2 * padding1D
    return max(0, first)..<min(channels, first + 2 * kernelSize - 1)
  }
}
