import FactorAnalysis
import GeoRaster
import LearningCore

/// Tolerance and variance inflation factor of each factor (Eq. 3, 4), and which factors are kept.
struct CollinearityTable {
  /// The positions of the factors that the models see.
  let kept: [Int]
  /// The encoded training samples of these factors: a column for each plane.
  let samples: Matrix
  /// The names of the columns.
  let names: [String]
  /// vif.csv: the factors that are kept, with their values among each other.
  let table: DelimitedTable
  /// What the user should know.
  let warnings: [String]

  init(
    _ factors: EncodedFactors, training: SampleCollection, options: CollinearityOptions,
    threads: Int?
  ) throws {
    var moments = try FactorMoments(names: factors.columnNames)
    try moments.add(factors.matrix(at: training.cells), threads: threads)
    var analysis = try Multicollinearity(moments, factors: factors.columnFactors)
    var warnings: [String] = []
    if options.removes {
      let (kept, removed) = try analysis.removingWorst(maximum: options.maximum)
      analysis = kept
      warnings += removed.map {
        "\($0.name) was removed: its variance inflation factor is "
          + "\($0.varianceInflationFactor), above \(options.maximum)"
      }
    }
    warnings += analysis.warnings.map { "encoded training samples: \($0)" }
    let determined = Set(analysis.warnings.flatMap(\.factors))
    for factor in analysis.suspects(maximum: options.maximum)
    where !determined.contains(factor.name) {
      warnings.append(
        "\(factor.name) has a variance inflation factor of \(factor.varianceInflationFactor), "
          + "above \(options.maximum): other factors explain it")
    }
    let names = Set(analysis.factors.map(\.name))
    let positions = factors.encoders.indices.filter { names.contains(factors.encoders[$0].factor) }
    let left = factors.keeping(positions, threads: threads)
    kept = positions
    self.warnings = warnings
    self.names = left.columnNames
    samples = left.matrix(at: training.cells)
    table = Self.table(of: analysis)
  }

  /// vif.csv and vif_cells.csv.
  static func table(of analysis: Multicollinearity) -> DelimitedTable {
    DelimitedTable(
      header: ["factor", "tolerance", "vif"],
      rows: analysis.factors.map {
        [
          $0.name, ExactNumber.text($0.tolerance), ExactNumber.text($0.varianceInflationFactor),
        ]
      })
  }
}
