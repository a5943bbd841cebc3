/// The rectifier that lets a small share of negative values through, element by element.
///
/// ```
/// y = x  where x > 0,  else  slope x
/// ```
/// Source: Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models. Its gradient at
/// exactly 0 is the slope.
public struct LeakyReLU: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { inputShape }
  /// What negative values are multiplied with, 0...1.
  public let slope: Float

  /// A leaky rectifier of samples of shape `input`; the slope is that of the paper and of PyTorch.
  ///
  /// - Precondition: `slope` is in 0...1.
  public init(input: FeatureShape, slope: Float = 0.01) {
    precondition(slope >= 0 && slope <= 1, "the slope is \(slope), expected 0 to 1")
    inputShape = input
    self.slope = slope
  }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    let (input, output) = (pass.input, pass.output)
    for index in 0..<pass.count * inputShape.count {
      output[index] = max(input[index], slope * input[index])
    }
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let (input, gradient) = (pass.forward.input, pass.outputGradient)
    for index in 0..<pass.forward.count * inputShape.count {
      inputGradient[index] = gradient[index] * (input[index] > 0 ? 1 : slope)
    }
  }
}
