/// The work that can be timed; each case makes its data before the clock runs.
enum BenchmarkCase: String, CaseIterable {
  case trainEpoch = "train-epoch"
  case mapHybridEncoded = "map-hybrid-encoded"
  case mapHybridContinuous = "map-hybrid-continuous"
  case mapHybridPatches = "map-hybrid-patches"
  case varianceInflation = "vif"
  case areaUnderCurve = "auc"
  case naturalBreaks = "natural-breaks"
  case supportVectorFit870 = "svm-fit-870"
  case supportVectorFit10000 = "svm-fit-10000"
  case supportVectorMap = "svm-map"

  func prepared(_ options: BenchmarkOptions) throws -> any BenchmarkWork {
    switch self {
    case .trainEpoch: try TrainEpoch(options)
    case .mapHybridEncoded: try MapHybrid(options, input: .encoded)
    case .mapHybridContinuous: try MapHybrid(options, input: .continuous)
    case .mapHybridPatches: try MapHybridPatches(options)
    case .varianceInflation: VarianceInflation(options)
    case .areaUnderCurve: AreaUnderCurve(options)
    case .naturalBreaks: ExactNaturalBreaks(options)
    case .supportVectorFit870: SupportVectorFit(options, rows: 870)
    case .supportVectorFit10000: SupportVectorFit(options, rows: 10_000)
    case .supportVectorMap: try SupportVectorMap(options)
    }
  }
}

/// What a case may depend on.
struct BenchmarkOptions {
  let threads: Int
  /// Cells per side of a map, or the number of rows of a table; `nil`: the case's own.
  let size: Int?

  /// The values of a map of 1300 x 1300 cells, about.
  var rows: Int { size ?? 1_700_000 }
}

/// Prepared work.
protocol BenchmarkWork {
  /// Does the work once and returns how long it took, in seconds.
  mutating func run() throws -> Double
  /// What shows that the work was done, and figures that follow from the median time; called after the last run.
  func facts(medianSeconds: Double) throws -> [(name: String, value: Fact)]
}

/// A value of the JSON object.
enum Fact {
  case number(Double)
  case numbers([Double])
  case text(String)
}
