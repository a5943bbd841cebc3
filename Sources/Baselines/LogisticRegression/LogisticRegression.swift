import LearningCore

/// Logistic regression with a ridge: the linear model that landslide studies are measured by.
///
/// ```
/// P(landslide | x) = 1 / (1 + exp(-(b + w.x)))
/// minimise  sum_i -ln P(y_i | x_i) + lambda / 2 |v|^2      v the coefficients of the standardised columns
/// ```
/// Not in the paper: our choice as the simplest baseline. Solved by Newton's method in double precision.
public struct LogisticRegression: Estimator, Equatable {
  /// Lambda, above 0. The ridge keeps coefficients finite when the classes can be separated, and shares the weight between
  /// columns that say the same. scikit-learn's C is its inverse.
  public var penalty: Double
  /// How much the samples of each class count.
  public var classWeights: ClassWeights
  /// The most steps of Newton's method, at least 1.
  public var maximumIterations: Int

  /// Hyperparameters; see the properties of the same names.
  public init(
    penalty: Double = 1e-3, classWeights: ClassWeights = .equal, maximumIterations: Int = 100
  ) {
    self.penalty = penalty
    self.classWeights = classWeights
    self.maximumIterations = maximumIterations
  }

  /// Fits the coefficients; nothing is random.
  ///
  /// - Parameters:
  ///   - samples: n rows of finite values, a column for each factor.
  ///   - labels: n labels; `true` means landslide.
  ///   - generator: not used.
  /// - Throws: ``EstimatorError`` for no samples, one class, values that are not finite (row and column are named) and
  ///   hyperparameters out of range; ``LogisticRegressionError`` when Newton's method does not come to an end.
  public func fitted(
    to samples: Matrix, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> LogisticRegressionModel {
    try EstimatorError.check(samples, labels: labels)
    try EstimatorError.require(
      penalty > 0 && penalty.isFinite, "penalty", penalty, expected: "a finite number above 0")
    try EstimatorError.require(
      maximumIterations >= 1, "maximumIterations", maximumIterations, expected: "at least 1")
    let weights = try classWeights.resolved(labels: labels)
    let standardization = Standardization(of: samples)
    let problem = LogisticProblem(
      samples: samples, standardization: standardization, labels: labels,
      weights: labels.map { $0 ? weights.landslide : weights.absence }, penalty: penalty)
    let solution = try problem.solved(maximumIterations: maximumIterations)
    let slopes = zip(solution.dropLast(), standardization.scales).map { $0 / $1 }
    let shift = zip(slopes, standardization.means).reduce(0) { $0 + $1.0 * $1.1 }
    return LogisticRegressionModel(
      coefficients: slopes, intercept: solution[solution.count - 1] - shift)
  }
}

/// What goes wrong with a logistic regression beyond the samples (``LearningCore/EstimatorError``).
public enum LogisticRegressionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Newton's method has not come to an end within so many steps.
  case notConverged(iterations: Int)
  /// The matrix of second derivatives cannot be factored; `minor` is the order at which it fails.
  case singular(minor: Int)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .notConverged(let iterations):
      "no optimum after \(iterations) steps: raise the penalty"
    case .singular(let minor):
      "the second derivatives are singular at column \(minor), the intercept being the last: raise the penalty"
    }
  }
}
