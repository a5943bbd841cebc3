import Baselines
import Foundation
import LearningCore

/// Samples of 14 factors from 0 to 1 whose classes depend on five of them, with noise; half are landslides.
struct FactorTable {
  let samples: Matrix
  let labels: [Bool]

  init(rows: Int, seed: UInt64) {
    var generator = RandomStreams(seed: seed).stream("factors")
    let samples = Matrix(
      rows: rows, columns: 14, values: (0..<rows * 14).map { _ in Float(generator.uniform()) })
    let scores = (0..<rows).map { row -> Double in
      let x = samples.row(row).map(Double.init)
      return 3 * x[0] + 2 * sin(4 * x[1]) + 2 * x[2] * x[3] - x[4] + 0.8 * generator.normal()
    }
    let median = scores.median
    self.samples = samples
    labels = scores.map { $0 > median }
  }
}

/// Fits a machine with an RBF kernel and C = 1, without the folds behind probabilities.
struct SupportVectorFit: BenchmarkWork {
  private let table: FactorTable
  private let machine: SupportVectorMachine
  private var model: SupportVectorMachineModel?

  init(_ options: BenchmarkOptions, rows: Int) {
    table = FactorTable(rows: options.size ?? rows, seed: 1)
    machine = SupportVectorMachine(probabilityFolds: nil, threads: options.threads)
  }

  mutating func run() throws -> Double {
    var generator = RandomStreams(seed: 1).stream("folds")
    return try Stopwatch.seconds {
      model = try machine.fitted(to: table.samples, labels: table.labels, using: &generator)
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(model?.fit?.dualObjective ?? .nan)),
      ("support_vectors", .number(Double(model?.supportVectorCount ?? 0))),
      ("iterations", .number(Double(model?.fit?.iterations ?? 0))),
    ]
  }
}

/// Decision values of a map by a machine that was fitted to 870 samples.
struct SupportVectorMap: BenchmarkWork {
  private let model: SupportVectorMachineModel
  private let map: Matrix
  private let threads: Int
  private var values: [Double] = []

  init(_ options: BenchmarkOptions) throws {
    let training = FactorTable(rows: 870, seed: 1)
    var generator = RandomStreams(seed: 1).stream("folds")
    model = try SupportVectorMachine(probabilityFolds: nil, threads: options.threads)
      .fitted(to: training.samples, labels: training.labels, using: &generator)
    map = FactorTable(rows: options.rows, seed: 9).samples
    threads = options.threads
  }

  mutating func run() -> Double {
    Stopwatch.seconds { values = model.decisionValues(for: map, threads: threads) }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .number(values.reduce(0, +) / Double(values.count))),
      ("support_vectors", .number(Double(model.supportVectorCount))),
      ("rows_per_s", .number(Double(map.rows) / medianSeconds)),
    ]
  }
}
