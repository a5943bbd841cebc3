/// A split of samples into those that a model is fitted to and those that it is judged by.
public struct Fold: Equatable, Sendable, Codable {
  /// The indices of the samples to fit to, rising.
  public let training: [Int]
  /// The indices of the samples to judge by, rising.
  public let validation: [Int]

  /// A split into these samples.
  public init(training: [Int], validation: [Int]) {
    self.training = training
    self.validation = validation
  }

  /// The split that a mask makes: samples where it is `true` are validated.
  init(validating mask: [Bool]) {
    training = mask.indices.filter { !mask[$0] }
    validation = mask.indices.filter { mask[$0] }
  }
}

/// Why samples cannot be split as asked.
public enum FoldError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A plan needs at least two folds.
  case foldCount(Int)
  /// The share of the training samples is not between 0 and 1.
  case trainingShare(Double)
  /// Fewer samples (or groups of samples that stay together) of this class than parts to spread them over.
  case tooFewSamples(label: Bool, found: Int, needed: Int)
  /// All validation samples of this fold, from 0, are of one class.
  case oneClass(fold: Int, label: Bool)
  /// One side of a split would hold one class only.
  case oneClassInSplit
  /// The coordinates of this sample are not finite.
  case notFinite(sample: Int, x: Double, y: Double)
  /// Fewer distinct positions than blocks.
  case tooFewPositions(found: Int, needed: Int)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .foldCount(let count): "\(count) folds, expected at least 2"
    case .trainingShare(let share): "the training share is \(share), expected between 0 and 1"
    case .tooFewSamples(let label, let found, let needed):
      "\(found) \(label ? "landslides" : "absences") (samples that stay together count once), expected at least \(needed): use fewer folds or more samples"
    case .oneClass(let fold, let label):
      "all validation samples of fold \(fold) are \(label ? "landslides" : "absences"): use fewer folds or random folds"
    case .oneClassInSplit:
      "a side of the split holds one class only: use more samples or a random split"
    case .notFinite(let sample, let x, let y):
      "sample \(sample) lies at (\(x), \(y)): spatial blocks need finite coordinates"
    case .tooFewPositions(let found, let needed):
      "\(found) distinct positions, expected at least \(needed): use fewer blocks"
    }
  }
}
