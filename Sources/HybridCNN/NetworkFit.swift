import LearningCore
import NeuralCore

/// One fit: attempts at training until one does not collapse.
struct NetworkFit {
  let architecture: NetworkArchitecture
  let standardization: ChannelStandardization?
  let linear: LinearLogit?
  let hyperparameters: NetworkHyperparameters
  let threads: Int?
  let samples: PatchSamples
  let validation: PatchSamples?

  /// Trains, or goes on from the last checkpoint; attempt k draws from streams of its own.
  func model(
    streams: RandomStreams, checkpoints: NetworkCheckpoints?, isCancelled: () -> Bool,
    progress: (EpochRecord) -> Void
  ) throws -> NetworkModel {
    let start = try checkpoints?.load(for: self)
    var warnings = start?.warnings ?? []
    for attempt in (start?.restarts ?? 0)..<attempts {
      do {
        let (network, curve) = try trained(
          attempt: attempt, from: start?.restarts == attempt ? start?.training : nil,
          streams: streams,
          checkpoints: checkpoints.map { storing($0, attempt: attempt, warnings: warnings) },
          isCancelled: isCancelled, progress: progress)
        return NetworkModel(
          architecture: architecture, hyperparameters: hyperparameters, network: network,
          standardization: standardization, trainingCurve: curve, warnings: warnings,
          restarts: attempt)
      } catch let collapse as CollapseGuard.Collapse {
        warnings.append(
          "attempt \(attempt + 1) collapsed by epoch \(collapse.epoch) with loss "
            + "\(collapse.loss): every sample got the same probability")
        if attempt + 1 == attempts {
          throw NetworkError.collapsed(attempts: attempts, loss: collapse.loss)
        }
      } catch let error as TrainingError {
        throw checkpoints?.explained(error) ?? error
      }
    }
    throw NetworkError.collapsed(attempts: attempts, loss: .nan)
  }

  /// One attempt.
  ///
  /// - Throws: `CollapseGuard.Collapse` when it collapsed.
  private func trained(
    attempt: Int, from checkpoint: TrainingCheckpoint?, streams: RandomStreams,
    checkpoints: TrainingCheckpoints?, isCancelled: () -> Bool, progress: (EpochRecord) -> Void
  ) throws -> (network: Network, curve: [EpochRecord]) {
    var weights = streams.stream("initial weights", index: attempt)
    var network = Network(
      HybridNetwork(architecture, linear: linear), initialization: hyperparameters.initialization,
      using: &weights)
    var seeds = streams.stream("training", index: attempt)
    var guardian = CollapseGuard(
      labels: samples.labels, weighting: hyperparameters.classWeighting)
    let isGuarded = hyperparameters.collapse != .ignore
    if isGuarded { try checkpoint?.records.forEach { try guardian.check($0) } }
    let curve = try training.run(
      &network, on: samples, validation: validation, seed: seeds.next(), from: checkpoint,
      checkpoints: checkpoints, threads: threads, isCancelled: isCancelled,
      progress: { record in
        progress(record)
        if isGuarded { try guardian.check(record) }
      })
    let probabilities = probabilities(by: network)
    // Finite weights of absurd size give no probabilities; the loss of the last batch was from before its step.
    guard probabilities.allSatisfy(\.isFinite) else {
      throw TrainingError.notFinite(epoch: curve.count, batch: 0, loss: .nan)
    }
    if isGuarded { try guardian.checkEnd(probabilities, epoch: curve.count) }
    return (network, curve)
  }

  private func storing(
    _ checkpoints: NetworkCheckpoints, attempt: Int, warnings: [String]
  ) -> TrainingCheckpoints {
    TrainingCheckpoints(every: checkpoints.interval) { training in
      try checkpoints.store(
        NetworkCheckpoint(
          key: checkpoints.key, architecture: architecture, hyperparameters: hyperparameters,
          restarts: attempt, warnings: warnings, training: training))
    }
  }

  /// What a network says of each training sample.
  private func probabilities(by network: Network) -> [Double] {
    let samples = samples
    return BatchEvaluation(network).probabilities(
      count: samples.labels.count, threads: threads
    ) { range, destination in
      samples.copyInputs(of: ArraySlice(range), seed: nil, to: destination)
    }
  }

  /// How many attempts there are at most.
  var attempts: Int {
    if case .restart(let attempts) = hyperparameters.collapse { return max(1, attempts) }
    return 1
  }

  private var training: Training {
    Training(
      optimizer: hyperparameters.makeOptimizer(), schedule: hyperparameters.schedule,
      batchSize: hyperparameters.batchSize, epochs: hyperparameters.epochs, loss: loss,
      earlyStopping: hyperparameters.earlyStopping)
  }

  private var loss: SoftmaxCrossEntropy {
    guard hyperparameters.classWeighting == .balanced else { return SoftmaxCrossEntropy() }
    let landslides = samples.labels.reduce(0, +)
    let absences = samples.labels.count - landslides
    let half = Float(samples.labels.count) / 2
    return SoftmaxCrossEntropy(classWeights: [half / Float(absences), half / Float(landslides)])
  }
}
