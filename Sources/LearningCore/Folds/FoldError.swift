/// Why samples cannot be split as asked.
public enum FoldError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What a plan is made of beside labels, one for each sample.
  public enum Input: String, Equatable, Sendable {
    /// The numbers of samples that stay together.
    case groups
    /// Positions in metres.
    case coordinates
    /// Rows and columns on the grid.
    case cells
    /// Labels of the samples of a plan that exists.
    case labels
  }

  /// A plan needs at least two folds.
  case foldCount(Int)
  /// The share of the training samples is not between 0 and 1.
  case trainingShare(Double)
  /// There are not as many of these as samples.
  case inputCount(Input, found: Int, samples: Int)
  /// Fewer samples (or groups of samples that stay together) of this class than parts to spread them over.
  case tooFewSamples(label: Bool, found: Int, needed: Int)
  /// All validation samples of this fold, from 0, are of one class.
  case oneClass(fold: Int, label: Bool)
  /// One side of a split would hold one class only.
  case oneClassInSplit
  /// All samples that are left to train on in this fold, from 0, are of one class.
  case oneClassInTraining(fold: Int, label: Bool)
  /// No sample is left to train on in this fold, from 0.
  case noTraining(fold: Int)
  /// The coordinates of this sample are not finite.
  case notFinite(sample: Int, x: Double, y: Double)
  /// The coordinates of this prediction point, from 0, are not finite.
  case predictionPointNotFinite(point: Int, x: Double, y: Double)
  /// There are no points to predict for.
  case noPredictionPoints
  /// Fewer distinct positions than blocks.
  case tooFewPositions(found: Int, needed: Int)
  /// Fewer square blocks that hold samples than folds.
  case tooFewBlocks(found: Int, needed: Int)
  /// The side of a block is not a finite number above 0.
  case blockSize(Double)
  /// A distance to keep is not a finite number of at least 0.
  case radius(Double)
  /// A window needs at least one cell.
  case windowSize(Int)
  /// The largest share of a fold is not between one part in `folds` and 1.
  case maximumShare(Double, folds: Int)
  /// Of so many ways to merge clusters none fills each fold with both classes and keeps the largest share.
  case noMatchingFolds(tried: Int)
  /// The samples of this fold, from 0, are not rising, name one that is not there, or are on both sides.
  case sampleIndices(fold: Int)

  /// What was found, what was expected and what to do; folds are counted from 1.
  public var description: String {
    switch self {
    case .foldCount(let count): "\(count) folds, expected at least 2"
    case .trainingShare(let share): "the training share is \(share), expected between 0 and 1"
    case .inputCount(let input, let found, let samples):
      "\(found) \(input.rawValue) for \(samples) samples: each sample needs exactly one"
    case .tooFewSamples(let label, let found, let needed):
      "\(found) \(name(label)) (samples that stay together count once), expected at least \(needed): use fewer folds or more samples"
    case .oneClass(let fold, let label):
      "all validation samples of fold \(fold + 1) are \(name(label)): use fewer folds or random folds"
    case .oneClassInSplit:
      "a side of the split holds one class only: use more samples or a random split"
    case .oneClassInTraining(let fold, let label):
      "all training samples that fold \(fold + 1) keeps are \(name(label)): use a smaller distance or window, or more samples"
    case .noTraining(let fold):
      "fold \(fold + 1) keeps no training sample: use a smaller distance or window, or more samples"
    case .notFinite(let sample, let x, let y):
      "sample \(sample) lies at (\(x), \(y)): spatial folds need finite coordinates"
    case .predictionPointNotFinite(let point, let x, let y):
      "prediction point \(point) lies at (\(x), \(y)), expected finite coordinates"
    case .noPredictionPoints:
      "there are no prediction points: distances are matched to those of the map's cells"
    case .tooFewPositions(let found, let needed):
      "\(found) distinct positions, expected at least \(needed): use fewer blocks"
    case .tooFewBlocks(let found, let needed):
      "\(found) blocks hold samples, expected at least \(needed): use smaller blocks or fewer folds"
    case .blockSize(let size): "blocks of \(size) m, expected a finite size above 0"
    case .radius(let radius): "a distance of \(radius) m, expected a finite number of at least 0"
    case .windowSize(let size): "windows of \(size) cells, expected at least 1"
    case .maximumShare(let share, let folds):
      "the largest share of a fold is \(share), expected above 1/\(folds) and below 1"
    case .noMatchingFolds(let tried):
      "none of \(tried) ways to merge clusters fills every fold with both classes and keeps the largest share: use fewer folds or a larger share"
    case .sampleIndices(let fold):
      "fold \(fold + 1) names a sample twice, out of order, or one that is not there: the plan belongs to other samples"
    }
  }

  private func name(_ label: Bool) -> String { label ? "landslides" : "absences" }
}
