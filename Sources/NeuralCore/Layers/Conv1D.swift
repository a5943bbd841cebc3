/// A one-dimensional convolution (cross-correlation) along the positions of a signal.
///
/// ```
/// y[n, i, o] = b[o] + sum over p, c of x[n, i s + p d - pad, c] w[o, c, p]
/// ```
/// with stride s, dilation d and zeros beyond the ends; Eq. (7) of the paper for one channel.
///
/// Parameters: weight (filters, channels, kernel), bias (filters). It is a ``Conv2D`` over a map of one row.
public struct Conv1D: Layer {
  private let convolution: Conv2D

  /// A convolution of signals of `length` positions and `channels` channels with `filters` kernels.
  ///
  /// - Precondition: `filters` is positive and the padded signal holds the dilated kernel.
  public init(
    name: String = "conv1d", length: Int, channels: Int, filters: Int, kernelSize: Int = 3,
    stride: Int = 1, padding: Int = 0, dilation: Int = 1, hasBias: Bool = true
  ) {
    convolution = Conv2D(
      name: name, input: .signal(length: length, channels: channels), filters: filters,
      kernelSize: Extent(rows: 1, columns: kernelSize),
      stride: Extent(rows: 1, columns: stride), padding: Extent(rows: 0, columns: padding),
      dilation: Extent(rows: 1, columns: dilation), hasBias: hasBias)
  }

  /// The shape of one sample that goes in.
  public var inputShape: FeatureShape { convolution.inputShape }
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { convolution.outputShape }
  /// Numbers kept of each sample from the forward to the backward pass.
  public var cacheCount: Int { convolution.cacheCount }

  /// The parameters, in the order of the flat buffer.
  public var parameters: [ParameterTensor] {
    convolution.parameters.map { tensor in
      guard tensor.shape.count == 4 else { return tensor }
      return ParameterTensor(
        name: tensor.name, shape: [tensor.shape[0], tensor.shape[1], tensor.shape[3]],
        memoryOrder: [2, 1, 0], fanIn: tensor.fanIn, fanOut: tensor.fanOut)
    }
  }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) { convolution.forward(pass) }
  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) { convolution.backward(pass) }
}
