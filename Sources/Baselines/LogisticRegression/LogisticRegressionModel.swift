import Foundation
import LearningCore

/// A fitted logistic regression.
public struct LogisticRegressionModel: Classifier, Equatable {
  /// By how much the log-odds of a landslide grow with each unit of a factor.
  public let coefficients: [Double]
  /// The log-odds where all factors are 0.
  public let intercept: Double

  init(coefficients: [Double], intercept: Double) {
    self.coefficients = coefficients
    self.intercept = intercept
  }

  /// The probability of a landslide for each sample, 0...1; `.nan` for a row with a value that
  /// is not finite.
  ///
  /// - Precondition: as many columns as the model was fitted to.
  public func probabilities(for samples: Matrix) -> [Double] {
    requireColumns(samples.columns, coefficients.count)
    return samples.values.withUnsafeBufferPointer { values in
      (0..<samples.rows).map { row in
        var logit = intercept
        for column in 0..<coefficients.count {
          logit += coefficients[column] * Double(values[row * coefficients.count + column])
        }
        return logit.isFinite ? 1 / (1 + exp(-logit)) : .nan
      }
    }
  }
}

extension LogisticRegressionModel: Codable {
  private enum CodingKeys: String, CodingKey { case coefficients, intercept }

  /// Reads a model and checks it.
  ///
  /// - Throws: `DecodingError` when there are no coefficients or a number is not finite.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    coefficients = try container.decode([Double].self, forKey: .coefficients)
    intercept = try container.decode(Double.self, forKey: .intercept)
    try requireDecoded(
      !coefficients.isEmpty && intercept.isFinite && coefficients.allSatisfy(\.isFinite),
      at: decoder.codingPath,
      "\(coefficients.count) coefficients and the intercept \(intercept), expected finite numbers, at least one coefficient"
    )
  }
}
