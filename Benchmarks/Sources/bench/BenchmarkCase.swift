/// The work that can be timed; each case makes its data before the clock runs.
enum BenchmarkCase: String, CaseIterable {
  case trainEpoch = "train-epoch"
  case mapHybridEncoded = "map-hybrid-encoded"
  case mapHybridContinuous = "map-hybrid-continuous"
  case mapHybridPatches = "map-hybrid-patches"

  func prepared(_ options: BenchmarkOptions) throws -> any BenchmarkWork {
    switch self {
    case .trainEpoch: try TrainEpoch(options)
    case .mapHybridEncoded: try MapHybrid(options, input: .encoded)
    case .mapHybridContinuous: try MapHybrid(options, input: .continuous)
    case .mapHybridPatches: try MapHybridPatches(options)
    }
  }
}

/// What a case may depend on.
struct BenchmarkOptions {
  let threads: Int
  let repeats: Int
  /// Cells per side of a map; `nil`: the case's own.
  let size: Int?
}

/// Prepared work.
protocol BenchmarkWork {
  /// Does the work once; this is what is timed.
  mutating func run() throws
  /// What shows that the work was done, and figures that follow from the median time: called after the last run.
  func facts(medianSeconds: Double) throws -> [(name: String, value: Fact)]
}

/// A value of the JSON object.
enum Fact {
  case number(Double)
  case numbers([Double])
  case text(String)
}
