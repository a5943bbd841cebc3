import NeuralCore
import TestSupport
import Testing

@Suite struct DenseTests {
  @Test func handSizedExample() {
    let network = Network(Dense(inputs: 2, outputs: 2), parameters: [1, 2, 3, 4, 10, 20])
    #expect(network.outputs(for: [1, 1, 0, 1]) == [13, 27, 12, 24])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    for example in try ReferenceData.golden("dense_relu")["cases"].elements {
      let name = example["case"].string ?? ""
      let weight = example["weight"]
      let dense = Dense(
        name: "fc", inputs: weight.shape[1], outputs: weight.shape[0],
        hasBias: example["bias"].exists)
      let layer = Sequential([dense, ReLU(input: dense.outputShape)])
      let golden = [("fc.weight", weight), ("fc.bias", example["bias"])].filter { $0.1.exists }
      let network = try Network(
        layer,
        tensors: golden.map {
          NamedTensor(name: $0.0, shape: $0.1.shape, values: $0.1.floats)
        })
      let gradients = example["grad_relu"].floats
      let result = network.gradients(
        for: example["x"].floats, outputGradients: { _ in gradients })
      #expect(relativeDifference(result.outputs, example["relu"].doubles) < 1e-5, "\(name): relu")
      #expect(relativeDifference(result.inputs, example["grad_x"].doubles) < 1e-5, "\(name): x")
      let tensors = network.named(result.parameters)
      for (tensor, key) in zip(tensors, ["grad_weight", "grad_bias"]) {
        #expect(relativeDifference(tensor.values, example[key].doubles) < 1e-5, "\(name): \(key)")
      }
    }
  }
}
