import Foundation
import LearningCore
import NeuralCore

/// Trains one of the paper's networks on patches.
///
/// ```swift
/// let estimator = NetworkEstimator(kind: .hybrid, hyperparameters: .recommended)
/// let model = try estimator.fitted(to: patches, labels: labels, using: &generator)
/// let map = try model.probabilityMap(over: planes, mapped: mask)
/// ```
public struct NetworkEstimator: Estimator {
  /// Which network.
  public var kind: NetworkKind
  /// How it is built and trained.
  public var hyperparameters: NetworkHyperparameters
  /// How many threads to use; `nil`: one for each core. The result does not depend on it.
  public var threads: Int?

  /// An estimator of `kind`.
  public init(
    kind: NetworkKind = .hybrid, hyperparameters: NetworkHyperparameters = .recommended,
    threads: Int? = nil
  ) {
    self.kind = kind
    self.hyperparameters = hyperparameters
    self.threads = threads
  }

  /// Trains a network; see ``fitted(to:labels:validation:checkpoints:isCancelled:progress:using:)``.
  public func fitted(
    to samples: PatchBatch, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> NetworkModel {
    try fitted(to: samples, labels: labels, validation: nil, using: &generator)
  }

  /// Trains a network.
  ///
  /// One number is drawn from `generator`; initial weights, shuffling, dropout and flips each take a stream of their
  /// own that derives from it.
  ///
  /// - Parameters:
  ///   - validation: patches that are only judged, after each epoch, for the training curve and early stopping.
  ///   - checkpoints: where to leave checkpoints, and to go on from; they do not change the model.
  ///   - isCancelled: asked before each batch; the default asks the current task.
  ///   - progress: told of each epoch that is run (also of those of an attempt that collapses).
  /// - Throws: `EstimatorError` for wrong labels; ``NetworkError`` for hyperparameters that do not fit, for training
  ///   that collapses in every attempt, and for a checkpoint that is damaged or of another fit; `TrainingError` for a
  ///   loss that is not finite; `CancellationError`.
  public func fitted(
    to samples: PatchBatch, labels: [Bool],
    validation: (samples: PatchBatch, labels: [Bool])?,
    checkpoints: NetworkCheckpoints? = nil,
    isCancelled: () -> Bool = { Task.isCancelled },
    progress: ((EpochRecord) -> Void)? = nil,
    using generator: inout some RandomNumberGenerator
  ) throws -> NetworkModel {
    try fitted(
      to: samples, labels: labels, validation: validation, checkpoints: checkpoints,
      isCancelled: isCancelled, progress: progress, seed: generator.next())
  }

  /// Trains the network of a seed.
  func fitted(
    to samples: PatchBatch, labels: [Bool], validation: (samples: PatchBatch, labels: [Bool])?,
    checkpoints: NetworkCheckpoints?, isCancelled: () -> Bool,
    progress: ((EpochRecord) -> Void)?, seed: UInt64
  ) throws -> NetworkModel {
    try EstimatorError.check(count: samples.count, labels: labels)
    try checkpoints?.check()
    let architecture = try NetworkArchitecture(
      kind: kind, channels: samples.planes.channels, hyperparameters: hyperparameters)
    try architecture.check(samples)
    let standardization =
      hyperparameters.inputScaling == .standardized ? ChannelStandardization(of: samples) : nil
    let fit = NetworkFit(
      architecture: architecture, standardization: standardization,
      linear: try linear(samples, labels, standardization),
      hyperparameters: hyperparameters, threads: threads,
      samples: PatchSamples(
        samples, labels: labels.map { $0 ? 1 : 0 }, architecture: architecture,
        standardization: standardization, augmentation: hyperparameters.augmentation),
      validation: try validation.map {
        try judged($0.samples, $0.labels, by: architecture, standardization)
      })
    return try fit.model(
      streams: RandomStreams(seed: seed), checkpoints: checkpoints, isCancelled: isCancelled,
      progress: progress ?? { _ in })
  }

  private func linear(
    _ samples: PatchBatch, _ labels: [Bool], _ standardization: ChannelStandardization?
  ) throws -> LinearLogit? {
    guard hyperparameters.linearPath == .logistic, kind.hasSpectralBranch else { return nil }
    return try LinearLogit(
      fittedTo: samples, labels: labels, standardization: standardization,
      weighting: hyperparameters.classWeighting)
  }

  private func judged(
    _ samples: PatchBatch, _ labels: [Bool], by architecture: NetworkArchitecture,
    _ standardization: ChannelStandardization?
  ) throws -> PatchSamples {
    guard samples.count == labels.count else {
      throw EstimatorError.labelCount(samples: samples.count, labels: labels.count)
    }
    try architecture.check(samples)
    return PatchSamples(
      samples, labels: labels.map { $0 ? 1 : 0 }, architecture: architecture,
      standardization: standardization)
  }
}

extension NetworkArchitecture {
  /// Checks that patches have the window and the channels of the network.
  func check(_ samples: PatchBatch) throws {
    guard samples.planes.channels == channels else {
      throw NetworkError.channels(found: samples.planes.channels, expected: channels)
    }
    guard samples.window == window else {
      throw NetworkError.patchWindow(found: samples.window, expected: window)
    }
  }
}
