import NeuralCore
import TestSupport
import Testing

@Suite struct LayerTests {
  static let map = FeatureShape(rows: 6, columns: 5, channels: 2)

  /// More channels than a vector has places, and not a whole number of vectors.
  static let deep = FeatureShape(rows: 4, columns: 5, channels: 19)

  static let layers: [any Layer] = [
    Conv2D(input: deep, filters: 17, padding: 1),
    MaxPool2D(input: deep),
    MaxPool2D(input: deep, kernelSize: 3, stride: 1, padding: 1),
    Conv2D(input: map, filters: 3, padding: 1),
    Conv2D(input: map, filters: 3, kernelSize: 2, stride: 2, dilation: 2, hasBias: false),
    Conv1D(length: 7, channels: 2, filters: 3, padding: 1),
    MaxPool2D(input: map),
    MaxPool2D(input: map, kernelSize: 3, stride: 2, padding: 1),
    Dense(inputs: 5, outputs: 4),
    ReLU(input: map),
    LeakyReLU(input: map),
    HyperbolicTangent(input: map),
    Sigmoid(input: map),
    Flatten(input: map),
    Dropout(input: map, rate: 0.4),
    Sequential([
      Conv2D(input: map, filters: 3),
      Flatten(input: FeatureShape(rows: 4, columns: 3, channels: 3)),
      Dense(inputs: 36, outputs: 2),
    ]),
  ]

  @Test(arguments: layers.indices) func gradientsEqualDifferences(_ index: Int) {
    var random = FixedNumbers(seed: 11)
    let check = GradientCheck(Self.layers[index], mode: .training(seed: 5), using: &random)
    let error = check.largestError(using: &random)
    #expect(error < 1e-2, "\(type(of: Self.layers[index]))")
  }

  @Test(arguments: layers.indices) func samplesDoNotInfluenceEachOther(_ index: Int) {
    var random = FixedNumbers(seed: 12)
    let network = Network(Self.layers[index], using: &random)
    let size = network.layer.inputShape.count
    let inputs = (0..<3 * size).map { _ in Float.random(in: -1...1, using: &random) }
    let single = (0..<3).flatMap {
      network.outputs(for: Array(inputs[$0 * size..<($0 + 1) * size]))
    }
    #expect(largestDifference(network.outputs(for: inputs), single.map(Double.init)) < 1e-6)
  }

  @Test func rectifierHasNoGradientAtZero() {
    let result = Network(ReLU(input: .vector(3)), parameters: []).gradients(
      for: [-1, 0, 2], outputGradients: { _ in [1, 1, 1] })
    #expect(result.outputs == [0, 0, 2])
    #expect(result.inputs == [0, 0, 1])
  }

  /// Values of math.tanh and of 1 / (1 + math.exp(-x)) in Python 3.11.
  @Test func activationsHaveTheirValues() {
    func outputs(_ activation: Activation) -> [Float] {
      Network(activation.layer(input: .vector(4)), parameters: []).outputs(for: [-100, -1, 0, 2])
    }
    #expect(outputs(.relu) == [0, 0, 0, 2])
    #expect(outputs(.leakyReLU) == [-1, -0.01, 0, 2])
    #expect(
      largestDifference(outputs(.tanh), [-1, -0.761_594_156, 0, 0.964_027_580]) < 1e-6)
    #expect(
      largestDifference(outputs(.sigmoid), [0, 0.268_941_421, 0.5, 0.880_797_078]) < 1e-6)
  }

  /// What lets a network pool before it activates.
  @Test(arguments: Activation.allCases) func activationsNeverDecrease(_ activation: Activation) {
    let values = (-400...400).map { Float($0) / 20 }
    let outputs = Network(activation.layer(input: .vector(values.count)), parameters: [])
      .outputs(for: values)
    #expect(zip(outputs, outputs.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func flattenIsChannelRowColumn() {
    let layer = Flatten(input: FeatureShape(rows: 1, columns: 3, channels: 2))
    #expect(
      Network(layer, parameters: []).outputs(for: [1, 10, 2, 20, 3, 30]) == [1, 2, 3, 10, 20, 30])
  }

  @Test func dropoutKeepsTheMeanAndIsOffWhenPredicting() {
    let network = Network(Dropout(input: .vector(4000), rate: 0.25), parameters: [])
    let ones = [Float](repeating: 1, count: 4000)
    #expect(network.outputs(for: ones) == ones)
    let dropped = network.outputs(for: ones, mode: .training(seed: 1))
    #expect(Set(dropped) == [0, Float(1 / 0.75)])
    // 4000 draws: the standard error of the mean is 0.009.
    #expect(abs(dropped.reduce(0, +) / 4000 - 1) < 0.04)
    #expect(dropped == network.outputs(for: ones, mode: .training(seed: 1)))
    #expect(dropped != network.outputs(for: ones, mode: .training(seed: 2)))
  }
}
