/// What one pass over the training samples gave: a point of the training curve.
public struct EpochRecord: Equatable, Sendable, Codable {
  /// The number of the epoch, from 1.
  public let epoch: Int
  /// The mean loss over the epoch's batches, each before its own update (dropout and augmentation included).
  public let loss: Double
  /// The share of samples whose label got the larger logit, in those same batches.
  public let accuracy: Double
  /// The mean loss on the validation samples after the epoch; `nil` without them.
  public let validationLoss: Double?
  /// The accuracy on the validation samples after the epoch; `nil` without them.
  public let validationAccuracy: Double?
  /// The standard deviation of the predicted probability within batches: 0 when the network says the same of all; `nil`
  /// when every batch is a single sample.
  public let probabilityDeviation: Double?

  /// A point of a training curve.
  public init(
    epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil, probabilityDeviation: Double? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.probabilityDeviation = probabilityDeviation
  }
}

/// When to stop before the last epoch.
public struct EarlyStopping: Equatable, Sendable, Codable {
  /// How many epochs may pass without a better loss.
  public var patience: Int
  /// By how much a loss must fall to count as better.
  public var minimumImprovement: Double
  /// Whether the parameters of the best epoch come back at the end.
  public var restoresBest: Bool

  /// Stops after `patience` epochs without a better loss (validation loss where there is one).
  public init(patience: Int, minimumImprovement: Double = 0, restoresBest: Bool = true) {
    self.patience = patience
    self.minimumImprovement = minimumImprovement
    self.restoresBest = restoresBest
  }
}

/// Why training could not go on.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The loss is NaN or infinite; batch 0 stands for the end of the epoch.
  case notFinite(epoch: Int, batch: Int, loss: Double)
  /// There are no samples.
  case noSamples
  /// A checkpoint is damaged, or of another training: `part` of it is not what the run has.
  case foreignCheckpoint(part: String, found: String, expected: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .notFinite(let epoch, let batch, let loss):
      "the loss is \(loss) in epoch \(epoch), batch \(batch): "
        + "use a smaller learning rate, and check the inputs for extreme values"
    case .noSamples: "there are no samples to train on"
    case .foreignCheckpoint(let part, let found, let expected):
      "the checkpoint is not of this training: its \(part) is \(found), expected \(expected); "
        + "begin without it, or with what it was made of"
    }
  }
}
