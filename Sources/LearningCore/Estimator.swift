/// A fitted model of two classes.
public protocol Classifier<Input>: Sendable {
  associatedtype Input: SampleBatch

  /// The probability of the positive class (landslide) for each sample, in 0...1.
  func probabilities(for samples: Input) -> [Double]

  /// The same with a number of threads; `nil`: one for each core. Default: as the model does by itself.
  func probabilities(for samples: Input, threads: Int?) -> [Double]
}

extension Classifier {
  /// The probability of the positive class for each sample, by a model that has no threads to choose.
  public func probabilities(for samples: Input, threads: Int?) -> [Double] {
    probabilities(for: samples)
  }
}

/// Hyperparameters that know how to fit a model.
///
/// Fitting returns a new value, so a model that is not fitted yet cannot be asked anything. An estimator is
/// a value: cross-validation and the jackknife fit the same one many times.
public protocol Estimator<Input>: Sendable {
  associatedtype Input
  associatedtype Model: Classifier<Input>

  /// Fits a model.
  ///
  /// - Parameters:
  ///   - samples: n samples.
  ///   - labels: n labels; `true` means landslide.
  ///   - generator: the only source of randomness; the same state gives the same model for any number of threads.
  /// - Throws: ``EstimatorError`` when the samples cannot be learned from; a conforming type may add errors of its own.
  func fitted(
    to samples: Input, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> Model
}

/// What every estimator finds wrong with its samples.
public enum EstimatorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are `samples` samples but `labels` labels.
  case labelCount(samples: Int, labels: Int)
  /// All `count` samples carry the label `label`.
  case oneClass(label: Bool, count: Int)
  /// There are no samples.
  case noSamples
  /// The value in this row and column, both from 0, is not finite.
  case notFinite(row: Int, column: Int, value: Float)
  /// A hyperparameter is out of its range.
  case hyperparameter(name: String, value: String, expected: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .labelCount(let samples, let labels):
      "\(samples) samples but \(labels) labels: each sample needs exactly one label"
    case .oneClass(let label, let count):
      "all \(count) samples are \(label ? "landslides" : "absences"): a model needs both classes"
    case .noSamples: "there are no samples to learn from"
    case .notFinite(let row, let column, let value):
      "sample \(row + 1), column \(column + 1) is \(value): models need finite numbers"
    case .hyperparameter(let name, let value, let expected):
      "\(name) is \(value), expected \(expected)"
    }
  }

  /// Checks what every estimator needs: samples, a label for each, both classes.
  public static func check(count: Int, labels: [Bool]) throws {
    guard count == labels.count else {
      throw EstimatorError.labelCount(samples: count, labels: labels.count)
    }
    guard let first = labels.first else { throw EstimatorError.noSamples }
    guard labels.contains(!first) else {
      throw EstimatorError.oneClass(label: first, count: count)
    }
  }
}
