/// What a training run has reached.
struct TrainingState {
  var update: ParameterUpdate
  private(set) var records: [EpochRecord] = []
  private var best = BestParameters()
  private let earlyStopping: EarlyStopping?
  private let epochs: Int

  /// Before the first epoch.
  init(_ training: Training, parameters: [Float]) {
    update = ParameterUpdate(parameters, optimizer: training.optimizer)
    earlyStopping = training.earlyStopping
    epochs = training.epochs
  }

  /// After the epochs of a checkpoint that fits.
  init(_ training: Training, from checkpoint: TrainingCheckpoint) {
    update = ParameterUpdate(checkpoint, optimizer: training.optimizer)
    records = checkpoint.records
    earlyStopping = training.earlyStopping
    epochs = training.epochs
    if let earlyStopping { best = BestParameters(checkpoint, earlyStopping) }
  }

  /// Whether the last epoch is over.
  var isOver: Bool {
    records.count == epochs || earlyStopping.map { best.shouldStop($0) } == true
  }

  /// Takes note of an epoch.
  mutating func add(_ record: EpochRecord) {
    records.append(record)
    if let earlyStopping { best.add(record, parameters: update.parameters, earlyStopping) }
  }

  /// What a run needs to go on from here.
  func checkpoint(of subject: [String: String]) -> TrainingCheckpoint {
    TrainingCheckpoint(
      subject: subject, records: records, parameters: update.parameters.values,
      memory: update.memory.map(\.values), steps: update.steps, best: best.parameters)
  }

  /// The parameters to keep: those of the last epoch, or of the best.
  var result: [Float] {
    (earlyStopping?.restoresBest == true ? best.parameters : nil) ?? update.parameters.values
  }
}
