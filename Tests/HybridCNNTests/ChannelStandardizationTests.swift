import LearningCore
import NeuralCore
import Testing

@testable import HybridCNN

@Suite struct ChannelStandardizationTests {
  /// Two channels of the cells 0, 2 and 4: 1, 3, 8 and 7, 7, 7.
  @Test func meansAndDeviationsAreThoseOfTheSampledCells() throws {
    let planes = try FeaturePlanes(
      rows: 1, columns: 5, channels: 2, values: [1, 7, 20, 7, 3, 7, -9, 7, 8, 7],
      outside: [0, 7])
    let scaling = ChannelStandardization(
      of: try PatchBatch(planes: planes, cells: [0, 2, 4], window: 11))
    #expect(scaling.means == [4, 7])
    // sqrt((9 + 1 + 16) / 3); a constant channel keeps its unit.
    #expect(scaling.deviations == [2.943_920_3, 1])
    var values: [Float] = [4, 7, 6.943_920_3, 9]
    scaling.apply(to: &values, cells: 2)
    for (value, expected) in zip(values, [0, 0, 1, 2]) {
      #expect(abs(value - Float(expected)) < 1e-6)
    }
  }

  /// One cell of 400 has another value: its standard deviation would put it 20 out.
  @Test func rareValuesLieNoFartherThanFifteenDeviations() throws {
    let planes = try FeaturePlanes(
      rows: 20, columns: 20, channels: 1, values: (0..<400).map { $0 == 7 ? 3 : 1 }, outside: [1])
    let scaling = ChannelStandardization(
      of: try PatchBatch(planes: planes, cells: Array(0..<400), window: 11))
    var values: [Float] = [3, 1]
    scaling.apply(to: &values, cells: 2)
    #expect(abs(values[0] - 15) < 1e-4)
    #expect(abs(values[1] + 0.005 * 15 / 1.995) < 1e-4)
  }

  /// A channel that is all but constant in the sampled cells, and not beside them.
  @Test func neighboursLieNoFartherEither() throws {
    var values = [Float](repeating: 0, count: 23 * 23)
    values[11 * 23 + 11] = 0.001
    values[7 * 23 + 7] = 1
    let planes = try FeaturePlanes(
      rows: 23, columns: 23, channels: 1, values: values, outside: [-2])
    func deviation(_ cells: [Int]) throws -> Float {
      ChannelStandardization(of: try PatchBatch(planes: planes, cells: cells, window: 11))
        .deviations[0]
    }
    #expect(try abs(deviation([11 * 23 + 11, 11 * 23 + 12]) - (1 - 0.0005) / 15) < 1e-6)
    // Windows that reach beyond the border see what is there.
    #expect(try abs(deviation([11 * 23 + 11, 2 * 23 + 2]) - (2 + 0.0005) / 15) < 1e-6)
  }

  private static func estimator(_ kind: NetworkKind) -> NetworkEstimator {
    smallEstimator(kind, epochs: 3) {
      $0.inputScaling = .standardized
      $0.linearPath = .logistic
      $0.learningRate = 0.02
    }
  }

  /// The same samples with channel c as (3 + c) x + 10 c - 20.
  private static func moved(_ patches: PatchBatch) throws -> PatchBatch {
    let planes = patches.planes
    func moved(_ values: [Float]) -> [Float] {
      values.enumerated().map { index, value in
        let channel = Float(index % planes.channels)
        return (3 + channel) * value + 10 * channel - 20
      }
    }
    return try PatchBatch(
      planes: FeaturePlanes(
        rows: planes.rows, columns: planes.columns, channels: planes.channels,
        values: moved(planes.values), outside: moved(planes.outside)),
      cells: patches.cells, window: patches.window)
  }

  @Test(arguments: NetworkKind.allCases)
  func unitsOfChannelsDoNotMatter(_ kind: NetworkKind) throws {
    let (patches, labels) = try smallSet()
    let others = try Self.moved(patches)
    var (one, other) = (SplitMix64(seed: 4), SplitMix64(seed: 4))
    let estimator = Self.estimator(kind)
    let model = try estimator.fitted(to: patches, labels: labels, using: &one)
    let second = try estimator.fitted(to: others, labels: labels, using: &other)
    for (a, b) in zip(model.probabilities(for: patches), second.probabilities(for: others)) {
      #expect(abs(a - b) < 1e-3)
    }
  }

  /// With 5 channels the 1D convolutions see zeros beyond the ends, which stand for standardised channels.
  @Test(arguments: NetworkKind.allCases, [5, 8])
  func denseEqualsPatchByPatch(_ kind: NetworkKind, channels: Int) throws {
    var random = SplitMix64(seed: 9)
    let base = try randomPlanes(rows: 24, columns: 21, channels: channels)
    // Two channels of classes, which are looked up in tables, and heavy units.
    let values = base.values.enumerated().map { index, value in
      index % channels < 2 ? (2 * value).rounded() : 40 * value - 7
    }
    let planes = try FeaturePlanes(
      rows: 24, columns: 21, channels: channels, values: values,
      outside: [Float](repeating: 3, count: channels))
    let cells = (0..<120).map { _ in random.integer(below: 24 * 21) }
    let patches = try PatchBatch(planes: planes, cells: cells, window: 11)
    let model = try Self.estimator(kind).fitted(
      to: patches, labels: cells.map { $0 % 3 == 0 }, using: &random)
    #expect(model.standardization == ChannelStandardization(of: patches))
    let map = try model.probabilityMap(
      over: planes, mapped: [Bool](repeating: true, count: 24 * 21))
    let all = try PatchBatch(planes: planes, cells: Array(0..<24 * 21), window: 11)
    for (dense, single) in zip(map, model.probabilities(for: all)) {
      #expect(abs(Double(dense) - single) < 1e-5)
    }
  }

  @Test func aFileKeepsIt() throws {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: 4)
    let model = try Self.estimator(.hybrid).fitted(to: patches, labels: labels, using: &random)
    let again = try NetworkModel(safetensors: model.safetensors())
    #expect(again.standardization == model.standardization && model.standardization != nil)
    #expect(again.probabilities(for: patches) == model.probabilities(for: patches))
    // In PyTorch's layout channels go in as they are.
    let vectors = patches.planes.values[0..<6]
    var window = [Float](repeating: 0, count: 6 * 11 * 11)
    for (index, value) in vectors.enumerated() {
      for place in 0..<121 { window[index * 121 + place] = value }
    }
    let flat = try FeaturePlanes(
      rows: 11, columns: 11, channels: 6, values: (0..<121).flatMap { _ in vectors },
      outside: [Float](repeating: 0, count: 6))
    let logits = model.logits(patches: window, vectors: Array(vectors), count: 1)
    let probability = model.probabilities(
      for: try PatchBatch(planes: flat, cells: [60], window: 11))[0]
    #expect(
      abs(BinaryCrossEntropy.probability(Double(logits[1] - logits[0])) - probability) < 1e-6)
  }

  @Test func damagedTensorsThrow() throws {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: 4)
    let model = try Self.estimator(.cnn2d).fitted(to: patches, labels: labels, using: &random)
    func changed(_ name: String, _ values: [Float]?) throws {
      _ = try NetworkModel(
        architecture: model.architecture,
        tensors: model.tensors.compactMap { tensor in
          guard tensor.name == name else { return tensor }
          return values.map { NamedTensor(name: name, shape: [$0.count], values: $0) }
        })
    }
    #expect(throws: NetworkTensorError.self) { try changed("input.mean", nil) }
    #expect(throws: NetworkTensorError.self, "trained with it, and neither tensor there") {
      _ = try NetworkModel(
        architecture: model.architecture,
        tensors: model.tensors.filter { !$0.name.hasPrefix("input.") },
        hyperparameters: model.hyperparameters)
    }
    #expect(
      throws: NetworkTensorError.shape(name: "input.deviation", found: [2], expected: [6])
    ) { try changed("input.deviation", [1, 1]) }
    #expect(throws: NetworkTensorError.notFinite(name: "input.mean")) {
      try changed("input.mean", [0, 0, .nan, 0, 0, 0])
    }
    #expect(
      throws: NetworkError.hyperparameter(
        name: "input.deviation", value: "0.0",
        expected: "numbers above 0 that single precision holds")
    ) { try changed("input.deviation", [1, 1, 0, 1, 1, 1]) }
  }
}
