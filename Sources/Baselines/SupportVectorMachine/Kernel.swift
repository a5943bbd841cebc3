import CVectorLoops
import Foundation
import LearningCore

/// How alike two samples are.
public enum Kernel: Equatable, Sendable {
  /// The factor of distances or products.
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
  /// `K(a, b) = (gamma a . b + coefficient)^degree`, the degree from 1 to 100, the coefficient from 0.
  case polynomial(degree: Int, gamma: Gamma = .scale, coefficient: Double = 0)

  /// The kernel with its numbers worked out for a table.
  func resolved(for samples: Matrix) throws -> ResolvedKernel {
    switch self {
    case .linear: return .linear
    case .radialBasis(let gamma): return .radialBasis(gamma: try gamma.resolved(for: samples))
    case .polynomial(let degree, let gamma, let coefficient):
      try EstimatorError.require(
        ResolvedKernel.degrees.contains(degree), "degree", degree, expected: "1 to 100")
      // Below 0 the kernel is no inner product, and the optimum need not exist.
      try EstimatorError.require(
        coefficient >= 0 && coefficient.isFinite, "coefficient", coefficient,
        expected: "a finite number from 0")
      return .polynomial(
        degree: degree, gamma: try gamma.resolved(for: samples), coefficient: coefficient)
    }
  }
}

extension Kernel.Gamma {
  fileprivate func resolved(for samples: Matrix) throws -> Double {
    switch self {
    case .value(let gamma):
      try EstimatorError.require(
        gamma > 0 && gamma.isFinite, "gamma", gamma, expected: "a finite number above 0")
      return gamma
    case .scale:
      let n = Double(samples.values.count)
      let mean = samples.values.reduce(0) { $0 + Double($1) } / n
      let variance =
        samples.values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n
      let gamma = 1 / (Double(samples.columns) * variance)
      return variance > 0 && gamma.isFinite && gamma > 0 ? gamma : 1
    }
  }
}

/// A kernel of a fitted machine.
package enum ResolvedKernel: Equatable, Sendable, Codable {
  case radialBasis(gamma: Double)
  case linear
  case polynomial(degree: Int, gamma: Double, coefficient: Double)

  /// The degrees of polynomials; more overflow for any data.
  static let degrees = 1...100

  /// Whether the numbers are in range.
  var isValid: Bool {
    switch self {
    case .linear: true
    case .radialBasis(let gamma): gamma > 0 && gamma.isFinite
    case .polynomial(let degree, let gamma, let coefficient):
      Self.degrees.contains(degree) && gamma > 0 && gamma.isFinite && coefficient.isFinite
    }
  }

  /// Gamma, for the kernels that have one.
  var gamma: Double? {
    switch self {
    case .linear: nil
    case .radialBasis(let gamma), .polynomial(_, let gamma, _): gamma
    }
  }

  /// The kernel of a sample with itself, from its squared norm; no other pair of samples with norms up to it has more.
  func ofItself(squaredNorm: Double) -> Double {
    switch self {
    case .linear: squaredNorm
    case .radialBasis: 1
    case .polynomial(let degree, let gamma, let coefficient):
      pow(gamma * squaredNorm + coefficient, Double(degree))
    }
  }

  /// The kernel for the loops in single precision. A greater gamma than that has is like the greatest: each sample is alike
  /// itself alone.
  var loops: scarp_kernel {
    func single(_ value: Double) -> Float {
      Float(min(value, Double(Float.greatestFiniteMagnitude)))
    }
    return switch self {
    case .linear:
      scarp_kernel(kind: SCARP_LINEAR, degree: 1, gamma: 1, coefficient: 0)
    case .radialBasis(let gamma):
      scarp_kernel(kind: SCARP_RADIAL_BASIS, degree: 1, gamma: single(gamma), coefficient: 0)
    case .polynomial(let degree, let gamma, let coefficient):
      scarp_kernel(
        kind: SCARP_POLYNOMIAL, degree: degree, gamma: single(gamma),
        coefficient: single(coefficient))
    }
  }
}
