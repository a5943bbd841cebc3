import CVectorLoops

/// Steps that shrink with the gradients seen so far, parameter by parameter.
///
/// ```
/// g = gradient + weightDecay * w
/// s = s + g^2
/// w = w - rate / (1 + (step - 1) * rateDecay) * g / (sqrt(s) + epsilon)
/// ```
/// Source: Duchi, Hazan and Singer (2011); reference: torch.optim.Adagrad. The paper's optimizer (Table 2).
/// With an accumulator that begins at 0, the first step moves every parameter by the whole learning rate.
public struct Adagrad: Optimizer, Equatable {
  /// The learning rate before any schedule; above 0.
  public let learningRate: Float
  /// What s begins with.
  public let initialAccumulator: Float
  /// How fast the learning rate falls from step to step.
  public let rateDecay: Float
  /// The strength of the L2 penalty.
  public let weightDecay: Float
  /// Keeps the divisor above 0.
  public let epsilon: Float

  /// Adagrad with this learning rate.
  public init(
    learningRate: Float, initialAccumulator: Float = 0, rateDecay: Float = 0,
    weightDecay: Float = 0, epsilon: Float = 1e-10
  ) {
    self.learningRate = learningRate
    self.initialAccumulator = initialAccumulator
    self.rateDecay = rateDecay
    self.weightDecay = weightDecay
    self.epsilon = epsilon
  }

  /// Numbers remembered for each parameter.
  public var memoryCount: Int { 1 }
  /// What each remembered number begins with.
  public var initialMemory: Float { initialAccumulator }

  /// Moves a range of parameters by one step; see ``Optimizer``.
  public func update(_ range: OptimizerRange, step: Int, rate: Float) {
    scarp_adagrad(
      range.gradients, range.count, learningRate * rate / (1 + Float(step - 1) * rateDecay),
      weightDecay, epsilon, range.first, range.parameters)
  }
}
