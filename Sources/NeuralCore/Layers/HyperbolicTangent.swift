import Foundation

/// The hyperbolic tangent, element by element, in -1...1.
///
/// ```
/// y = tanh x,  dy/dx = 1 - y^2
/// ```
public struct HyperbolicTangent: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { inputShape }

  /// The hyperbolic tangent of samples of shape `input`.
  public init(input: FeatureShape) { inputShape = input }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    for index in 0..<pass.count * inputShape.count { pass.output[index] = tanh(pass.input[index]) }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let (output, gradient) = (pass.forward.output, pass.outputGradient)
    for index in 0..<pass.forward.count * inputShape.count {
      inputGradient[index] = gradient[index] * (1 - output[index] * output[index])
    }
  }
}
