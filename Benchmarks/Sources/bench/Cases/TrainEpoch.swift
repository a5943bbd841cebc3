import HybridCNN
import LearningCore
import NeuralCore

/// One epoch of the paper's hybrid network on 870 samples of 14 factors: ten epochs are run, one is reported.
struct TrainEpoch: BenchmarkWork {
  private static let samples = 870
  private static let epochs = 10

  private let estimator: NetworkEstimator
  private let patches: PatchBatch
  private let labels: [Bool]
  private var loss = Double.nan
  private let timer = EpochTimer()

  init(_ options: BenchmarkOptions) throws {
    let fields = RandomFields(rows: 256, columns: 256, count: 14, seed: 870)
    let values = fields.encoded(classes: 6)
    let planes = try FeaturePlanes(
      rows: 256, columns: 256, channels: 14, values: values,
      outside: [Float](repeating: 0.5, count: 14))
    var generator = RandomStreams(seed: 870).stream("samples")
    let cells = (0..<Self.samples).map { _ in generator.integer(below: planes.cellCount) }
    // A rule with noise, so that there is something to learn: the first factors of the cell.
    let scores = cells.map { cell in
      Double(values[cell * 14]) + Double(values[cell * 14 + 1] * values[cell * 14 + 2])
        + 0.3 * generator.normal()
    }
    let middle = scores.sorted()[Self.samples / 2]
    patches = try PatchBatch(planes: planes, cells: cells, window: 13)
    labels = scores.map { $0 >= middle }
    var hyperparameters = NetworkHyperparameters.paper
    hyperparameters.epochs = Self.epochs
    estimator = NetworkEstimator(
      kind: .hybrid, hyperparameters: hyperparameters, threads: options.threads)
  }

  mutating func run() throws {
    var generator = SplitMix64(seed: 1)
    let timer = timer
    timer.begin()
    let model = try estimator.fitted(
      to: patches, labels: labels, validation: nil, progress: { _ in timer.lap() },
      using: &generator)
    loss = model.trainingCurve.last?.loss ?? .nan
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("epoch_median_s", .number(timer.median)), ("epochs_per_run", .number(Double(Self.epochs))),
      ("check", .number(loss)),
    ]
  }
}
