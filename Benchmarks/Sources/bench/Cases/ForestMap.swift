import Baselines
import LearningCore

/// The probabilities of the cells of a map by 500 trees that were grown on 870 samples.
struct ForestMap: BenchmarkWork {
  /// What the cells hold.
  enum Input {
    /// Uniform numbers: no two rows are the same.
    case continuous
    /// The samples' factors in six classes; smooth random fields, so that rows repeat.
    case encoded
  }

  private let model: RandomForestModel
  private let cells: Matrix
  private let threads: Int
  private var probabilities: [Double] = []

  init(_ options: BenchmarkOptions, input: Input) throws {
    threads = options.threads
    let samples = ForestTable.uniform(rows: 870, seed: 1)
    var generator = SplitMix64(seed: 1)
    model = try RandomForest(threads: threads).fitted(
      to: samples, labels: ForestTable.labels(of: samples, seed: 1), using: &generator)
    switch input {
    case .continuous: cells = ForestTable.uniform(rows: options.rows, seed: 9)
    case .encoded:
      let side = Int(Double(options.rows).squareRoot())
      let fields = RandomFields(
        rows: side, columns: side, count: ForestTable.columns, seed: 9)
      cells = Matrix(
        rows: side * side, columns: ForestTable.columns, values: fields.encoded(classes: 6))
    }
  }

  mutating func run() -> Double {
    Stopwatch.seconds { probabilities = model.probabilities(for: cells, threads: threads) }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(probabilities.reduce(0, +) / Double(probabilities.count))),
      ("cells_per_s", .number(Double(cells.rows) / medianSeconds)),
    ]
  }
}
