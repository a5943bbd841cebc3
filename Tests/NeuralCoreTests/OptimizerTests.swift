import NeuralCore
import TestSupport
import Testing

@Suite struct OptimizerTests {
  @Test func firstAdagradStepIsTheLearningRate() {
    let optimizer = Adagrad(learningRate: 0.08)
    var parameters: [Float] = [1, 1, 1]
    var state = OptimizerState(for: optimizer, count: 3)
    state.update(&parameters, gradients: [1e-4, -7, 0], with: optimizer)
    #expect(largestDifference(parameters, [0.92, 1.08, 1]) < 1e-6)
    #expect(state.steps == 1)
  }

  @Test func dampeningSparesTheFirstStep() {
    // b1 = g = 1; b2 = 0.5 * 1 + (1 - 0.5) * 1 = 1.
    let optimizer = SGD(learningRate: 1, momentum: 0.5, dampening: 0.5)
    var parameters: [Float] = [0]
    var state = OptimizerState(for: optimizer, count: 1)
    state.update(&parameters, gradients: [1], with: optimizer)
    state.update(&parameters, gradients: [1], with: optimizer)
    #expect(parameters == [-2])
  }

  @Test func schedules() {
    #expect(LearningRateSchedule.constant.factor(epoch: 7, of: 10) == 1)
    let step = LearningRateSchedule.step(every: 3, factor: 0.5)
    #expect((0..<7).map { step.factor(epoch: $0, of: 7) } == [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
    let cosine = LearningRateSchedule.cosine(least: 0.2)
    #expect(cosine.factor(epoch: 0, of: 10) == 1)
    #expect(abs(cosine.factor(epoch: 5, of: 10) - 0.6) < 1e-6)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithPyTorch() throws {
    let golden = try ReferenceData.golden("optimizers")
    for example in golden["cases"].elements {
      let name = try #require(example["case"].string)
      try expect(optimizer(name, example["options"]), golden: golden, example, name)
    }
  }

  private func expect(
    _ optimizer: some Optimizer, golden: ReferenceValues, _ example: ReferenceValues, _ name: String
  ) throws {
    let gradients = golden["gradients"].floats
    let expected = example["params_after_step"].doubles
    var parameters = golden["initial"].floats
    let count = parameters.count
    var state = OptimizerState(for: optimizer, count: count)
    for step in 0..<gradients.count / count {
      let range = step * count..<(step + 1) * count
      state.update(&parameters, gradients: Array(gradients[range]), with: optimizer)
      for (found, wanted) in zip(parameters, expected[range]) {
        // Single precision: the parameter with large gradients passes values of 100, rounding at 1e-5.
        let scale = abs(wanted) > 10 ? 100 : max(abs(wanted), 0.1)
        #expect(abs(Double(found) - wanted) < 1e-5 * scale, "\(name), step \(step + 1)")
      }
    }
  }

  private func optimizer(_ name: String, _ options: ReferenceValues) -> any Optimizer {
    func option(_ key: String, _ value: Float) -> Float {
      options[key].double.map(Float.init) ?? value
    }
    let rate = option("lr", 0)
    let decay = option("weight_decay", 0)
    if name.hasPrefix("sgd") {
      return SGD(
        learningRate: rate, momentum: option("momentum", 0), dampening: option("dampening", 0),
        isNesterov: options["nesterov"].bool ?? false, weightDecay: decay)
    }
    if name.hasPrefix("adagrad") {
      return Adagrad(
        learningRate: rate, initialAccumulator: option("initial_accumulator_value", 0),
        rateDecay: option("lr_decay", 0), weightDecay: decay, epsilon: option("eps", 1e-10))
    }
    let betas = options["betas"].floats
    return Adam(
      learningRate: rate, beta1: betas.first ?? 0.9, beta2: betas.last ?? 0.999,
      epsilon: option("eps", 1e-8), weightDecay: decay, isDecoupled: name.hasPrefix("adamw"))
  }
}
