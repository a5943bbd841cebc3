import Foundation

/// The logistic function, element by element, in 0...1.
///
/// ```
/// y = 1 / (1 + exp(-x)),  dy/dx = y (1 - y)
/// ```
public struct Sigmoid: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { inputShape }

  /// The logistic function of samples of shape `input`.
  public init(input: FeatureShape) { inputShape = input }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    // exp(-x) is infinite for x below -88, and 1 / infinity is the 0 that is meant.
    for index in 0..<pass.count * inputShape.count {
      pass.output[index] = 1 / (1 + exp(-pass.input[index]))
    }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let (output, gradient) = (pass.forward.output, pass.outputGradient)
    for index in 0..<pass.forward.count * inputShape.count {
      inputGradient[index] = gradient[index] * output[index] * (1 - output[index])
    }
  }
}
