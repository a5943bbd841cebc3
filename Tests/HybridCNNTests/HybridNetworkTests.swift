import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct HybridNetworkTests {
  @Test func paperShapes() throws {
    let shape = try NetworkArchitecture(
      kind: .hybrid, channels: 14, hyperparameters: .paper)
    #expect(shape.readWidth == 10)
    #expect(shape.padding1D == 0)
    let network = HybridNetwork(shape)
    #expect(network.parameterCount == 48_962)
    #expect(
      network.parameters.map(\.name) == [
        "conv2d_1.weight", "conv2d_1.bias", "conv2d_2.weight", "conv2d_2.bias", "conv1d_1.weight",
        "conv1d_1.bias", "conv1d_2.weight", "conv1d_2.bias", "fc1.weight", "fc1.bias",
        "fc2.weight", "fc2.bias",
      ])
    // 64 features of the window and 32 filters at 10 positions.
    #expect(network.parameters[8].shape == [64, 384])
  }

  @Test func pooling3By3ReadsTheWholeWindow() throws {
    var chosen = NetworkHyperparameters.paper
    chosen.poolingSize = 3
    let shape = try NetworkArchitecture(kind: .hybrid, channels: 14, hyperparameters: chosen)
    #expect(shape.readWidth == 13)
    // The sizes in between, and so the number of weights, stay the same: 13 -> 11 -> 5 -> 3 -> 1.
    #expect(HybridNetwork(shape).parameterCount == 48_962)
  }

  @Test func fewChannelsArePadded() throws {
    for channels in 1...5 {
      let shape = try NetworkArchitecture(
        kind: .hybrid, channels: channels, hyperparameters: smallHyperparameters())
      #expect(shape.padding1D == 1)
      #expect(HybridNetwork(shape).parameters[8].shape == [5, 4 + 3 * channels])
    }
    let six = try NetworkArchitecture(
      kind: .cnn1d, channels: 6, hyperparameters: smallHyperparameters())
    #expect(six.padding1D == 0)
    #expect(throws: NetworkError.tooFewChannels(4, least: 5)) {
      try NetworkArchitecture(
        kind: .cnn1d, channels: 4, hyperparameters: smallHyperparameters(), padding1D: 0)
    }
  }

  @Test(arguments: NetworkKind.allCases) func gradientsEqualDifferences(_ kind: NetworkKind) throws
  {
    var random = SplitMix64(seed: 21)
    var chosen = smallHyperparameters(window: 11)
    chosen.dropout = 0.3
    let shape = try NetworkArchitecture(kind: kind, channels: 7, hyperparameters: chosen)
    let check = GradientCheck(
      HybridNetwork(shape), samples: 2, mode: .training(seed: 3), step: 5e-4, using: &random)
    #expect(check.largestError(using: &random) < 1e-2)
  }

  @Test(arguments: Activation.allCases)
  func gradientsOfActivationsEqualDifferences(_ activation: Activation) throws {
    var random = SplitMix64(seed: 22)
    var chosen = smallHyperparameters(window: 11)
    chosen.activation = activation
    // Small gradients, as those of sigmoids are, need long steps, and these a network without kinks.
    let isSmooth = activation == .tanh || activation == .sigmoid
    if isSmooth { (chosen.poolingSize, chosen.poolingStride) = (1, 1) }
    let shape = try NetworkArchitecture(kind: .hybrid, channels: 7, hyperparameters: chosen)
    let check = GradientCheck(
      HybridNetwork(shape), samples: 2, step: isSmooth ? 1e-2 : 5e-4, using: &random)
    #expect(check.largestError(using: &random) < 1e-2)
  }

  @Test func readPartDecidesAlone() throws {
    // Of a 13 x 13 window only the north-western 10 x 10 cells are read.
    let model = try randomModel(.cnn2d, channels: 2, smallHyperparameters())
    var random = SplitMix64(seed: 5)
    var patch = (0..<2 * 169).map { _ in Float(random.uniform()) }
    let before = model.logits(patches: patch, count: 1)
    for row in 0..<13 {
      for column in 0..<13 where row >= 10 || column >= 10 { patch[row * 13 + column] += 1 }
    }
    #expect(model.logits(patches: patch, count: 1) == before)
    for index in 0..<10 { patch[9 * 13 + index] += 2 }
    #expect(model.logits(patches: patch, count: 1) != before)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func forwardAndBackwardAgreeWithPyTorch() throws {
    for example in try ReferenceData.golden("hybrid_forward_backward")["cases"].elements {
      let name = example["case"].string ?? ""
      let shape = try goldenArchitecture(example)
      let network = try Network(
        HybridNetwork(shape), tensors: goldenTensors(example["parameters"]))
      let labels = example["labels"].ints
      let inputs = shape.inputs(
        patches: example["x"].floats, vectors: example["v"].floats, count: labels.count)
      var loss = 0.0
      let result = network.gradients(for: inputs) { logits in
        let mean = SoftmaxCrossEntropy().mean(logits, labels: labels, classes: 2)
        loss = mean.loss
        return mean.gradient
      }
      #expect(relativeDifference(result.outputs, example["logits"].doubles) < 1e-5, "\(name)")
      #expect(abs(loss - (example["loss"].double ?? .nan)) < 1e-6, "\(name)")
      let probabilities = stride(from: 1, to: 2 * labels.count, by: 2).map {
        SoftmaxCrossEntropy.probabilities(result.outputs, classes: 2)[$0]
      }
      #expect(largestDifference(probabilities, example["probability"].doubles) < 1e-6, "\(name)")
      for tensor in network.named(result.parameters) {
        #expect(
          relativeDifference(tensor.values, example["grad_parameters"][tensor.name].doubles) < 1e-5,
          "\(name): \(tensor.name)")
      }
      let expected = shape.inputs(
        patches: example["grad_x"].floats, vectors: example["grad_v"].floats, count: labels.count)
      #expect(relativeDifference(result.inputs, expected.map(Double.init)) < 1e-5, "\(name): x, v")
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func trainingAgreesWithPyTorch() throws {
    let golden = try ReferenceData.golden("hybrid_training")
    for example in golden["cases"].elements {
      let shape = try goldenArchitecture(example)
      let samples = [golden, example].first { $0["x"].exists } ?? example
      let (patches, vectors) = (samples["x"].floats, samples["v"].floats)
      let labels = samples["labels"].ints
      var network = try Network(
        HybridNetwork(shape), tensors: goldenTensors(example["initial_parameters"]))
      let optimizer = Adagrad(learningRate: Float(try #require(example["lr"].double)))
      var state = OptimizerState(for: optimizer, count: network.parameters.count)
      func inputs(_ chosen: [Int]) -> [Float] {
        func rows(_ values: [Float]) -> [Float] {
          let size = values.count / labels.count
          return chosen.flatMap { values[$0 * size..<($0 + 1) * size] }
        }
        return shape.inputs(patches: rows(patches), vectors: rows(vectors), count: chosen.count)
      }
      var losses: [Double] = []
      for batch in example["batches"].elements.map(\.ints) {
        let result = network.gradients(for: inputs(batch)) { logits in
          let mean = SoftmaxCrossEntropy().mean(
            logits, labels: batch.map { labels[$0] }, classes: 2)
          losses.append(mean.loss)
          return mean.gradient
        }
        var parameters = network.parameters
        state.update(&parameters, gradients: result.parameters, with: optimizer)
        network = Network(network.layer, parameters: parameters)
      }
      // PyTorch's own single precision differs from its double precision by up to 1e-6 here.
      #expect(largestDifference(losses, example["loss_before_each_step"].doubles) < 1e-5)
      let logits = network.outputs(for: inputs(Array(labels.indices)))
      let mean = SoftmaxCrossEntropy().mean(logits, labels: labels, classes: 2)
      #expect(abs(mean.loss - (try #require(example["loss_all_after_20"].double))) < 1e-5)
      for tensor in network.tensors {
        let expected = example["final_parameters"][tensor.name].doubles
        #expect(largestDifference(tensor.values, expected) < 1e-5, "\(tensor.name)")
      }
    }
  }
}
