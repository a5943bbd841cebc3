/// Sets values to 0 at random while learning, and scales the rest so that the mean stays.
///
/// ```
/// y = x m / (1 - p),  m = 0 with probability p, else 1
/// ```
/// Source: Srivastava et al. (2014), in the inverted form of PyTorch. When predicting, y = x.
public struct Dropout: Layer {
  /// The shape of one sample that goes in.
  public let inputShape: FeatureShape
  /// The shape of one sample that comes out.
  public var outputShape: FeatureShape { inputShape }
  /// The probability p with which a value is dropped.
  public let rate: Float

  /// Dropout of samples of shape `input`.
  ///
  /// - Precondition: `rate` is in 0..<1.
  public init(input: FeatureShape, rate: Float) {
    precondition(rate >= 0 && rate < 1, "the dropout rate is \(rate), expected 0 to below 1")
    inputShape = input
    self.rate = rate
  }

  /// Computes the outputs of a batch; see ``Layer``.
  public func forward(_ pass: ForwardPass) {
    apply(pass.mode, from: pass.input, to: pass.output, count: pass.count * inputShape.count)
  }

  /// Computes the gradients of a batch; see ``Layer``.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    // The same seed draws the same mask, so it need not be kept.
    apply(
      pass.forward.mode, from: pass.outputGradient, to: inputGradient,
      count: pass.forward.count * inputShape.count)
  }

  private func apply(
    _ mode: PassMode, from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    guard case .training(let seed) = mode, rate > 0 else {
      target.update(from: source, count: count)
      return
    }
    let scale = 1 / (1 - rate)
    for index in 0..<count {
      let isKept = RandomBits.uniform(seed, UInt64(index)) >= rate
      target[index] = isKept ? source[index] * scale : 0
    }
  }
}
