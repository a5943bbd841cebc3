/// The rectifier, element by element; its gradient at exactly 0 is 0.
///
/// ```
/// y = max(x, 0)
/// ```
public struct ReLU: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { inputShape }

  /// A rectifier of samples of shape `input`.
  public init(input: FeatureShape) { inputShape = input }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    let input = pass.input
    let output = pass.output
    for index in 0..<pass.count * inputShape.count { output[index] = max(input[index], 0) }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let output = pass.forward.output
    let gradient = pass.outputGradient
    for index in 0..<pass.forward.count * inputShape.count {
      // Loaded before the choice, so that the loop has no branch and is vectorised.
      let value = gradient[index]
      inputGradient[index] = output[index] > 0 ? value : 0
    }
  }
}
