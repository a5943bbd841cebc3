/// Where a training stood after an epoch: a run that is given it goes on as if it had never been interrupted.
///
/// Shuffling, dropout and augmentation derive from the seed and the epoch, so no state of a generator is needed.
public struct TrainingCheckpoint: Equatable, Sendable {
  /// What the run was made of, by name; only a run that is made of the same can continue.
  public let subject: [String: String]
  /// One record per finished epoch.
  public let records: [EpochRecord]
  /// The parameters after the last of these epochs, as they lie in memory.
  public let parameters: [Float]
  /// What the optimizer remembers of each parameter: 0 to 2 lists as long as the parameters.
  public let memory: [[Float]]
  /// How many steps the optimizer has made.
  public let steps: Int
  /// The parameters of the best epoch so far; `nil` without early stopping.
  public let best: [Float]?

  /// A checkpoint with this content; whether it fits is checked when a run is to go on from it.
  public init(
    subject: [String: String], records: [EpochRecord], parameters: [Float], memory: [[Float]],
    steps: Int, best: [Float]?
  ) {
    self.subject = subject
    self.records = records
    self.parameters = parameters
    self.memory = memory
    self.steps = steps
    self.best = best
  }

  /// The number of finished epochs.
  public var epochs: Int { records.count }
}

/// When a training hands out checkpoints, and to whom.
public struct TrainingCheckpoints {
  /// The number of epochs between two checkpoints.
  public let interval: Int
  /// Receives each checkpoint; an error that it throws ends the training.
  public let store: (TrainingCheckpoint) throws -> Void

  /// A checkpoint every `interval` epochs, and one after the last.
  ///
  /// - Precondition: `interval` is positive.
  public init(every interval: Int, store: @escaping (TrainingCheckpoint) throws -> Void) {
    precondition(interval > 0, "the checkpoint interval is \(interval), expected at least 1")
    self.interval = interval
    self.store = store
  }
}

extension TrainingCheckpoint {
  /// Checks that a run made of `expected` can go on from here.
  ///
  /// - Parameters:
  ///   - parameterCount: the number of the network's parameters.
  ///   - batches: the most steps of an epoch.
  /// - Throws: ``TrainingError/foreignCheckpoint(part:found:expected:)``.
  func check(
    _ expected: [String: String], training: Training, parameterCount: Int, batches: Int
  ) throws {
    func require(_ part: String, _ found: String?, _ expected: String?) throws {
      guard found != expected else { return }
      throw TrainingError.foreignCheckpoint(
        part: part, found: found ?? "none", expected: expected ?? "none")
    }
    for part in Set(subject.keys).union(expected.keys).sorted() {
      try require(part, subject[part], expected[part])
    }
    let epochs = records.map(\.epoch)
    guard (1...training.epochs).contains(epochs.count), epochs == Array(1...epochs.count) else {
      throw TrainingError.foreignCheckpoint(
        part: "epochs", found: "\(epochs)", expected: "1, 2, ... up to \(training.epochs)")
    }
    guard (0...epochs.count * batches).contains(steps) else {
      throw TrainingError.foreignCheckpoint(
        part: "steps", found: "\(steps)", expected: "0 to \(epochs.count * batches)")
    }
    try require("optimizer memory", "\(memory.count)", "\(training.optimizer.memoryCount)")
    try require("best epoch", "\(best != nil)", "\(training.earlyStopping != nil)")
    for values in [parameters] + memory + (best.map { [$0] } ?? []) {
      try require("number of parameters", "\(values.count)", "\(parameterCount)")
    }
    guard (parameters + (best ?? [])).allSatisfy(\.isFinite) else {
      throw TrainingError.foreignCheckpoint(
        part: "parameters", found: "NaN or infinity", expected: "finite numbers")
    }
  }
}
