import NeuralCore
import TestSupport
import Testing

@Suite struct Conv2DTests {
  @Test func handSizedExample() throws {
    // x = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], w = [[1, 0], [0, -1]]: y = x[i, j] - x[i + 1, j + 1] + 10.
    let layer = Conv2D(
      input: FeatureShape(rows: 3, columns: 3, channels: 1), filters: 1, kernelSize: 2)
    let network = Network(layer, parameters: [1, 0, 0, -1, 10])
    #expect(network.outputs(for: [1, 2, 3, 4, 5, 6, 7, 8, 9]) == [6, 6, 6, 6])
  }

  struct Case: Sendable {
    let shape: FeatureShape
    let kernel, stride, padding, dilation: Extent
  }

  @Test(arguments: [
    Case(
      shape: FeatureShape(rows: 6, columns: 7, channels: 3), kernel: 3, stride: 1, padding: 0,
      dilation: 1),
    Case(
      shape: FeatureShape(rows: 9, columns: 6, channels: 2), kernel: Extent(rows: 3, columns: 2),
      stride: Extent(rows: 2, columns: 3), padding: Extent(rows: 2, columns: 1),
      dilation: Extent(rows: 2, columns: 3)),
    Case(
      shape: FeatureShape(rows: 1, columns: 1, channels: 2), kernel: 3, stride: 2, padding: 3,
      dilation: 2),
  ])
  func equalsNestedLoops(_ example: Case) {
    var random = FixedNumbers(seed: 3)
    let layer = Conv2D(
      input: example.shape, filters: 4, kernelSize: example.kernel, stride: example.stride,
      padding: example.padding, dilation: example.dilation)
    let network = Network(layer, using: &random)
    let inputs = (0..<2 * example.shape.count).map { _ in Float.random(in: -1...1, using: &random) }
    let expected = nestedLoopConvolution(inputs, layer: layer, tensors: network.tensors)
    #expect(largestDifference(network.outputs(for: inputs), expected) < 1e-5)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    for example in try ReferenceData.golden("conv2d")["cases"].elements {
      let shape = example["x"].shape
      let weight = example["weight"]
      let layer = Conv2D(
        name: "c", input: FeatureShape(rows: shape[2], columns: shape[3], channels: shape[1]),
        filters: weight.shape[0],
        kernelSize: Extent(rows: weight.shape[2], columns: weight.shape[3]),
        stride: extent(example["stride"]), padding: extent(example["padding"]),
        dilation: extent(example["dilation"]), hasBias: example["bias"].exists)
      try expectGolden(layer, example)
    }
  }
}

/// The formula of ``Conv2D`` as written.
private func nestedLoopConvolution(
  _ x: [Float], layer: Conv2D, tensors: [NamedTensor]
) -> [Double] {
  let window = layer.window
  let (weight, bias) = (tensors[0].values, tensors[1].values)
  let (rows, columns, channels) = (window.input.rows, window.input.columns, window.input.channels)
  var y: [Double] = []
  for n in 0..<x.count / window.input.count {
    for i in 0..<window.outputRows {
      for j in 0..<window.outputColumns {
        for o in 0..<layer.filters {
          var sum = Double(bias[o])
          for p in 0..<window.kernel.rows {
            for q in 0..<window.kernel.columns {
              let row = i * window.stride.rows + p * window.dilation.rows - window.padding.rows
              let column =
                j * window.stride.columns + q * window.dilation.columns - window.padding.columns
              guard (0..<rows).contains(row), (0..<columns).contains(column) else { continue }
              for c in 0..<channels {
                let w = weight[
                  ((o * channels + c) * window.kernel.rows + p) * window.kernel.columns + q]
                sum += Double(x[((n * rows + row) * columns + column) * channels + c]) * Double(w)
              }
            }
          }
          y.append(sum)
        }
      }
    }
  }
  return y
}
