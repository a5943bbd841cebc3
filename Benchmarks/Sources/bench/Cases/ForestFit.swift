import Baselines
import LearningCore
import Metrics

/// Growing 500 trees on a table of samples.
struct ForestFit: BenchmarkWork {
  private let forest: RandomForest
  private let samples: Matrix
  private let labels: [Bool]
  private var model: RandomForestModel?

  init(_ options: BenchmarkOptions, rows: Int) {
    forest = RandomForest(threads: options.threads)
    samples = ForestTable.uniform(rows: options.size ?? rows, seed: 1)
    labels = ForestTable.labels(of: samples, seed: 1)
  }

  mutating func run() throws -> Double {
    var generator = SplitMix64(seed: 1)
    return try Stopwatch.seconds {
      model = try forest.fitted(to: samples, labels: labels, using: &generator)
    }
  }

  /// The AUC on samples that the forest has not seen, its size, and what it says of itself.
  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    guard let model else { return [] }
    let test = ForestTable.uniform(rows: 20_000, seed: 2)
    let area = areaUnderCurve(
      labels: ForestTable.labels(of: test, seed: 2), scores: model.probabilities(for: test))
    return [
      ("check", .number(area)),
      ("out_of_bag_accuracy", .number(model.outOfBagAccuracy ?? .nan)),
      ("nodes", .number(Double(model.trees.reduce(0) { $0 + $1.nodeCount }))),
      ("deepest", .number(Double(model.trees.map(\.depth).max() ?? 0))),
      ("trees_per_s", .number(Double(model.trees.count) / medianSeconds)),
    ]
  }
}
