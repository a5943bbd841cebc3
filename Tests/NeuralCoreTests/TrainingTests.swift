import NeuralCore
import TestSupport
import Testing

@Suite struct TrainingTests {
  /// Two interleaved rings of points, told apart by their distance from 0.
  static func rings(_ count: Int) -> ArraySamples {
    var inputs: [Float] = []
    var labels: [Int] = []
    for index in 0..<count {
      let isOuter = index % 2 == 1
      let angle = Double(index) * 2.399963
      let radius: Double = isOuter ? 1.6 : 0.5
      inputs += [Float(radius * cosine(angle)), Float(radius * cosine(angle - 1.570796))]
      labels.append(isOuter ? 1 : 0)
    }
    return ArraySamples(inputs: inputs, labels: labels)
  }

  static func network(dropout: Float = 0.1) -> Network {
    var random = FixedNumbers(seed: 9)
    return Network(
      Sequential([
        Dense(name: "a", inputs: 2, outputs: 24), ReLU(input: .vector(24)),
        Dropout(input: .vector(24), rate: dropout), Dense(name: "b", inputs: 24, outputs: 2),
      ]), using: &random)
  }

  @Test func learnsAndRecordsEachEpoch() throws {
    var network = Self.network()
    var told: [Int] = []
    let curve = try Training(optimizer: Adagrad(learningRate: 0.1), batchSize: 10, epochs: 30).run(
      &network, on: Self.rings(96), validation: Self.rings(50), seed: 4,
      progress: { told.append($0.epoch) })
    #expect(curve.map(\.epoch) == Array(1...30))
    #expect(told == Array(1...30))
    let last = try #require(curve.last)
    #expect(last.loss < 0.2)
    #expect(try #require(last.validationAccuracy) > 0.95)
    #expect(try #require(last.probabilityDeviation) > 0.3)
  }

  @Test func threadsDoNotChangeTheWeights() throws {
    // 40 samples per batch: 5 shards; 1001 parameters and more: several pieces of the update.
    let results = try [1, 2, 4].map { threads in
      var network = Self.network()
      let curve = try Training(optimizer: Adam(learningRate: 0.01), batchSize: 40, epochs: 5).run(
        &network, on: Self.rings(97), validation: Self.rings(31), seed: 4, threads: threads)
      return (network.parameters, curve)
    }
    #expect(results[0].0 == results[1].0 && results[0].0 == results[2].0)
    #expect(results[0].1 == results[1].1 && results[0].1 == results[2].1)
  }

  @Test func lastShortBatchAndHugeBatchWork() throws {
    for size in [1, 7, 500] {
      var network = Self.network()
      let curve = try Training(optimizer: SGD(learningRate: 0.1), batchSize: size, epochs: 2).run(
        &network, on: Self.rings(15), seed: 1)
      #expect(curve.count == 2)
    }
  }

  @Test func aBatchOfAllSamplesFollowsTheWholeGradient() throws {
    // 1100 samples: 16 shards of 69, each in three turns. Gradient descent by hand, sample order and all.
    let samples = Self.rings(1100)
    var random = FixedNumbers(seed: 9)
    let layer = Dense(inputs: 2, outputs: 2)
    var network = Network(layer, using: &random)
    var expected = network.parameters
    var inputs = [Float](repeating: 0, count: 2200)
    samples.copyInputs(of: ArraySlice(0..<1100), seed: nil, to: &inputs)
    for _ in 0..<3 {
      let result = Network(layer, parameters: expected).gradients(for: inputs) { logits in
        SoftmaxCrossEntropy().mean(logits, labels: samples.labels, classes: 2).gradient
      }
      expected = zip(expected, result.parameters).map { $0 - 0.5 * $1 }
    }
    try Training(optimizer: SGD(learningRate: 0.5), batchSize: 5000, epochs: 3).run(
      &network, on: samples, seed: 1)
    #expect(largestDifference(network.parameters, expected.map(Double.init)) < 1e-5)
  }

  @Test func noSamplesThrows() {
    var network = Self.network()
    #expect(throws: TrainingError.noSamples) {
      try Training(optimizer: SGD(learningRate: 0.1), epochs: 1).run(
        &network, on: ArraySamples(inputs: [], labels: []), seed: 1)
    }
  }

  @Test func lossThatIsNotFiniteThrows() {
    var network = Self.network()
    let before = network.parameters
    #expect(throws: TrainingError.self) {
      try Training(optimizer: SGD(learningRate: 1e30), epochs: 5).run(
        &network, on: Self.rings(64), seed: 1)
    }
    #expect(network.parameters == before)
  }

  @Test func inputsThatAreNotFiniteThrow() {
    for value in [Float.nan, .infinity] {
      var network = Self.network()
      let samples = ArraySamples(inputs: [1, 2, value, 3, 4, 5], labels: [0, 1, 0])
      #expect(throws: TrainingError.self) {
        try Training(optimizer: SGD(learningRate: 0.1), epochs: 1).run(
          &network, on: samples, seed: 1)
      }
    }
  }

  /// What stands on standard error when a training of `samples` fails a precondition.
  private static func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  private static func train(
    _ samples: ArraySamples, validation: ArraySamples? = nil,
    _ change: (inout Training) -> Void = { _ in }
  ) throws {
    var network = Self.network()
    var training = Training(optimizer: SGD(learningRate: 0.1), epochs: 1)
    change(&training)
    try training.run(&network, on: samples, validation: validation, seed: 1)
  }

  @Test func mistakesOfTheCallerFailWithBothValues() async {
    var failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(Self.rings(4)) { $0.batchSize = 0 }
    }
    #expect(Self.message(failed).contains("batchSize is 0, expected at least 1"))
    failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(Self.rings(4)) { $0.epochs = -1 }
    }
    #expect(Self.message(failed).contains("epochs is -1, expected at least 1"))
    failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(Self.rings(4)) { $0.loss = SoftmaxCrossEntropy(classWeights: [1]) }
    }
    #expect(Self.message(failed).contains("1 class weights for 2 classes"))
  }

  @Test func samplesThatDoNotFitFailWithBothValues() async {
    var failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(ArraySamples(inputs: [1, 2], labels: [2]))
    }
    #expect(Self.message(failed).contains("label 2 is not in 0..<2"))
    failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(
        Self.rings(4), validation: ArraySamples(inputs: [1, 2], labels: [-1]))
    }
    #expect(Self.message(failed).contains("label -1 is not in 0..<2"))
    failed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try Self.train(ArraySamples(inputs: [1, 2, 3], labels: [0]))
    }
    #expect(Self.message(failed).contains("samples of 3 values for a network that takes 2"))
  }

  @Test func cancellationEndsTraining() {
    var network = Self.network()
    var epochs = 0
    #expect(throws: CancellationError.self) {
      try Training(optimizer: SGD(learningRate: 0.1), epochs: 50).run(
        &network, on: Self.rings(64), seed: 1, isCancelled: { epochs == 3 },
        progress: { epochs = $0.epoch })
    }
    #expect(epochs == 3)
  }

  @Test func earlyStoppingBringsTheBestEpochBack() throws {
    // Labels at random: the validation loss soon rises.
    let training = Self.rings(64)
    let flipped = ArraySamples(
      inputs: (0..<60).map { Float($0 % 7) / 3 - 1 }, labels: (0..<30).map { $0 * 5 % 3 % 2 })
    var network = Self.network()
    let curve = try Training(
      optimizer: Adagrad(learningRate: 0.1), epochs: 200,
      earlyStopping: EarlyStopping(patience: 5)
    ).run(&network, on: training, validation: flipped, seed: 2)
    #expect(curve.count < 200)
    let losses = try curve.map { try #require($0.validationLoss) }
    let best = try #require(losses.min())
    #expect(losses.count - 1 - (try #require(losses.firstIndex(of: best))) == 5)
  }
}
