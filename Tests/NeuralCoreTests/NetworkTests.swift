import NeuralCore
import TestSupport
import Testing

@Suite struct NetworkTests {
  private let layer = Sequential([
    Conv2D(
      name: "c", input: FeatureShape(rows: 3, columns: 3, channels: 2), filters: 3, kernelSize: 2),
    Flatten(input: FeatureShape(rows: 2, columns: 2, channels: 3)),
    Dense(name: "d", inputs: 12, outputs: 2),
  ])

  @Test func tensorsRoundTrip() throws {
    var random = FixedNumbers(seed: 1)
    let network = Network(layer, using: &random)
    #expect(network.tensors.map(\.name) == ["c.weight", "c.bias", "d.weight", "d.bias"])
    #expect(network.tensors.map(\.shape) == [[3, 2, 2, 2], [3], [2, 12], [2]])
    let again = try Network(layer, tensors: network.tensors.reversed())
    #expect(again.parameters == network.parameters)
  }

  @Test func weightsAreTransposedBetweenMemoryAndTensor() throws {
    let layer = Conv2D(
      name: "c", input: FeatureShape(rows: 1, columns: 2, channels: 2), filters: 2,
      kernelSize: Extent(rows: 1, columns: 2), hasBias: false)
    // (out, in, row, column) numbered 0..<8; in memory (row, column, in, out).
    let tensor = NamedTensor(
      name: "c.weight", shape: [2, 2, 1, 2], values: (0..<8).map(Float.init))
    #expect(try Network(layer, tensors: [tensor]).parameters == [0, 4, 2, 6, 1, 5, 3, 7])
  }

  @Test func foreignTensorsThrow() {
    var random = FixedNumbers(seed: 1)
    let tensors = Network(layer, using: &random).tensors
    #expect(
      throws: NetworkTensorError.missing(name: "d.bias", found: ["c.bias", "c.weight", "d.weight"])
    ) {
      try Network(layer, tensors: Array(tensors.dropLast()))
    }
    #expect(throws: NetworkTensorError.shape(name: "d.bias", found: [3], expected: [2])) {
      try Network(
        layer,
        tensors: tensors.dropLast() + [NamedTensor(name: "d.bias", shape: [3], values: [0, 0, 0])])
    }
    #expect(throws: NetworkTensorError.notFinite(name: "d.bias")) {
      try Network(
        layer,
        tensors: tensors.dropLast() + [NamedTensor(name: "d.bias", shape: [2], values: [0, .nan])])
    }
    #expect(throws: NetworkTensorError.self) {
      try Network(layer, tensors: tensors + [NamedTensor(name: "x", shape: [], values: [0])])
    }
  }

  @Test func initialValuesHaveTheirDistribution() {
    let dense = Dense(inputs: 100, outputs: 400)
    func deviation(_ values: ArraySlice<Float>) -> Float {
      (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    }
    var random = FixedNumbers(seed: 2)
    let torch = Network(dense, using: &random).parameters
    #expect(torch.allSatisfy { abs($0) <= 0.1 })
    #expect(torch.contains { abs($0) > 0.0999 })
    // A uniform number in -a...a has the standard deviation a / sqrt(3); 40,000 draws: within 1 %.
    #expect(abs(deviation(torch[..<40000]) - 0.057735) < 0.0006)
    let he = Network(dense, initialization: .he, using: &random).parameters
    #expect(abs(deviation(he[..<40000]) - 0.141421) < 0.0015)
    #expect(he[40000...].allSatisfy { $0 == 0 })
    let glorot = Network(dense, initialization: .glorot, using: &random).parameters
    #expect(abs(deviation(glorot[..<40000]) - (6.0 / 500 / 3).squareRoot()) < 0.0007)
    #expect(glorot[40000...].allSatisfy { $0 == 0 })
  }
}
