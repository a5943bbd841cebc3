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
      try samples.blocks(count: $0, streams: streams.substreams("stopping"))
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
        labels: samples.labels, validation: validationSamples, blocks: blocks,
        checkpoints: checkpoints, progress: progress, using: &generator)
    }
    return PatchClassifier(base: ensemble)
  }
}

extension SampleCollection {
  /// The block of ground of each sample, from 0: k-means clusters of the coordinates, each with both classes.
  ///
  /// - Throws: ``StoppingBlocksError`` when the samples cannot be put into so many.
  fileprivate func blocks(count: Int, streams: RandomStreams) throws -> [Int] {
    var generator = streams.stream("blocks")
    let plan: FoldPlan
    do {
      plan = try FoldPlan.spatialKMeans(
        coordinates: coordinates, labels: labels, groups: groups, folds: count, using: &generator)
    } catch is FoldError {
      throw StoppingBlocksError(blocks: count, samples: samples.count)
    }
    var blocks = [Int](repeating: 0, count: samples.count)
    for (number, block) in plan.enumerated() {
      for sample in block.validation { blocks[sample] = number }
    }
    return blocks
  }
}

/// Training samples that cannot be put into the blocks of ground that are to stop networks.
struct StoppingBlocksError: Error, CustomStringConvertible {
  let blocks: Int
  let samples: Int

  var description: String {
    "early-stopping.blocks is \(blocks), but the \(samples) training samples cannot be put into \(blocks) blocks "
      + "of ground that all have landslides and absences: use fewer blocks, more samples or "
      + "early-stopping: false"
  }
}

/// Fitted networks.
struct PatchClassifier: SusceptibilityClassifier {
  let base: NetworkEnsemble

  var trainingCurve: [EpochRecord] { base.trainingCurve }
  var warnings: [String] { base.warnings }

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
