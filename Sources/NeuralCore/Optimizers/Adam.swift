import Foundation

/// Steps scaled by running means of the gradient and of its square.
///
/// ```
/// m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
/// w = w - rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)
/// ```
/// Source: Kingma and Ba (2015); reference: torch.optim.Adam, and torch.optim.AdamW (Loshchilov and Hutter 2019) when
/// the weight decay is decoupled: then `w = w (1 - rate * weightDecay)` comes first and g is the plain gradient.
public struct Adam: Optimizer, Equatable {
  /// The learning rate before any schedule; above 0.
  public let learningRate: Float
  /// How slowly the mean of the gradient moves.
  public let beta1: Float
  /// How slowly the mean of the square moves.
  public let beta2: Float
  /// Keeps the divisor above 0.
  public let epsilon: Float
  /// The strength of the L2 penalty, or of the decay when decoupled.
  public let weightDecay: Float
  /// Whether the weight decay acts on the weights themselves (AdamW) or is added to the gradient.
  public let isDecoupled: Bool

  /// Adam with this learning rate.
  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0, isDecoupled: Bool = false
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
  }

  /// AdamW: Adam with decoupled weight decay.
  public static func decoupled(learningRate: Float, weightDecay: Float = 0.01) -> Adam {
    Adam(learningRate: learningRate, weightDecay: weightDecay, isDecoupled: true)
  }

  /// Numbers remembered for each parameter.
  public var memoryCount: Int { 2 }
  /// What each remembered number begins with.
  public var initialMemory: Float { 0 }

  /// Moves a range of parameters by one step; see ``Optimizer``.
  public func update(_ range: OptimizerRange, step: Int, rate: Float) {
    let (w, gradients, means, squares) =
      (range.parameters, range.gradients, range.first, range.second)
    let speed = learningRate * rate
    let shrink = isDecoupled ? 1 - speed * weightDecay : 1
    let penalty = isDecoupled ? 0 : weightDecay
    // In double precision: 1 - 0.999^t loses half its digits in single precision at the first steps.
    let correction1 = Float(1 - pow(Double(beta1), Double(step)))
    let correction2 = Float((1 - pow(Double(beta2), Double(step))).squareRoot())
    let stepSize = speed / correction1
    for index in 0..<range.count {
      let g = gradients[index] + penalty * w[index]
      let m = beta1 * means[index] + (1 - beta1) * g
      let v = beta2 * squares[index] + (1 - beta2) * g * g
      means[index] = m
      squares[index] = v
      w[index] =
        w[index] * shrink - stepSize * m / (max(v, 0).squareRoot() / correction2 + epsilon)
    }
  }
}
