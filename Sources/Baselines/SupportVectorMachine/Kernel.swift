import LearningCore

/// How alike two samples are.
public enum Kernel: Equatable, Sendable {
  /// The width of the radial basis function.
  public enum Gamma: Equatable, Sendable {
    /// `1 / (columns * variance)` of all values that the machine sees (standardised ones by default); 1 when they don't vary.
    case scale
    /// This number, above 0.
    case value(Double)
  }

  /// `K(a, b) = exp(-gamma |a - b|^2)`
  case radialBasis(gamma: Gamma)
  /// `K(a, b) = a . b`
  case linear

  /// The kernel with its numbers worked out for a table.
  func resolved(for samples: Matrix) throws -> ResolvedKernel {
    switch self {
    case .linear: return .linear
    case .radialBasis(.value(let gamma)):
      try EstimatorError.require(
        gamma > 0 && gamma.isFinite, "gamma", gamma, expected: "a finite number above 0")
      return .radialBasis(gamma: gamma)
    case .radialBasis(.scale):
      let n = Double(samples.values.count)
      let mean = samples.values.reduce(0) { $0 + Double($1) } / n
      let variance =
        samples.values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n
      let gamma = 1 / (Double(samples.columns) * variance)
      return .radialBasis(gamma: variance > 0 && gamma.isFinite && gamma > 0 ? gamma : 1)
    }
  }
}

/// A kernel of a fitted machine.
package enum ResolvedKernel: Equatable, Sendable, Codable {
  case radialBasis(gamma: Double)
  case linear
}
