/// Stochastic gradient descent, with momentum.
///
/// ```
/// g = gradient + weightDecay * w
/// b = g                                    at the first step
/// b = momentum * b + (1 - dampening) * g   afterwards
/// w = w - rate * b                         (nesterov: g + momentum * b in place of b)
/// ```
/// Reference: torch.optim.SGD.
public struct SGD: Optimizer, Equatable {
  /// The learning rate before any schedule; above 0.
  public let learningRate: Float
  /// How much of the last step is kept.
  public let momentum: Float
  /// How much of the gradient is left out of the momentum.
  public let dampening: Float
  /// Whether the gradient is looked up ahead of the momentum (Nesterov).
  public let isNesterov: Bool
  /// The strength of the L2 penalty.
  public let weightDecay: Float

  /// Gradient descent with this learning rate.
  public init(
    learningRate: Float, momentum: Float = 0, dampening: Float = 0, isNesterov: Bool = false,
    weightDecay: Float = 0
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  /// Numbers remembered for each parameter.
  public var memoryCount: Int { momentum == 0 ? 0 : 1 }
  /// What each remembered number begins with.
  public var initialMemory: Float { 0 }

  /// Moves a range of parameters by one step; see ``Optimizer``.
  public func update(_ range: OptimizerRange, step: Int, rate: Float) {
    let (w, gradients, velocity) = (range.parameters, range.gradients, range.first)
    let speed = learningRate * rate
    guard momentum != 0 else {
      for index in 0..<range.count {
        w[index] -= speed * (gradients[index] + weightDecay * w[index])
      }
      return
    }
    let share = step == 1 ? 1 : 1 - dampening
    for index in 0..<range.count {
      let g = gradients[index] + weightDecay * w[index]
      let b = momentum * velocity[index] + share * g
      velocity[index] = b
      w[index] -= speed * (isNesterov ? g + momentum * b : b)
    }
  }
}
