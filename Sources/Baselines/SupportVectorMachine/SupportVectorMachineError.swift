/// What goes wrong with a support vector machine beyond the samples (``LearningCore/EstimatorError``).
public enum SupportVectorMachineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The optimisation has not come to an end within so many iterations; the optimality conditions are still violated by
  /// `violation`.
  case notConverged(iterations: Int, violation: Double)
  /// The kernel of some training sample with itself is too large to compute with.
  case kernelTooLarge(value: Double)

  /// Kernels are below this number.
  static let largestKernel = 1e12

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .notConverged(let iterations, let violation):
      "no optimum after \(iterations) iterations (violation \(violation)): raise the tolerance or the limit, or lower the penalty"
    case .kernelTooLarge(let value):
      "the kernel reaches \(value), expected below \(Self.largestKernel): standardise the columns, or lower gamma or the degree"
    }
  }
}
