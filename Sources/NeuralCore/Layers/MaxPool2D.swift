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

  public var inputShape: FeatureShape { window.input }
  public var outputShape: FeatureShape {
    FeatureShape(
      rows: window.outputRows, columns: window.outputColumns, channels: window.input.channels)
  }
  /// Which kernel element won, for each output.
  public var cacheCount: Int { outputShape.count }

  public func forward(_ pass: ForwardPass) {
    let channels = window.input.channels
    let outputs = pass.count * outputShape.count
    pass.output.update(repeating: -.infinity, count: outputs)
    pass.cache.update(repeating: -1, count: outputs)
    forEachElement(count: pass.count) { output, input, element in
      let best = pass.output + output
      let winner = pass.cache + output
      let values = pass.input + input
      for channel in 0..<channels {
        let isLarger = values[channel] > best[channel]
        winner[channel] = isLarger ? element : winner[channel]
        best[channel] = isLarger ? values[channel] : best[channel]
      }
    }
  }

  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let channels = window.input.channels
    inputGradient.update(repeating: 0, count: pass.forward.count * window.input.count)
    forEachElement(count: pass.forward.count) { output, input, element in
      let gradient = pass.outputGradient + output
      let winner = pass.forward.cache + output
      let target = inputGradient + input
      for channel in 0..<channels {
        target[channel] += winner[channel] == element ? gradient[channel] : 0
      }
    }
  }

  /// Calls `body` for each kernel element on the map: offsets of the output and of the input, and its number.
  @inline(__always)
  private func forEachElement(
    count: Int, _ body: (_ output: Int, _ input: Int, _ element: Float) -> Void
  ) {
    let channels = window.input.channels
    var output = 0
    for sample in 0..<count {
      for row in 0..<window.outputRows {
        let firstRow = row * window.stride.rows - window.padding.rows
        for column in 0..<window.outputColumns {
          let (inside, start) = window.kernelColumns(at: column)
          for kernelRow in 0..<window.kernel.rows {
            let inputRow = firstRow + kernelRow * window.dilation.rows
            guard inputRow >= 0, inputRow < window.input.rows else { continue }
            var input =
              ((sample * window.input.rows + inputRow) * window.input.columns + start) * channels
            for kernelColumn in inside {
              body(output, input, Float(kernelRow * window.kernel.columns + kernelColumn))
              input += window.dilation.columns * channels
            }
          }
          output += channels
        }
      }
    }
  }
}
