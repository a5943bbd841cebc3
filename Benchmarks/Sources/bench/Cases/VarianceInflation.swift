import FactorAnalysis
import LearningCore

/// Variance inflation factors of 14 columns, four of which are related.
struct VarianceInflation: BenchmarkWork {
  private let table: Matrix
  private let names: [String]
  private let threads: Int
  private var factors: [Double] = []

  init(_ options: BenchmarkOptions) {
    let columns = 14
    threads = options.threads
    names = (0..<columns).map { "factor \($0)" }
    var generator = RandomStreams(seed: 14).stream("table")
    var table = Matrix(rows: options.rows, columns: columns)
    for row in 0..<table.rows {
      let base = row * columns
      for column in 0..<columns { table.values[base + column] = Float(generator.normal()) }
      table.values[base + 1] += 0.8 * table.values[base]
      table.values[base + 2] += 0.6 * table.values[base] + 0.5 * table.values[base + 1]
      table.values[base + 9] += 0.7 * table.values[base + 3]
    }
    self.table = table
  }

  mutating func run() throws -> Double {
    try Stopwatch.seconds {
      factors = try Multicollinearity(table, names: names, threads: threads).factors
        .map(\.varianceInflationFactor)
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .numbers(factors)),
      ("rows_per_s", .number(Double(table.rows) / medianSeconds)),
    ]
  }
}
