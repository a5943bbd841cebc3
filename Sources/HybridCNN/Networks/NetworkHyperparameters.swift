import NeuralCore

/// Everything a user may choose about a network and its training; Table 2 of the paper with what it leaves open.
public struct NetworkHyperparameters: Sendable, Codable, Equatable {
  /// The optimizers that can be chosen.
  public enum OptimizerKind: String, Sendable, Codable, CaseIterable {
    case adagrad, sgd, adam, adamw
  }

  /// How training samples are varied.
  public enum Augmentation: String, Sendable, Codable, CaseIterable {
    /// As they are.
    case none
    /// Each time a sample is drawn, one of the eight flips and rotations of its window and of the directions in it
    /// (``FeaturePlanes/directions``); the cell's own channels stay as they are.
    case dihedral
  }

  /// Over which turns of a window the probability is averaged.
  public enum PredictionFlips: String, Sendable, Codable, CaseIterable {
    /// The window as it is.
    case none
    /// The mean over the eight flips and rotations of the window, turned as in ``Augmentation/dihedral``; prediction takes
    /// eight times as long.
    case dihedral
  }

  /// How the classes count in the loss.
  public enum ClassWeighting: String, Sendable, Codable, CaseIterable {
    /// Each sample counts 1.
    case none
    /// Each class counts the same in total: `n / (2 n_class)` per sample.
    case balanced
  }

  /// What is known of the logit before the network learns.
  public enum LinearPath: String, Sendable, Codable, CaseIterable {
    /// Nothing.
    case none
    /// The logistic regression of the cell's own channels, fitted to the training samples and kept: ``LinearLogit``. The
    /// networks that see the cell's own channels apart (hybrid and CNN-1D) have it.
    case logistic
  }

  /// How channels are scaled before a network sees them.
  public enum InputScaling: String, Sendable, Codable, CaseIterable {
    /// Not at all.
    case none
    /// To mean 0 and standard deviation 1 over the cells of the training samples: ``ChannelStandardization``.
    case standardized
  }

  /// What to do with a training that collapsed: a network whose rectifiers all are silent says the same of every
  /// sample, has the loss of guessing (0.693 for equal classes), and no gradient to recover by.
  public enum CollapseRule: Sendable, Codable, Equatable {
    /// Begin again with other random numbers, at most `attempts` times in all; then throw.
    case restart(attempts: Int)
    /// Throw.
    case fail
    /// Go on.
    case ignore
  }

  /// The width of the window around a cell; odd, at least 11.
  public var window = 13
  /// The filters of the two 2D convolutions.
  public var filters2D = [32, 64]
  /// The filters of the two 1D convolutions.
  public var filters1D = [16, 32]
  /// The width of the fully connected layer.
  public var hidden = 64
  /// The width of all kernels; odd.
  public var kernelSize = 3
  /// The width of the pooling window.
  public var poolingSize = 2
  /// The step of the pooling window.
  public var poolingStride = 2
  /// The function between the layers; the paper's is the rectifier. With another a map is evaluated patch by patch.
  public var activation = Activation.relu
  /// How weights move.
  public var optimizer = OptimizerKind.adagrad
  /// How fast; above 0.
  public var learningRate = 0.08
  /// What Adagrad's sums of squares begin with.
  public var initialAccumulator = 0.0
  /// The momentum of `sgd`, 0..<1.
  public var momentum = 0.0
  /// The L2 penalty (decoupled with `adamw`).
  public var weightDecay = 0.0
  /// How the learning rate changes.
  public var schedule = LearningRateSchedule.constant
  /// Samples per step.
  public var batchSize = 32
  /// Passes over the samples.
  public var epochs = 300
  /// The share of hidden values that is dropped before the last layer, 0..<1.
  public var dropout = 0.0
  /// How training samples are varied.
  public var augmentation = Augmentation.none
  /// Over which turns of a window the probability is averaged.
  public var predictionFlips = PredictionFlips.none
  /// What is known of the logit before the network learns.
  public var linearPath = LinearPath.none
  /// How channels are scaled before the network sees them.
  public var inputScaling = InputScaling.none
  /// How weights begin.
  public var initialization = Initialization.torchDefault
  /// How the classes count.
  public var classWeighting = ClassWeighting.none
  /// When to stop early; off by default.
  public var earlyStopping: EarlyStopping?
  /// What to do with a training that collapsed.
  public var collapse = CollapseRule.restart(attempts: 5)

  /// The preset ``paper``.
  public init() {}

  /// The paper's Table 2; filters and hidden width, which it does not give, as chosen here.
  public static let paper = NetworkHyperparameters()

  /// Not in the paper: a network that is trained more gently, on channels of one size and on turned windows, because the
  /// paper's recipe learns a set of this size by heart; that looks at the middle of its window; and that begins from a
  /// logistic regression, which holds on ground that no sample has seen.
  ///
  /// For channels that are values of factors. Channels that are weights of classes, which come from the labels already,
  /// do better without the ``linearPath``.
  public static let recommended: NetworkHyperparameters = {
    var chosen = NetworkHyperparameters()
    chosen.learningRate = 0.002
    chosen.dropout = 0.5
    chosen.weightDecay = 1e-3
    chosen.augmentation = .dihedral
    chosen.poolingSize = 3
    chosen.linearPath = .logistic
    chosen.inputScaling = .standardized
    chosen.epochs = 60
    return chosen
  }()
}

extension NetworkHyperparameters {
  /// Checks that each value is in its range.
  ///
  /// - Throws: ``NetworkError`` naming the first that is not, what it is and what was expected.
  public func check() throws {
    try NetworkArchitecture.check(window: window)
    try checkShape()
    try checkRates()
    try require(
      (1...1 << 24).contains(batchSize), "batchSize", batchSize, "at least 1, at most 2^24")
    try require((1...1 << 24).contains(epochs), "epochs", epochs, "at least 1, at most 2^24")
    if case .step(let every, let factor) = schedule {
      try require(every >= 1, "schedule's every", every, "at least 1")
      try require(factor > 0 && factor.isFinite, "schedule's factor", factor, "above 0")
    }
    if case .cosine(let least) = schedule {
      try require(least >= 0 && least <= 1, "schedule's least", least, "0 to 1")
    }
    if case .restart(let attempts) = collapse {
      try require(attempts >= 1, "attempts", attempts, "at least 1")
    }
    if let earlyStopping {
      try require(earlyStopping.patience >= 1, "patience", earlyStopping.patience, "at least 1")
      try require(
        earlyStopping.minimumImprovement.isFinite && earlyStopping.minimumImprovement >= 0,
        "minimumImprovement", earlyStopping.minimumImprovement, "at least 0")
    }
  }

  private func checkShape() throws {
    let most = NetworkArchitecture.mostLength
    for (name, filters) in [("filters2D", filters2D), ("filters1D", filters1D)] {
      try require(
        filters.count == 2 && filters.allSatisfy { (1...most).contains($0) }, name, filters,
        "two numbers of 1 to \(most)")
    }
    try require((1...most).contains(hidden), "hidden", hidden, "1 to \(most)")
    try require(
      kernelSize >= 1 && kernelSize % 2 == 1 && kernelSize <= window, "kernelSize", kernelSize,
      "an odd number of 1 to the window's \(window)")
    try require(
      (1...window).contains(poolingSize), "poolingSize", poolingSize, "1 to the window's \(window)")
    try require(
      (1...window).contains(poolingStride), "poolingStride", poolingStride,
      "1 to the window's \(window)")
  }

  private func checkRates() throws {
    // Networks compute in single precision, in which a number may vanish or overflow.
    let rate = Float(learningRate)
    try require(
      rate >= .leastNormalMagnitude && rate.isFinite, "learningRate", learningRate,
      "a number above 0 that single precision holds")
    for (name, value) in [("initialAccumulator", initialAccumulator), ("weightDecay", weightDecay)]
    {
      try require(
        value >= 0 && Float(value).isFinite, name, value,
        "a number of at least 0 that single precision holds")
    }
    for (name, value) in [("momentum", momentum), ("dropout", dropout)] {
      // The largest share that stays below 1 in single precision.
      try require(value >= 0 && value <= 0.999_999, name, value, "0 to below 1")
    }
  }

  private func require(
    _ isRight: Bool, _ name: String, _ value: some Sendable, _ expected: String
  ) throws {
    guard isRight else {
      throw NetworkError.hyperparameter(name: name, value: "\(value)", expected: expected)
    }
  }

  /// The optimizer these hyperparameters describe.
  func makeOptimizer() -> any Optimizer {
    let rate = Float(learningRate)
    let decay = Float(weightDecay)
    switch optimizer {
    case .adagrad:
      return Adagrad(
        learningRate: rate, initialAccumulator: Float(initialAccumulator), weightDecay: decay)
    case .sgd: return SGD(learningRate: rate, momentum: Float(momentum), weightDecay: decay)
    case .adam: return Adam(learningRate: rate, weightDecay: decay)
    case .adamw: return Adam.decoupled(learningRate: rate, weightDecay: decay)
    }
  }
}
