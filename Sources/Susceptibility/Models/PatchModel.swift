import Foundation
import HybridCNN
import LearningCore
import NeuralCore
import Parallelism

/// Adapts the networks, one or several that differ in their seeds: they see the windows of encoded factors around cells.
struct PatchEstimator: SusceptibilityEstimator {
  let base: NetworkEnsembleEstimator
  let checkpoints: NetworkCheckpoints?
  /// How many blocks of ground the samples are put into to stop networks early; `nil`: they are not.
  let stoppingBlocks: Int?

  func fitted(
    to samples: SampleCollection, validation: SampleCollection?, on factors: EncodedFactors,
    streams: RandomStreams, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    let window = base.member.hyperparameters.window
    let blocks = try stoppingBlocks.map {
      try StoppingBlocks(of: samples, count: $0, streams: streams.substreams("stopping"))
    }
    // Stopped networks are judged by their own block, so that validation samples stay unseen.
    let judged = blocks == nil ? validation : nil
    let validationSamples = try judged.map {
      (
        samples: try factors.patches(at: $0.cells, window: window),
        labels: $0.labels
      )
    }
    var generator = streams.stream("fit")
    let ensemble = try withoutActuallyEscaping(progress) { progress in
      try base.fitted(
        to: factors.patches(at: samples.cells, window: window),
        labels: samples.labels, validation: validationSamples, blocks: blocks?.ofSample,
        checkpoints: checkpoints, progress: progress, using: &generator)
    }
    return PatchClassifier(base: ensemble, notes: [blocks?.note].compactMap { $0 })
  }
}

/// Fitted networks.
struct PatchClassifier: SusceptibilityClassifier {
  let base: NetworkEnsemble
  /// What the user should know beside what the networks say.
  var notes: [String] = []

  var trainingCurve: [EpochRecord] { base.trainingCurve }
  var warnings: [String] { notes + base.warnings }

  func probabilities(at cells: [Int], on factors: EncodedFactors) throws -> [Double] {
    base.probabilities(
      for: try factors.patches(at: cells, window: base.hyperparameters.window))
  }

  var window: Int { base.hyperparameters.window }

  func probabilities(of inputs: SampleInputs) throws -> [Double] {
    try Parallel.chunks(of: inputs.count, size: SampleInputs.mostPatches).flatMap {
      base.probabilities(for: try inputs.patches($0))
    }
  }

  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) throws -> SusceptibilityMap {
    let (mean, deviation) = try withoutActuallyEscaping(progress) { progress in
      try base.probabilityMap(
        over: factors.planes(), mapped: factors.stack.mapped, threads: threads,
        progress: progress)
    }
    return SusceptibilityMap(
      probability: mean, deviation: base.members.count > 1 ? deviation : nil)
  }

  func data(_ description: ModelDescription) throws -> Data {
    let text = String(decoding: try JSONFile.compactData(description), as: UTF8.self)
    return try base.safetensors(metadata: [ModelDescription.metadataKey: text])
  }
}
