import Foundation

/// A map from the probabilities of a model to probabilities that hold: of samples given 0.3, three in ten are
/// landslides.
///
/// A calibrator is fitted to samples that the model was not fitted to: those of validation, or the folds of a
/// cross-validation put together. Calibrators live here rather than among the measures because models carry them: the
/// support vector machine has a ``PlattScaling`` in it.
public protocol Calibrator: Codable, Equatable, Sendable {
  /// The calibrated probability for a model's, both 0...1; `.nan` for `.nan`.
  func calibrated(_ probability: Double) -> Double
}

extension Calibrator {
  /// The calibrated probabilities for a model's, in their order.
  public func calibrated(_ probabilities: [Double]) -> [Double] {
    probabilities.map { calibrated($0) }
  }
}

/// Why probabilities cannot be calibrated; what is wrong with labels is an ``EstimatorError``.
public enum CalibrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was predicted for this sample, from 0, is not a probability.
  case notAProbability(sample: Int, value: Double)
  /// The decision value of this sample, from 0, is not finite.
  case notFinite(sample: Int, value: Double)
  /// A share of landslides is not between 0 and 1.
  case prevalence(Double)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .notAProbability(let sample, let value):
      "sample \(sample + 1) has the probability \(value), expected 0 to 1"
    case .notFinite(let sample, let value):
      "sample \(sample + 1) has the decision value \(value), expected a finite number"
    case .prevalence(let value):
      "a share of landslides of \(value), expected above 0 and below 1"
    }
  }

  /// Checks what every fit needs: a probability and a label for each sample, both classes.
  static func check(_ probabilities: [Double], labels: [Bool]) throws {
    try EstimatorError.check(count: probabilities.count, labels: labels)
    for (sample, value) in probabilities.enumerated() where !(value >= 0 && value <= 1) {
      throw CalibrationError.notAProbability(sample: sample, value: value)
    }
  }
}

/// The logarithm of the odds of a probability, cut to that of 1e-12 and 1 - 1e-12: certainty is finite.
///
/// ```
/// logit(p) = ln(p / (1 - p))
/// ```
func logit(_ probability: Double) -> Double {
  // `min` and `max` would turn NaN into a number.
  guard !probability.isNaN else { return .nan }
  let inside = min(max(probability, 1e-12), 1 - 1e-12)
  return log(inside) - log1p(-inside)
}

/// The probability of some logarithm of the odds, 0...1; `.nan` for `.nan`.
func logistic(_ value: Double) -> Double {
  // Both forms are the same number; each stays in range for its sign.
  value >= 0 ? 1 / (1 + exp(-value)) : exp(value) / (1 + exp(value))
}
