import LearningCore
import NeuralCore

/// Patches with labels, as a network takes them.
struct PatchSamples: TrainingSamples {
  let labels: [Int]
  private let cells: [Int]
  private let gather: PatchGather
  private let kind: NetworkKind
  private let patchCount: Int
  private let isAugmented: Bool
  /// How every window is turned that is not augmented.
  private let orientation: Orientation

  init(
    _ batch: PatchBatch, labels: [Int], architecture: NetworkArchitecture,
    standardization: ChannelStandardization?,
    augmentation: NetworkHyperparameters.Augmentation = .none,
    orientation: Orientation = .identity
  ) {
    self.labels = labels
    cells = batch.cells
    kind = architecture.kind
    patchCount = architecture.patchShape.count
    isAugmented = augmentation == .dihedral
    self.orientation = orientation
    gather = PatchGather(
      planes: batch.planes, window: architecture.window, readWidth: architecture.readWidth,
      standardization: standardization)
  }

  func copyInputs(
    of indices: ArraySlice<Int>, seed: UInt64?, to destination: UnsafeMutablePointer<Float>
  ) {
    var random = seed.map { SplitMix64(seed: $0) }
    var target = destination
    if kind.hasSpatialBranch {
      for index in indices {
        var orientation = orientation
        // Three random bits; drawn only where they are used, and in the order of the samples.
        if isAugmented, let bits = random?.next() { orientation = Orientation(Int(bits >> 61)) }
        gather.copyPatch(around: cells[index], orientation: orientation, to: target)
        target += patchCount
      }
    }
    guard kind.hasSpectralBranch else { return }
    for index in indices {
      gather.copyVector(of: cells[index], to: target)
      target += gather.planes.channels
    }
  }
}
