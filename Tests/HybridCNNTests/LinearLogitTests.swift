import Baselines
import Foundation
import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct LinearLogitTests {
  private static func linear(_ channels: Int) -> LinearLogit {
    LinearLogit(
      coefficients: (0..<channels).map { Float($0) * 0.7 - 1.5 }, intercept: 0.3)
  }

  @Test(arguments: [NetworkKind.hybrid, .cnn1d])
  func gradientsEqualDifferences(_ kind: NetworkKind) throws {
    var random = SplitMix64(seed: 31)
    let shape = try NetworkArchitecture(
      kind: kind, channels: 7, hyperparameters: smallHyperparameters(window: 11))
    let check = GradientCheck(
      HybridNetwork(shape, linear: Self.linear(7)), samples: 2, step: 5e-4, using: &random)
    #expect(check.largestError(using: &random) < 1e-2)
  }

  /// A random network whose logit has a linear function added.
  private static func model(channels: Int) throws -> (plain: NetworkModel, linear: NetworkModel) {
    let plain = try randomModel(.hybrid, channels: channels, smallHyperparameters())
    let tensors =
      plain.tensors + [
        NamedTensor(
          name: "linear.weight", shape: [1, channels], values: linear(channels).coefficients),
        NamedTensor(name: "linear.bias", shape: [1], values: [0.3]),
      ]
    return (plain, try NetworkModel(architecture: plain.architecture, tensors: tensors))
  }

  @Test func theLogitOfALandslideGrowsByTheFunction() throws {
    let (plain, linear) = try Self.model(channels: 6)
    let vectors: [Float] = [0.1, 0.9, 0.4, 0, 1, 0.5, 0.3, 0.3, 0.2, 0.8, 0, 1]
    let patches = [Float](repeating: 0.5, count: 2 * 6 * 13 * 13)
    let before = plain.logits(patches: patches, vectors: vectors, count: 2)
    let after = linear.logits(patches: patches, vectors: vectors, count: 2)
    for sample in 0..<2 {
      let sum = (0..<6).reduce(Float(0.3)) {
        $0 + (Float($1) * 0.7 - 1.5) * vectors[sample * 6 + $1]
      }
      #expect(after[2 * sample] == before[2 * sample])
      #expect(abs(after[2 * sample + 1] - before[2 * sample + 1] - sum) < 1e-5)
    }
  }

  @Test func denseEqualsPatchByPatch() throws {
    let model = try Self.model(channels: 7).linear
    // Channels of two values are looked up in tables, continuous ones computed.
    var values = try randomPlanes(rows: 23, columns: 19, channels: 7).values
    for index in values.indices where index % 7 < 4 { values[index].round() }
    let planes = try FeaturePlanes(
      rows: 23, columns: 19, channels: 7, values: values,
      outside: [Float](repeating: 0.5, count: 7))
    let map = try model.probabilityMap(
      over: planes, mapped: [Bool](repeating: true, count: 23 * 19))
    let patches = try PatchBatch(planes: planes, cells: Array(0..<23 * 19), window: 13)
    for (dense, single) in zip(map, model.probabilities(for: patches)) {
      #expect(abs(Double(dense) - single) < 1e-5)
    }
  }

  @Test func itIsTheLogisticRegressionOfTheCells() throws {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: 4)
    let model = try smallEstimator(epochs: 1) { $0.linearPath = .logistic }
      .fitted(to: patches, labels: labels, using: &random)
    let rows = patches.cells.map { cell in
      Array(patches.planes.values[cell * 6..<(cell + 1) * 6])
    }
    var generator = SplitMix64(seed: 1)
    let regression = try LogisticRegression(penalty: 1).fitted(
      to: Matrix(rows), labels: labels, using: &generator)
    let linear = try #require(model.linear)
    #expect(linear.coefficients == regression.coefficients.map { Float($0) })
    #expect(linear.intercept == Float(regression.intercept))
    let again = try NetworkModel(safetensors: model.safetensors())
    #expect(again.linear == linear)
    #expect(again.probabilities(for: patches) == model.probabilities(for: patches))
  }

  @Test func aNetworkWithoutTheCellsOwnChannelsHasNone() throws {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: 4)
    let model = try smallEstimator(.cnn2d, epochs: 1) { $0.linearPath = .logistic }
      .fitted(to: patches, labels: labels, using: &random)
    #expect(model.linear == nil)
  }

  @Test func damagedTensorsThrow() throws {
    let model = try Self.model(channels: 6).linear
    func changed(_ change: (NamedTensor) -> NamedTensor?) throws {
      _ = try NetworkModel(
        architecture: model.architecture, tensors: model.tensors.compactMap(change))
    }
    #expect(throws: NetworkTensorError.self) {
      try changed { $0.name == "linear.bias" ? nil : $0 }
    }
    #expect(
      throws: NetworkTensorError.shape(name: "linear.weight", found: [6], expected: [1, 6])
    ) {
      try changed {
        $0.name == "linear.weight" ? NamedTensor(name: $0.name, shape: [6], values: $0.values) : $0
      }
    }
    #expect(throws: NetworkTensorError.notFinite(name: "linear.bias")) {
      try changed {
        $0.name == "linear.bias" ? NamedTensor(name: $0.name, shape: [1], values: [.nan]) : $0
      }
    }
  }
}
