import HybridCNN
import LearningCore
import NeuralCore

/// One epoch of the paper's hybrid network: 870 samples of 14 factors, batch 32, Adagrad.
///
/// A run is a fit of a few epochs, and its time that of its median epoch; the first, which includes preparations, does not
/// count.
struct TrainEpoch: BenchmarkWork {
  private static let samples = 870
  private static let epochs = 12
  private static let channels = 14
  private static let side = 256

  private let estimator: NetworkEstimator
  private let patches: PatchBatch
  private let labels: [Bool]
  private var loss = Double.nan

  init(_ options: BenchmarkOptions) throws {
    let (side, channels) = (Self.side, Self.channels)
    let values = RandomFields(rows: side, columns: side, count: channels, seed: 870)
      .encoded(classes: 6)
    let planes = try FeaturePlanes(
      rows: side, columns: side, channels: channels, values: values,
      outside: [Float](repeating: 0.5, count: channels))
    var generator = RandomStreams(seed: 870).stream("samples")
    let cells = (0..<Self.samples).map { _ in generator.integer(below: planes.cellCount) }
    // A rule with noise, so that there is something to learn: the first factors of the cell.
    let scores = cells.map { cell in
      Double(values[cell * channels])
        + Double(values[cell * channels + 1] * values[cell * channels + 2])
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

  mutating func run() throws -> Double {
    var generator = SplitMix64(seed: 1)
    var seconds: [Double] = []
    var start = ContinuousClock.now
    let model = try withoutActuallyEscaping({ (_: EpochRecord) in
      seconds.append(Stopwatch.seconds(since: start))
      start = .now
    }) { lap in
      try estimator.fitted(
        to: patches, labels: labels, validation: nil, progress: lap, using: &generator)
    }
    loss = model.trainingCurve.last?.loss ?? .nan
    return Array(seconds.dropFirst()).median
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(loss)), ("epochs_per_run", .number(Double(Self.epochs))),
      ("samples_per_s", .number(Double(Self.samples) / medianSeconds)),
    ]
  }
}
