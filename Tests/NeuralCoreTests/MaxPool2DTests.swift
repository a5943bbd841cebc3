import NeuralCore
import TestSupport
import Testing

@Suite struct MaxPool2DTests {
  @Test func firstOfEqualValuesTakesTheGradient() {
    let layer = MaxPool2D(input: FeatureShape(rows: 2, columns: 2, channels: 1))
    let result = Network(layer, parameters: []).gradients(
      for: [1, 3, 3, 3], outputGradients: { _ in [5] })
    #expect(result.outputs == [3])
    #expect(result.inputs == [0, 5, 0, 0])
  }

  @Test func channelsAreKeptApart() {
    let layer = MaxPool2D(
      input: FeatureShape(rows: 1, columns: 2, channels: 2), kernelSize: Extent(rows: 1, columns: 2)
    )
    #expect(Network(layer, parameters: []).outputs(for: [1, 8, 2, 7]) == [2, 8])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    for example in try ReferenceData.golden("maxpool2d")["cases"].elements {
      let name = example["case"].string ?? ""
      let (shape, outputShape) = (example["x"].shape, example["y"].shape)
      let layer = MaxPool2D(
        input: FeatureShape(rows: shape[2], columns: shape[3], channels: shape[1]),
        kernelSize: extent(example["kernel"]), stride: extent(example["stride"]),
        padding: extent(example["padding"]), dilation: extent(example["dilation"]))
      let gradients = interleaved(example["grad_y"].floats, outputShape)
      let result = Network(layer, parameters: []).gradients(
        for: interleaved(example["x"].floats, shape), outputGradients: { _ in gradients })
      let outputs = planar(result.outputs, outputShape)
      #expect(largestDifference(outputs, example["y"].doubles) == 0, "\(name): y")
      let inputGradient = planar(result.inputs, shape)
      #expect(
        largestDifference(inputGradient, example["grad_x"].doubles) < 1e-6, "\(name): grad_x")
    }
  }
}
