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
    let channels = window.input.channels
    let vectorEnd = channels - channels % 8
    forEachOutput(count: pass.count) { output, elements in
      let values = pass.output + output
      let winners = pass.cache + output
      for channel in stride(from: 0, to: vectorEnd, by: 8) {
        var best = SIMD8<Float>(repeating: -.infinity)
        var winner = SIMD8<Float>(repeating: -1)
        elements.forEach { input, element in
          let value = load8(pass.input + input + channel)
          let isLarger = value .> best
          winner.replace(with: element, where: isLarger)
          best.replace(with: value, where: isLarger)
        }
        store8(best, to: values + channel)
        store8(winner, to: winners + channel)
      }
      for channel in vectorEnd..<channels {
        values[channel] = -.infinity
        winners[channel] = -1
        elements.forEach { input, element in
          let value = pass.input[input + channel]
          guard value > values[channel] else { return }
          values[channel] = value
          winners[channel] = element
        }
      }
    }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let channels = window.input.channels
    inputGradient.update(repeating: 0, count: pass.forward.count * window.input.count)
    forEachOutput(count: pass.forward.count) { output, elements in
      let gradients = pass.outputGradient + output
      let winners = pass.forward.cache + output
      elements.forEach { input, element in
        let target = inputGradient + input
        for channel in 0..<channels {
          // Loaded before the choice, so that the loop has no branch and is vectorised.
          let gradient = gradients[channel]
          target[channel] += winners[channel] == element ? gradient : 0
        }
      }
    }
  }

  /// Calls `body` for each output position: the offset of its first channel, and the kernel elements on the map.
  @inline(__always)
  private func forEachOutput(
    count: Int, _ body: (_ output: Int, _ elements: KernelElements) -> Void
  ) {
    let (rows, columns) = (window.input.rows, window.input.columns)
    let channels = window.input.channels
    var output = 0
    for sample in 0..<count {
      for row in 0..<window.outputRows {
        let (insideRows, startRow) = window.kernelRows(at: row)
        for column in 0..<window.outputColumns {
          let (insideColumns, startColumn) = window.kernelColumns(at: column)
          body(
            output,
            KernelElements(
              rows: insideRows, columns: insideColumns, kernelColumns: window.kernel.columns,
              start: ((sample * rows + startRow) * columns + startColumn) * channels,
              rowStep: window.dilation.rows * columns * channels,
              columnStep: window.dilation.columns * channels))
          output += channels
        }
      }
    }
  }
}

/// The kernel elements of one output that lie on the map, row by row.
private struct KernelElements {
  let rows, columns: Range<Int>
  let kernelColumns: Int
  /// Where the first element reads, and how far the next row and column are.
  let start, rowStep, columnStep: Int

  /// Calls `body` with where an element reads, and its number in the kernel.
  @inline(__always)
  func forEach(_ body: (_ input: Int, _ element: Float) -> Void) {
    var rowStart = start
    for row in rows {
      var input = rowStart
      for column in columns {
        body(input, Float(row * kernelColumns + column))
        input += columnStep
      }
      rowStart += rowStep
    }
  }
}

/// Eight numbers from anywhere in memory.
@inline(__always)
private func load8(_ source: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Float>.self)
}

/// Writes eight numbers to anywhere in memory.
@inline(__always)
private func store8(_ values: SIMD8<Float>, to target: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD8<Float>.self)
}
