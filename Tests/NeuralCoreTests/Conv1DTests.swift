import NeuralCore
import TestSupport
import Testing

@Suite struct Conv1DTests {
  @Test func handSizedExample() {
    // y[i] = x[i] + 2 x[i + 1] + 3 x[i + 2] - 1.
    let network = Network(
      Conv1D(length: 4, channels: 1, filters: 1), parameters: [1, 2, 3, -1])
    #expect(network.outputs(for: [1, 0, 0, 1]) == [0, 2])
  }

  @Test func paddedSignalKeepsItsLength() {
    let layer = Conv1D(length: 1, channels: 1, filters: 2, padding: 1)
    #expect(layer.outputShape == .signal(length: 1, channels: 2))
  }

  @Test func weightsHaveThreeAxes() {
    let layer = Conv1D(name: "conv1d_2", length: 9, channels: 4, filters: 5)
    #expect(layer.parameters.map(\.name) == ["conv1d_2.weight", "conv1d_2.bias"])
    #expect(layer.parameters.map(\.shape) == [[5, 4, 3], [5]])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    for example in try ReferenceData.golden("conv1d")["cases"].elements {
      let shape = example["x"].shape
      let weight = example["weight"].shape
      let layer = Conv1D(
        name: "c", length: shape[2], channels: shape[1], filters: weight[0],
        kernelSize: weight[2], stride: try #require(example["stride"].int),
        padding: try #require(example["padding"].int),
        dilation: try #require(example["dilation"].int), hasBias: example["bias"].exists)
      try expectGolden(layer, example)
    }
  }
}
