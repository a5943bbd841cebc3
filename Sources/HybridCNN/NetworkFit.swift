import Foundation
import LearningCore
import NeuralCore

/// One fit: attempts at training until one does not collapse.
struct NetworkFit {
  let architecture: NetworkArchitecture
  let hyperparameters: NetworkHyperparameters
  let threads: Int?
  let samples: PatchSamples
  let validation: PatchSamples?

  /// Trains; attempt k draws from streams of its own.
  func model(
    streams: RandomStreams, isCancelled: () -> Bool, progress: (EpochRecord) -> Void
  ) throws -> NetworkModel {
    var warnings: [String] = []
    for attempt in 0..<attempts {
      var weights = streams.stream("initial weights", index: attempt)
      var network = Network(
        HybridNetwork(architecture), initialization: hyperparameters.initialization,
        using: &weights)
      var training = streams.stream("training", index: attempt)
      var guardian = CollapseGuard(
        labels: samples.labels, weighting: hyperparameters.classWeighting)
      do {
        let curve = try self.training.run(
          &network, on: samples, validation: validation, seed: training.next(), threads: threads,
          isCancelled: isCancelled,
          progress: { record in
            progress(record)
            if hyperparameters.collapse != .ignore { try guardian.check(record) }
          })
        return NetworkModel(
          architecture: architecture, hyperparameters: hyperparameters, network: network,
          trainingCurve: curve, warnings: warnings, restarts: attempt)
      } catch let collapse as CollapseGuard.Collapse {
        warnings.append(
          "attempt \(attempt + 1) collapsed by epoch \(collapse.record.epoch) with loss "
            + "\(collapse.record.loss): every sample got the same probability")
        if attempt + 1 == attempts {
          throw NetworkError.collapsed(attempts: attempts, loss: collapse.record.loss)
        }
      }
    }
    throw NetworkError.collapsed(attempts: attempts, loss: .nan)
  }

  private var attempts: Int {
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

/// Watches a training for the collapse that ``NetworkHyperparameters/CollapseRule`` describes.
struct CollapseGuard {
  /// Thrown when it happened.
  struct Collapse: Error { let record: EpochRecord }

  /// How many epochs in a row must look collapsed.
  private static let patience = 3
  /// A network that tells samples apart at all spreads their probabilities by more than this.
  private static let leastDeviation = 1e-4

  /// The loss of always predicting the share of landslides.
  private let chanceLoss: Double
  private var epochs = 0

  init(labels: [Int], weighting: NetworkHyperparameters.ClassWeighting) {
    let share = Double(labels.reduce(0, +)) / Double(max(1, labels.count))
    let p = weighting == .balanced ? 0.5 : share
    chanceLoss = p > 0 && p < 1 ? -p * log(p) - (1 - p) * log(1 - p) : 0
  }

  /// Takes note of an epoch.
  ///
  /// - Throws: ``Collapse`` when the last epochs all predicted the same for every sample, no better than chance.
  mutating func check(_ record: EpochRecord) throws {
    let isFlat =
      record.probabilityDeviation < Self.leastDeviation && record.loss > chanceLoss - 1e-3
    epochs = isFlat ? epochs + 1 : 0
    if epochs >= Self.patience { throw Collapse(record: record) }
  }
}
