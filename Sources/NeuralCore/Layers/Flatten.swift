/// Turns a map into a vector in PyTorch's order: channel, row, column.
public struct Flatten: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { .vector(inputShape.count) }

  /// A vector of the values of a map of shape `input`.
  public init(input: FeatureShape) { inputShape = input }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    let cells = inputShape.rows * inputShape.columns
    transpose(
      pass.input, to: pass.output, count: pass.count, rows: cells, columns: inputShape.channels)
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let cells = inputShape.rows * inputShape.columns
    transpose(
      pass.outputGradient, to: inputGradient, count: pass.forward.count,
      rows: inputShape.channels, columns: cells)
  }

  /// Transposes each of `count` matrices of rows x columns.
  private func transpose(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int, rows: Int,
    columns: Int
  ) {
    guard rows > 1, columns > 1 else {
      target.update(from: source, count: count * rows * columns)
      return
    }
    for sample in 0..<count {
      let from = source + sample * rows * columns
      let to = target + sample * rows * columns
      for column in 0..<columns {
        for row in 0..<rows { to[column * rows + row] = from[row * columns + column] }
      }
    }
  }
}
