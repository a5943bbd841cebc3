import HybridCNN
import LearningCore
import NeuralCore
import TestSupport

/// A network small enough for tests.
func smallHyperparameters(
  filters2D: [Int] = [3, 4], filters1D: [Int] = [2, 3], hidden: Int = 5, window: Int = 13
) -> NetworkHyperparameters {
  var small = NetworkHyperparameters.paper
  small.filters2D = filters2D
  small.filters1D = filters1D
  small.hidden = hidden
  small.window = window
  return small
}

/// The architecture of a reference case; the 1D branch is never padded there.
func goldenArchitecture(_ value: ReferenceValues) throws -> NetworkArchitecture {
  try NetworkArchitecture(
    kind: value["kind"].string.flatMap(NetworkKind.init(rawValue:)) ?? .hybrid,
    channels: value["factors"].int ?? 0,
    hyperparameters: smallHyperparameters(
      filters2D: value["channels2d"].ints, filters1D: value["channels1d"].ints,
      hidden: value["hidden"].int ?? 0, window: value["window"].int ?? 13),
    padding1D: 0)
}

/// The tensors of `{"name": {"shape": ..., "data": ...}}`.
func goldenTensors(_ values: ReferenceValues) -> [NamedTensor] {
  values.keys.map {
    NamedTensor(name: $0, shape: values[$0].shape, values: values[$0].floats)
  }
}

/// A network with random weights.
func randomModel(
  _ kind: NetworkKind, channels: Int, _ hyperparameters: NetworkHyperparameters, seed: UInt64 = 1
) throws -> NetworkModel {
  let architecture = try NetworkArchitecture(
    kind: kind, channels: channels, hyperparameters: hyperparameters)
  var random = SplitMix64(seed: seed)
  let network = Network(HybridNetwork(architecture), using: &random)
  return try NetworkModel(
    architecture: architecture, tensors: network.tensors, hyperparameters: hyperparameters)
}

/// Planes of uniform random values.
func randomPlanes(
  rows: Int, columns: Int, channels: Int, seed: UInt64 = 2
) throws -> FeaturePlanes {
  var random = SplitMix64(seed: seed)
  return try FeaturePlanes(
    rows: rows, columns: columns, channels: channels,
    values: (0..<rows * columns * channels).map { _ in Float(random.uniform()) },
    outside: (0..<channels).map { _ in Float(random.uniform()) })
}
