/// The work that can be timed; each case makes its data before the clock runs.
enum BenchmarkCase: String, CaseIterable {
  case trainEpoch = "train-epoch"
  case mapHybridEncoded = "map-hybrid-encoded"
  case mapHybridContinuous = "map-hybrid-continuous"
  case mapHybridPatches = "map-hybrid-patches"
  case forestFit870 = "forest-fit-870"
  case forestFit20000 = "forest-fit-20000"
  case forestMap = "forest-map"
  case forestMapEncoded = "forest-map-encoded"
  case varianceInflation = "vif"
  case areaUnderCurve = "auc"
  case naturalBreaks = "natural-breaks"
  case fillFlow = "fill-d8"
  case fill
  case breach
  case catchmentArea = "catchment-area"
  case wetness = "twi"
  case distance
  case slope, relief
  case supportVectorFit870 = "svm-fit-870"
  case supportVectorFit10000 = "svm-fit-10000"
  case supportVectorMap = "svm-map"

  func prepared(_ options: BenchmarkOptions) throws -> any BenchmarkWork {
    switch self {
    case .trainEpoch: try TrainEpoch(options)
    case .mapHybridEncoded: try MapHybrid(options, input: .encoded)
    case .mapHybridContinuous: try MapHybrid(options, input: .continuous)
    case .mapHybridPatches: try MapHybridPatches(options)
    case .forestFit870: ForestFit(options, rows: 870)
    case .forestFit20000: ForestFit(options, rows: 20_000)
    case .forestMap: try ForestMap(options, input: .continuous)
    case .forestMapEncoded: try ForestMap(options, input: .encoded)
    case .varianceInflation: VarianceInflation(options)
    case .areaUnderCurve: AreaUnderCurve(options)
    case .naturalBreaks: ExactNaturalBreaks(options)
    case .fillFlow: FillFlow(options)
    case .fill: DrainedSurface(options, product: .filled)
    case .breach: DrainedSurface(options, product: .breached)
    case .catchmentArea: DrainedSurface(options, product: .catchmentArea)
    case .wetness: DrainedSurface(options, product: .wetness)
    case .distance: FeatureDistance(options)
    case .slope: TerrainOperation.slope(options)
    case .relief: TerrainOperation.relief(options)
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

  /// Cells per side of a surface.
  var side: Int { size ?? 2_000 }
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
