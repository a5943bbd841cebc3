import CVectorLoops

/// The largest value under a moving window, channel by channel.
///
/// ```
/// y[n, i, j, c] = max over p, q of x[n, i s + p d - pad, j s + q d - pad, c]
/// ```
/// Floor mode: windows that would reach beyond the padded map are left out. Padding never wins. Among equal values the
/// first in row-major order wins, and the whole gradient goes there.
public struct MaxPool2D: Layer {
  /// How the window moves.
  public let window: SlidingWindow

  /// Pooling of maps of shape `input`; the stride is the size of the kernel unless given.
  ///
  /// - Precondition: the padding is at most half the kernel, and the padded input holds the dilated kernel.
  public init(
    input: FeatureShape, kernelSize: Extent = 2, stride: Extent? = nil, padding: Extent = 0,
    dilation: Extent = 1
  ) {
    precondition(
      padding.rows * 2 <= kernelSize.rows && padding.columns * 2 <= kernelSize.columns,
      "padding \(padding.rows) x \(padding.columns) is more than half of the kernel "
        + "\(kernelSize.rows) x \(kernelSize.columns)")
    window = SlidingWindow(
      input: input, kernel: kernelSize, stride: stride ?? kernelSize, padding: padding,
      dilation: dilation)
  }

  /// The shape of one sample that goes in.
  public var inputShape: FeatureShape { window.input }
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape {
    FeatureShape(
      rows: window.outputRows, columns: window.outputColumns, channels: window.input.channels)
  }
  /// Which kernel element won, for each output.
  public var cacheCount: Int { outputShape.count }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    withUnsafePointer(to: window.loop) {
      scarp_max_pool($0, pass.input, pass.count, pass.output, pass.cache)
    }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    withUnsafePointer(to: window.loop) {
      scarp_max_pool_gradient(
        $0, pass.outputGradient, pass.forward.cache, pass.forward.count, inputGradient)
    }
  }
}
