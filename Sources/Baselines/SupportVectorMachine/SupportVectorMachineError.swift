/// What goes wrong with a support vector machine beyond the samples (``LearningCore/EstimatorError``).
public enum SupportVectorMachineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The optimisation has not come to an end within so many iterations; the optimality conditions are still violated by
  /// `violation`.
  case notConverged(iterations: Int, violation: Double)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .notConverged(let iterations, let violation):
      "no optimum after \(iterations) iterations (violation \(violation)): raise the tolerance or the limit, or lower the penalty"
    }
  }
}
