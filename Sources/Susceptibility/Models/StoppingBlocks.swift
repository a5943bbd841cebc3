import LearningCore

/// The blocks of ground that stop networks.
struct StoppingBlocks {
  /// The block of each sample, from 0; -1 for samples of a block that stops no network.
  let ofSample: [Int]
  /// What the user should know; `nil` when every block stops networks.
  let note: String?

  /// k-means clusters of the coordinates, each with both classes where that can be; a cluster with one class, whose loss says
  /// nothing of the other, is always learned from.
  ///
  /// - Throws: ``StoppingBlocksError`` when the samples cannot be put into so many, or none has both classes.
  init(of samples: SampleCollection, count: Int, streams: RandomStreams) throws {
    var generator = streams.stream("blocks")
    let clusters: [Int]
    do {
      let plan = try FoldPlan.spatialKMeans(
        coordinates: samples.coordinates, labels: samples.labels, groups: samples.groups,
        folds: count, using: &generator)
      var blocks = [Int](repeating: 0, count: samples.samples.count)
      for (number, block) in plan.enumerated() {
        for sample in block.validation { blocks[sample] = number }
      }
      (ofSample, note) = (blocks, nil)
      return
    } catch FoldError.oneClass {
      generator = streams.stream("blocks")
      clusters = try FoldPlan.spatialClusters(
        coordinates: samples.coordinates, labels: samples.labels, groups: samples.groups,
        count: count, using: &generator)
    } catch is FoldError {
      throw StoppingBlocksError(blocks: count, samples: samples.samples.count)
    }
    let labels = zip(clusters, samples.labels)
    let usable = (0..<count).filter { block in
      let classes = Set(labels.filter { $0.0 == block }.map(\.1))
      let others = Set(labels.filter { $0.0 != block }.map(\.1))
      return classes.count == 2 && others.count == 2
    }
    guard !usable.isEmpty else {
      throw StoppingBlocksError(blocks: count, samples: samples.samples.count)
    }
    ofSample = clusters.map { usable.firstIndex(of: $0) ?? -1 }
    note =
      "early-stopping: \(count - usable.count) of \(count) blocks of ground with landslides or absences alone stop no "
      + "network"
  }
}

/// Training samples that cannot be put into the blocks of ground that are to stop networks.
struct StoppingBlocksError: Error, CustomStringConvertible {
  let blocks: Int
  let samples: Int

  var description: String {
    "early-stopping.blocks is \(blocks), but the \(samples) training samples cannot be put into \(blocks) blocks "
      + "of ground with landslides and absences: use fewer blocks, more samples or "
      + "early-stopping: false"
  }
}
