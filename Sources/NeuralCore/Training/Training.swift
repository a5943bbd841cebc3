import DenseAlgebra
import Parallelism

/// How a network is trained: batches of shuffled samples, one step of the optimizer for each.
///
/// The weights that come out are the same, byte for byte, for any number of threads.
public struct Training: Sendable {
  /// How parameters move.
  public var optimizer: any Optimizer
  /// How the learning rate changes from epoch to epoch.
  public var schedule: LearningRateSchedule
  /// The number of samples per step; the last batch of an epoch may be smaller.
  public var batchSize: Int
  /// The number of passes over the samples.
  public var epochs: Int
  /// What is minimised.
  public var loss: SoftmaxCrossEntropy
  /// When to stop before the last epoch; `nil`: never.
  public var earlyStopping: EarlyStopping?

  /// Training with this optimizer.
  ///
  /// - Precondition: `batchSize` and `epochs` are positive.
  public init(
    optimizer: any Optimizer, schedule: LearningRateSchedule = .constant, batchSize: Int = 32,
    epochs: Int, loss: SoftmaxCrossEntropy = SoftmaxCrossEntropy(),
    earlyStopping: EarlyStopping? = nil
  ) {
    precondition(batchSize > 0, "batchSize is \(batchSize), expected at least 1")
    precondition(epochs > 0, "epochs is \(epochs), expected at least 1")
    self.optimizer = optimizer
    self.schedule = schedule
    self.batchSize = batchSize
    self.epochs = epochs
    self.loss = loss
    self.earlyStopping = earlyStopping
  }

  /// How many samples of a batch one thread takes at a time: 8, or more when there would be over 16 shards.
  private static func shardSize(ofBatch batchSize: Int) -> Int { max(8, (batchSize + 15) / 16) }

  /// Trains `network`.
  ///
  /// With a checkpoint of the same training, weights and curve become those of a run that was never interrupted, byte
  /// for byte, for any number of threads.
  ///
  /// - Parameters:
  ///   - validation: samples to judge by after each epoch.
  ///   - seed: where shuffling, dropout and augmentation come from.
  ///   - checkpoint: where to go on; `nil`: from the network's parameters.
  ///   - checkpoints: when to hand out checkpoints; `nil`: never.
  ///   - threads: the number of threads; `nil`: one for each core.
  ///   - isCancelled: asked before each batch; the default asks the current task.
  ///   - progress: told of each epoch that is run; an error that it throws ends the training.
  /// - Returns: the training curve, one record per epoch, those before the checkpoint included.
  /// - Throws: ``TrainingError``; `CancellationError` when cancelled; what `progress` and `checkpoints` throw. `network`
  ///   then stays as it was.
  /// - Precondition: `batchSize` and `epochs` are positive; samples have the network's input size, labels are its classes,
  ///   and so many are the loss's class weights.
  @discardableResult
  public func run(
    _ network: inout Network, on samples: some TrainingSamples,
    validation: (any TrainingSamples)? = nil, seed: UInt64,
    from checkpoint: TrainingCheckpoint? = nil, checkpoints: TrainingCheckpoints? = nil,
    threads: Int? = nil, isCancelled: () -> Bool = { Task.isCancelled },
    progress: (EpochRecord) throws -> Void = { _ in }
  ) throws -> [EpochRecord] {
    precondition(batchSize > 0, "batchSize is \(batchSize), expected at least 1")
    precondition(epochs > 0, "epochs is \(epochs), expected at least 1")
    guard !samples.labels.isEmpty else { throw TrainingError.noSamples }
    let layer = network.layer
    check(samples, for: layer)
    if let validation { check(validation, for: layer) }
    let batchSize = min(batchSize, samples.labels.count)
    let shardSize = Self.shardSize(ofBatch: batchSize)
    let shards = (0..<(batchSize + shardSize - 1) / shardSize).map { _ in
      GradientShard(layer, size: shardSize)
    }
    var subject: [String: String] = [:]
    if checkpoint != nil || checkpoints != nil {
      subject = self.subject(of: network, on: samples, validation: validation, seed: seed)
    }
    var state = TrainingState(self, parameters: network.parameters)
    if let checkpoint {
      try checkpoint.check(
        subject, training: self, parameterCount: layer.parameterCount,
        batches: Parallel.chunks(of: samples.labels.count, size: batchSize).count)
      state = TrainingState(self, from: checkpoint)
    }
    try BLAS.holdingOneThread {
      while !state.isOver {
        let epoch = state.records.count
        let statistics = try pass(
          epoch, over: samples, shards: shards, shardSize: shardSize, update: &state.update,
          seed: seed, threads: threads, isCancelled: isCancelled)
        let parameters = state.update.parameters
        let judged = validation.map {
          judge(
            $0, shards: shards, shardSize: shardSize, parameters: parameters.base,
            threads: threads)
        }
        let record = statistics.record(epoch: epoch + 1, validation: judged)
        if !(record.validationLoss ?? 0).isFinite || !parameters.values.allSatisfy(\.isFinite) {
          throw TrainingError.notFinite(
            epoch: record.epoch, batch: 0, loss: record.validationLoss ?? .nan)
        }
        state.add(record)
        try progress(record)
        if let checkpoints, state.isOver || state.records.count % checkpoints.interval == 0 {
          try checkpoints.store(state.checkpoint(of: subject))
        }
      }
    }
    network = Network(layer, parameters: state.result)
    return state.records
  }

  /// One epoch.
  private func pass(
    _ epoch: Int, over samples: some TrainingSamples, shards: [GradientShard], shardSize: Int,
    update: inout ParameterUpdate, seed: UInt64, threads: Int?, isCancelled: () -> Bool
  ) throws -> EpochStatistics {
    let epochSeed = RandomBits.mixed(seed, UInt64(epoch))
    let order = RandomBits.permutation(of: samples.labels.count, seed: epochSeed)
    let labels = order.map { samples.labels[$0] }
    let rate = schedule.factor(epoch: epoch, of: epochs)
    var total = EpochStatistics()
    for (number, batch) in Parallel.chunks(of: order.count, size: batchSize).enumerated() {
      if isCancelled() { throw CancellationError() }
      let weight = labels[batch].reduce(0) { $0 + loss.weight(of: $1) }
      guard weight > 0 else { continue }
      let pieces = Parallel.chunks(of: batch.count, size: shardSize)
      let batchSeed = RandomBits.mixed(epochSeed, UInt64(number) &+ 1 << 32)
      let parameters = SharedPointer(update.parameters.base)
      Parallel.forEach(pieces.count, threads: threads) { index in
        let range =
          batch.lowerBound + pieces[index].lowerBound..<batch.lowerBound + pieces[index].upperBound
        shards[index].learn(
          order[range], labels: labels[range], of: samples, parameters: parameters.base,
          loss: loss, scale: 1 / weight, seed: RandomBits.mixed(batchSeed, UInt64(index)))
      }
      var statistics = BatchStatistics()
      for shard in shards[..<pieces.count] { statistics.add(shard.statistics) }
      guard statistics.loss.isFinite else {
        throw TrainingError.notFinite(
          epoch: epoch + 1, batch: number + 1, loss: statistics.loss / weight)
      }
      total.add(statistics)
      update.step(along: shards[..<pieces.count], rate: rate, threads: threads)
    }
    return total
  }

  /// The loss and accuracy on samples that are not learned from.
  private func judge(
    _ samples: some TrainingSamples, shards: [GradientShard], shardSize: Int,
    parameters: UnsafePointer<Float>,
    threads: Int?
  ) -> BatchStatistics {
    let labels = samples.labels
    let order = Array(labels.indices)
    let pieces = Parallel.chunks(of: labels.count, size: shardSize)
    let slots = StatisticsSlots(count: pieces.count)
    let shared = SharedPointer(UnsafeMutablePointer(mutating: parameters))
    // Each shard takes every n-th piece, so that no two threads use one shard.
    Parallel.forEach(shards.count, threads: threads) { index in
      for piece in stride(from: index, to: pieces.count, by: shards.count) {
        slots.base[piece] = shards[index].judge(
          order[pieces[piece]], labels: labels[pieces[piece]], of: samples,
          parameters: shared.base, loss: loss)
      }
    }
    return slots.sum
  }

  private func check(_ samples: some TrainingSamples, for layer: any Layer) {
    let classes = layer.outputShape.count
    for label in samples.labels {
      precondition((0..<classes).contains(label), "label \(label) is not in 0..<\(classes)")
    }
    let (found, expected) = (samples.inputCount, layer.inputShape.count)
    precondition(
      found ?? expected == expected,
      "samples of \(found ?? 0) values for a network that takes \(expected)")
    let weights = loss.classWeights?.count ?? classes
    precondition(weights == classes, "\(weights) class weights for \(classes) classes")
  }
}
