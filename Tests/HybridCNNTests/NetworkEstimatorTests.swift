import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct NetworkEstimatorTests {
  /// Planes with a bright half, and cells of it (landslides) and of the other (absences).
  private static func samples(_ count: Int, seed: UInt64 = 3) throws -> (PatchBatch, [Bool]) {
    var random = SplitMix64(seed: seed)
    let (rows, columns, channels) = (20, 30, 6)
    var values: [Float] = []
    for _ in 0..<rows {
      for column in 0..<columns {
        for channel in 0..<channels {
          let step: Double = column >= 15 && channel < 3 ? 0.5 : 0
          values.append(Float(step + 0.5 * random.uniform()))
        }
      }
    }
    let planes = try FeaturePlanes(
      rows: rows, columns: columns, channels: channels, values: values,
      outside: [Float](repeating: 0.4, count: channels))
    let cells = (0..<count).map { _ in random.integer(below: rows * columns) }
    return (try PatchBatch(planes: planes, cells: cells, window: 11), cells.map { $0 % 30 >= 15 })
  }

  private static func hyperparameters(epochs: Int = 12) -> NetworkHyperparameters {
    var chosen = NetworkHyperparameters.recommended
    chosen.window = 11
    chosen.filters2D = [8, 8]
    chosen.filters1D = [4, 6]
    chosen.hidden = 16
    chosen.epochs = epochs
    chosen.dropout = 0.2
    chosen.learningRate = 0.03
    return chosen
  }

  @Test func presetsAreThoseOfTheDesign() {
    let paper = NetworkHyperparameters.paper
    #expect(paper.window == 13 && paper.filters2D == [32, 64] && paper.filters1D == [16, 32])
    #expect(paper.hidden == 64 && paper.optimizer == .adagrad && paper.learningRate == 0.08)
    #expect(paper.initialAccumulator == 0 && paper.batchSize == 32 && paper.epochs == 300)
    #expect(paper.initialization == .torchDefault && paper.augmentation == .none)
    #expect(paper.dropout == 0 && paper.weightDecay == 0 && paper.earlyStopping == nil)
    var recommended = NetworkHyperparameters.recommended
    #expect(recommended.learningRate == 0.002 && recommended.dropout == 0.5)
    #expect(recommended.weightDecay == 1e-3 && recommended.augmentation == .dihedral)
    #expect(recommended.epochs == 60 && recommended.poolingSize == 3)
    #expect(recommended.linearPath == .logistic && recommended.inputScaling == .standardized)
    recommended.learningRate = 0.08
    recommended.dropout = 0
    recommended.weightDecay = 0
    recommended.augmentation = .none
    recommended.poolingSize = 2
    recommended.linearPath = .none
    recommended.inputScaling = .none
    recommended.epochs = 300
    #expect(recommended == paper)
  }

  @Test(arguments: NetworkKind.allCases) func learnsASeparableSet(_ kind: NetworkKind) throws {
    let (patches, labels) = try Self.samples(150)
    let (others, truth) = try Self.samples(60, seed: 8)
    var random = SplitMix64(seed: 1)
    var told = 0
    let model = try NetworkEstimator(kind: kind, hyperparameters: Self.hyperparameters()).fitted(
      to: patches, labels: labels, validation: (others, truth), progress: { _ in told += 1 },
      using: &random)
    #expect(told == 12 && model.trainingCurve.count == 12)
    #expect(model.kind == kind && model.channels == 6 && model.warnings.isEmpty)
    let probabilities = model.probabilities(for: others)
    #expect(probabilities.count == 60 && probabilities.allSatisfy { (0...1).contains($0) })
    let right = zip(probabilities, truth).filter { ($0 >= 0.5) == $1 }.count
    // Flips move the edge of the part that is read: cells beside the border between halves may be wrong.
    #expect(right >= 50)
    let last = try #require(model.trainingCurve.last)
    #expect(last.validationAccuracy == Double(right) / 60)
  }

  @Test func sameSeedSameModelForAnyThreads() throws {
    let (patches, labels) = try Self.samples(70)
    let models = try [1, 2, 4].map { threads in
      var random = SplitMix64(seed: 6)
      return try NetworkEstimator(
        kind: .hybrid, hyperparameters: Self.hyperparameters(epochs: 3), threads: threads
      ).fitted(to: patches, labels: labels, using: &random)
    }
    let files = try models.map { try $0.safetensors() }
    #expect(files[0] == files[1] && files[0] == files[2])
    #expect(
      models[0].probabilities(for: patches, threads: 1)
        == models[0].probabilities(for: patches, threads: 4))
    var other = SplitMix64(seed: 7)
    let different = try NetworkEstimator(
      kind: .hybrid, hyperparameters: Self.hyperparameters(epochs: 3)
    ).fitted(to: patches, labels: labels, using: &other)
    #expect(different.tensors != models[0].tensors)
  }

  @Test func wrongLabelsThrow() throws {
    let (patches, labels) = try Self.samples(20)
    let estimator = NetworkEstimator(kind: .cnn1d, hyperparameters: Self.hyperparameters())
    var random = SplitMix64(seed: 1)
    #expect(throws: EstimatorError.labelCount(samples: 20, labels: 19)) {
      try estimator.fitted(to: patches, labels: Array(labels.dropLast()), using: &random)
    }
    #expect(throws: EstimatorError.oneClass(label: true, count: 20)) {
      try estimator.fitted(
        to: patches, labels: [Bool](repeating: true, count: 20), using: &random)
    }
    #expect(throws: EstimatorError.noSamples) {
      try estimator.fitted(to: patches.selecting([]), labels: [], using: &random)
    }
    #expect(throws: NetworkError.patchWindow(found: 11, expected: 13)) {
      try NetworkEstimator(kind: .cnn2d, hyperparameters: .paper).fitted(
        to: patches, labels: labels, using: &random)
    }
  }

  @Test func hyperparametersOutOfRangeThrow() throws {
    let (patches, labels) = try Self.samples(20)
    let changes: [(inout NetworkHyperparameters) -> Void] = [
      { $0.window = 12 }, { $0.window = 9 }, { $0.filters2D = [0, 4] }, { $0.filters2D = [4] },
      { $0.filters1D = [4, -1] }, { $0.filters1D = [] }, { $0.hidden = 0 }, { $0.kernelSize = 2 },
      { $0.kernelSize = 0 }, { $0.poolingSize = 0 }, { $0.poolingStride = 0 },
      { $0.poolingSize = 6 }, { $0.learningRate = 0 }, { $0.learningRate = .nan },
      { $0.learningRate = -1 }, { $0.initialAccumulator = -0.1 }, { $0.momentum = 1 },
      { $0.weightDecay = -1 }, { $0.weightDecay = .infinity }, { $0.batchSize = 0 },
      { $0.epochs = 0 }, { $0.epochs = -5 }, { $0.dropout = 1 }, { $0.dropout = -0.1 },
      { $0.dropout = .nan }, { $0.schedule = .step(every: 0, factor: 0.5) },
      { $0.schedule = .cosine(least: 2) }, { $0.collapse = .restart(attempts: 0) },
      { $0.earlyStopping = EarlyStopping(patience: 0) },
      { $0.hidden = .max }, { $0.batchSize = .max }, { $0.window = 257 },
      { $0.filters2D = [16384, 16384] },
      {
        $0.hidden = 16384; $0.filters1D = [9, 16384]
      },
    ]
    for (index, change) in changes.enumerated() {
      var chosen = Self.hyperparameters()
      change(&chosen)
      var random = SplitMix64(seed: 1)
      #expect(throws: NetworkError.self, "change \(index)") {
        try NetworkEstimator(kind: .hybrid, hyperparameters: chosen).fitted(
          to: patches, labels: labels, using: &random)
      }
    }
  }

  @Test func otherPatchesThanTheModelsFailWithBothValues() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (patches, _) = try Self.samples(2)
      let model = try randomModel(.cnn1d, channels: 5, smallHyperparameters(window: 13))
      _ = model.probabilities(for: patches)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      message.contains(
        "patches of 11 cells and 6 channels for a model of 13 cells and 5 channels"))
  }

  @Test func validationPatchesMustFit() throws {
    let (patches, labels) = try Self.samples(20)
    let estimator = NetworkEstimator(kind: .cnn1d, hyperparameters: Self.hyperparameters())
    var random = SplitMix64(seed: 1)
    #expect(throws: EstimatorError.labelCount(samples: 20, labels: 1)) {
      try estimator.fitted(
        to: patches, labels: labels, validation: (patches, [true]), using: &random)
    }
    let planes = try randomPlanes(rows: 3, columns: 3, channels: 5)
    let others = try PatchBatch(planes: planes, cells: [4], window: 11)
    #expect(throws: NetworkError.channels(found: 5, expected: 6)) {
      try estimator.fitted(
        to: patches, labels: labels, validation: (others, [true]), using: &random)
    }
  }

  @Test func lossThatIsNotFiniteThrows() throws {
    let (patches, labels) = try Self.samples(40)
    var chosen = Self.hyperparameters()
    chosen.learningRate = 1e30
    chosen.optimizer = .sgd
    var random = SplitMix64(seed: 1)
    #expect(throws: TrainingError.self) {
      try NetworkEstimator(kind: .cnn1d, hyperparameters: chosen).fitted(
        to: patches, labels: labels, using: &random)
    }
  }

  @Test func cancellationEndsTraining() throws {
    let (patches, labels) = try Self.samples(40)
    var random = SplitMix64(seed: 1)
    #expect(throws: CancellationError.self) {
      try NetworkEstimator(kind: .cnn1d, hyperparameters: Self.hyperparameters()).fitted(
        to: patches, labels: labels, validation: nil, isCancelled: { true }, using: &random)
    }
  }

  @Test func classWeightsBalanceRareLandslides() throws {
    let (patches, labels) = try Self.samples(120)
    let rare = labels.indices.filter { !labels[$0] || $0 % 6 == 0 }
    var chosen = Self.hyperparameters(epochs: 3)
    chosen.learningRate = 0.01
    func mean(_ weighting: NetworkHyperparameters.ClassWeighting) throws -> Double {
      chosen.classWeighting = weighting
      var random = SplitMix64(seed: 2)
      let model = try NetworkEstimator(kind: .cnn1d, hyperparameters: chosen).fitted(
        to: patches.selecting(rare), labels: rare.map { labels[$0] }, using: &random)
      return model.probabilities(for: patches).reduce(0, +) / Double(patches.count)
    }
    #expect(try mean(.balanced) > mean(.none) + 0.02)
  }
}
