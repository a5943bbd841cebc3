import NeuralCore
import Testing

@Suite struct TrainingCheckpointTests {
  private struct Interruption: Error {}

  private static let samples = TrainingTests.rings(61)
  private static let validation = TrainingTests.rings(23)

  /// The checkpoints of a run, and what it comes to; it is interrupted after `epoch`.
  private static func run(
    _ training: Training, from start: TrainingCheckpoint? = nil, every interval: Int = 1,
    threads: Int = 1, interruptedAfter epoch: Int = .max
  ) throws -> (parameters: [Float], curve: [EpochRecord], checkpoints: [TrainingCheckpoint]) {
    var network = TrainingTests.network()
    var checkpoints: [TrainingCheckpoint] = []
    var curve: [EpochRecord] = []
    do {
      curve = try training.run(
        &network, on: samples, validation: validation, seed: 8, from: start,
        checkpoints: TrainingCheckpoints(every: interval) { checkpoints.append($0) },
        threads: threads, progress: { if $0.epoch == epoch { throw Interruption() } })
    } catch is Interruption {}
    return (network.parameters, curve, checkpoints)
  }

  private static let trainings: [Training] = [
    Training(optimizer: SGD(learningRate: 0.1, momentum: 0.9), batchSize: 16, epochs: 7),
    Training(
      optimizer: Adagrad(learningRate: 0.1, rateDecay: 0.01), schedule: .cosine(least: 0.1),
      batchSize: 40, epochs: 7),
    Training(optimizer: Adam(learningRate: 0.02), batchSize: 7, epochs: 7),
    Training(
      optimizer: SGD(learningRate: 0.5), epochs: 7, earlyStopping: EarlyStopping(patience: 2)),
  ]

  @Test(arguments: 0..<4) func aRunFromAnyCheckpointEndsTheSame(index: Int) throws {
    let training = Self.trainings[index]
    let whole = try Self.run(training)
    var plain = TrainingTests.network()
    try training.run(
      &plain, on: Self.samples, validation: Self.validation, seed: 8, threads: 1)
    #expect(whole.parameters == plain.parameters, "checkpoints change nothing")
    #expect(whole.checkpoints.map(\.epochs) == Array(1...whole.curve.count))
    for checkpoint in whole.checkpoints {
      let resumed = try Self.run(training, from: checkpoint, threads: 3)
      #expect(resumed.parameters == whole.parameters, "from epoch \(checkpoint.epochs)")
      #expect(resumed.curve == whole.curve)
    }
  }

  @Test func aStoppedTrainingStaysStopped() throws {
    // A rate at which the loss leaps: some epoch is not better than the ones before.
    var training = Self.trainings[3]
    training.epochs = 60
    training.earlyStopping = EarlyStopping(patience: 1)
    let whole = try Self.run(training)
    #expect(whole.curve.count < 60)
    let last = try #require(whole.checkpoints.last)
    #expect(last.epochs == whole.curve.count)
    #expect(last.best == whole.parameters && last.parameters != whole.parameters)
    let again = try Self.run(training, from: last)
    #expect(again.parameters == whole.parameters && again.curve == whole.curve)
    #expect(again.checkpoints.isEmpty)
  }

  @Test func checkpointsComeAtTheirIntervalAndAtTheEnd() throws {
    var training = Self.trainings[1]
    training.epochs = 8
    #expect(try Self.run(training, every: 3).checkpoints.map(\.epochs) == [3, 6, 8])
    let broken = try Self.run(training, every: 3, interruptedAfter: 5)
    #expect(broken.checkpoints.map(\.epochs) == [3])
    #expect(broken.parameters == TrainingTests.network().parameters, "nothing has been learned")
    let resumed = try Self.run(training, from: broken.checkpoints.last, every: 3)
    #expect(resumed.checkpoints.map(\.epochs) == [6, 8])
    #expect(try resumed.parameters == Self.run(training).parameters)
  }

  /// What is changed, and the part that the error has to name.
  @Test(arguments: [
    "seed", "optimizer", "schedule", "batch size", "number of epochs", "loss", "early stopping",
    "samples", "validation samples", "network",
  ])
  func aCheckpointOfAnotherTrainingIsRefused(part: String) throws {
    var training = Self.trainings[1]
    let start = try #require(Self.run(training).checkpoints.first)
    var network = TrainingTests.network()
    var samples = Self.samples
    var validation = Self.validation
    var seed: UInt64 = 8
    switch part {
    case "seed": seed = 9
    case "optimizer": training.optimizer = Adagrad(learningRate: 0.1)
    case "schedule": training.schedule = .constant
    case "batch size": training.batchSize = 41
    case "number of epochs": training.epochs = 8
    case "loss": training.loss = SoftmaxCrossEntropy(classWeights: [1, 2])
    case "early stopping": training.earlyStopping = EarlyStopping(patience: 9)
    case "samples": samples = ArraySamples(inputs: [1, 2, 3, 4], labels: [0, 1])
    case "validation samples": validation = TrainingTests.rings(24)
    default:
      var random = FixedNumbers(seed: 9)
      network = Network(
        Sequential([
          Dense(name: "c", inputs: 2, outputs: 24), ReLU(input: .vector(24)),
          Dense(name: "b", inputs: 24, outputs: 2),
        ]), using: &random)
    }
    let before = network.parameters
    let error = #expect(throws: TrainingError.self) {
      try training.run(&network, on: samples, validation: validation, seed: seed, from: start)
    }
    guard case .foreignCheckpoint(let found, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == part)
    #expect(network.parameters == before)
  }

  @Test func contentThatDoesNotFitIsRefused() throws {
    let training = Self.trainings[1]
    let start = try #require(Self.run(training).checkpoints.first)
    func changed(
      records: [EpochRecord]? = nil, parameters: [Float]? = nil, memory: [[Float]]? = nil,
      steps: Int? = nil, best: [Float]? = nil
    ) -> TrainingCheckpoint {
      TrainingCheckpoint(
        subject: start.subject, records: records ?? start.records,
        parameters: parameters ?? start.parameters, memory: memory ?? start.memory,
        steps: steps ?? start.steps, best: best)
    }
    var broken = start.parameters
    broken[3] = .nan
    let far = (1...8).map { EpochRecord(epoch: $0, loss: 1, accuracy: 0.5) }
    for (part, checkpoint) in [
      ("epochs", changed(records: [])), ("epochs", changed(records: far)),
      ("epochs", changed(records: Array(far[1..<2]))),
      ("number of parameters", changed(parameters: [1, 2])),
      ("parameters", changed(parameters: broken)),
      ("optimizer memory", changed(memory: [])), ("number of parameters", changed(memory: [[1]])),
      ("steps", changed(steps: -1)), ("steps", changed(steps: 3)),
      ("best epoch", changed(best: start.parameters)),
    ] {
      let error = #expect(throws: TrainingError.self) { try Self.run(training, from: checkpoint) }
      #expect(
        error?.description.hasPrefix("the checkpoint is not of this training: its \(part) is")
          == true, "\(part): \(String(describing: error))")
    }
  }

  @Test func anIntervalOfNothingIsAPreconditionsFailure() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = TrainingCheckpoints(every: 0) { _ in }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("the checkpoint interval is 0, expected at least 1"))
  }
}
