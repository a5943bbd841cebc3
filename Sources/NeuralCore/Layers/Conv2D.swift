import DenseAlgebra

/// A two-dimensional convolution (cross-correlation, as in every network library).
///
/// ```
/// y[n, i, j, o] = b[o] + sum over p, q, c of x[n, i s + p d - pad, j s + q d - pad, c] w[o, c, p, q]
/// ```
/// with stride s, dilation d and zeros beyond the border; Eq. (6) of the paper for one channel.
///
/// Parameters: weight (filters, channels, kernel rows, kernel columns), bias (filters). The work is one matrix product
/// for the whole batch: rows are output positions, columns what the kernel sees there.
public struct Conv2D: Layer {
  /// How the kernel moves.
  public let window: SlidingWindow
  /// The number of channels that come out.
  public let filters: Int
  /// Whether a bias is added.
  public let hasBias: Bool
  /// The first part of the parameters' names.
  public let name: String

  /// A convolution of maps of shape `input` with `filters` kernels.
  ///
  /// - Precondition: `filters` is positive and the padded input holds the dilated kernel.
  public init(
    name: String = "conv2d", input: FeatureShape, filters: Int, kernelSize: Extent = 3,
    stride: Extent = 1, padding: Extent = 0, dilation: Extent = 1, hasBias: Bool = true
  ) {
    precondition(filters > 0, "filters is \(filters), expected at least 1")
    self.name = name
    self.filters = filters
    self.hasBias = hasBias
    window = SlidingWindow(
      input: input, kernel: kernelSize, stride: stride, padding: padding, dilation: dilation)
  }

  /// The shape of one sample that goes in.
  public var inputShape: FeatureShape { window.input }
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape {
    FeatureShape(rows: window.outputRows, columns: window.outputColumns, channels: filters)
  }
  /// Numbers kept of each sample from the forward to the backward pass.
  public var cacheCount: Int { window.outputCount * window.columnLength }

  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] {
    let fanOut = window.kernelCount * filters
    let weight = ParameterTensor(
      name: "\(name).weight",
      shape: [filters, window.input.channels, window.kernel.rows, window.kernel.columns],
      memoryOrder: [2, 3, 1, 0], fanIn: window.columnLength, fanOut: fanOut)
    return hasBias ? [weight, bias(fanOut: fanOut)] : [weight]
  }

  private func bias(fanOut: Int) -> ParameterTensor {
    ParameterTensor(
      name: "\(name).bias", shape: [filters], fanIn: window.columnLength, fanOut: fanOut,
      isBias: true)
  }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    let rows = pass.count * window.outputCount
    let length = window.columnLength
    window.copyColumns(of: pass.input, count: pass.count, to: pass.cache)
    if hasBias {
      Rows.fill(pass.output, rows: rows, with: pass.parameters + length * filters, count: filters)
    }
    BlockedProduct.multiply(
      m: rows, n: filters, k: length, a: pass.cache, lda: length, b: pass.parameters, ldb: filters,
      beta: hasBias ? 1 : 0, c: pass.output, ldc: filters)
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    let forward = pass.forward
    let rows = forward.count * window.outputCount
    let length = window.columnLength
    BlockedProduct.multiplyTransposed(
      m: length, n: filters, k: rows, a: forward.cache, lda: length, b: pass.outputGradient,
      ldb: filters, c: pass.parameterGradients, ldc: filters)
    if hasBias {
      Rows.sum(
        pass.outputGradient, rows: rows, into: pass.parameterGradients + length * filters,
        count: filters)
    }
    guard let inputGradient = pass.inputGradient else { return }
    // The columns are no longer needed: their gradient takes their place.
    BLAS.gemm(
      transposeB: true, m: rows, n: length, k: filters, a: pass.outputGradient, lda: filters,
      b: forward.parameters, ldb: filters, c: forward.cache, ldc: length)
    window.addColumns(forward.cache, count: forward.count, to: inputGradient)
  }
}
