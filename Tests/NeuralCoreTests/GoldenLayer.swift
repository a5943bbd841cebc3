import NeuralCore
import TestSupport
import Testing

/// A pair of lengths, rows first.
func extent(_ value: ReferenceValues) -> Extent {
  Extent(rows: value.ints[0], columns: value.ints[1])
}

/// Checks output and gradients of a convolution against a case of PyTorch's.
func expectGolden(_ layer: any Layer, _ example: ReferenceValues) throws {
  let name = example["case"].string ?? ""
  var tensors = [
    NamedTensor(
      name: "c.weight", shape: example["weight"].shape, values: example["weight"].floats)
  ]
  if example["bias"].exists {
    tensors.append(
      NamedTensor(name: "c.bias", shape: example["bias"].shape, values: example["bias"].floats))
  }
  let network = try Network(layer, tensors: tensors)
  let outputShape = example["y"].shape
  let gradients = interleaved(example["grad_y"].floats, outputShape)
  let result = network.gradients(
    for: interleaved(example["x"].floats, example["x"].shape),
    outputGradients: { _ in gradients })
  let outputs = planar(result.outputs, outputShape)
  #expect(relativeDifference(outputs, example["y"].doubles) < 1e-5, "\(name): y")
  let inputGradient = planar(result.inputs, example["x"].shape)
  #expect(relativeDifference(inputGradient, example["grad_x"].doubles) < 1e-5, "\(name): grad_x")
  for tensor in network.named(result.parameters) {
    let key = tensor.name == "c.weight" ? "grad_weight" : "grad_bias"
    #expect(relativeDifference(tensor.values, example[key].doubles) < 1e-5, "\(name): \(key)")
  }
}
