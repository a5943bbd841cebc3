import FactorAnalysis
import LearningCore

/// Five exact natural breaks of distinct values with two humps, single precision as in a map of probabilities.
struct ExactNaturalBreaks: BenchmarkWork {
  private static let classes = 5

  private let values: [Float]
  private let threads: Int
  private var breaks: [Double] = []

  init(_ options: BenchmarkOptions) {
    threads = options.threads
    var generator = RandomStreams(seed: 5).stream("values")
    var seen = Set<Float>(minimumCapacity: options.rows)
    while seen.count < options.rows {
      let hump = generator.uniform() < 0.5 ? 0.2 : 0.8
      seen.insert(Float(hump + 0.1 * generator.normal()))
    }
    // A set has no order that can be repeated.
    var values = seen.sorted()
    generator.shuffle(&values)
    self.values = values
  }

  mutating func run() throws -> Double {
    try Stopwatch.seconds {
      breaks = try Breaks.natural(values: values, classes: Self.classes, threads: threads)
        .upperLimits
    }
  }

  func facts(medianSeconds: Double) -> [(name: String, value: Fact)] {
    [
      ("check", .numbers(breaks + [squaredDeviations])),
      ("values_per_s", .number(Double(values.count) / medianSeconds)),
    ]
  }

  /// The sum of squared deviations from the means of the classes: what is minimised.
  private var squaredDeviations: Double {
    let inner = breaks.dropLast()
    var members = [[Double]](repeating: [], count: Self.classes)
    for value in values.lazy.map(Double.init) { members[inner.count { value > $0 }].append(value) }
    return members.reduce(0) { sum, members in
      let mean = members.reduce(0, +) / Double(members.count)
      return members.reduce(sum) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }
}
