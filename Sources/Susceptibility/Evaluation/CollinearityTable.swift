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

  init(_ factors: EncodedFactors, training: SampleCollection, options: CollinearityOptions) throws {
    // A factor with two planes has two columns, so each column knows its factor.
    var owners = factors.encoders.enumerated().flatMap { index, encoder in
      Array(repeating: index, count: encoder.planeCount)
    }
    var names = factors.columnNames
    var matrix = factors.matrix(at: training.cells)
    var warnings: [String] = []
    var analysis = try Multicollinearity(matrix, names: names)
    while options.removes, Set(owners).count > 1,
      let worst = analysis.factors.indices.max(by: {
        analysis.factors[$0].varianceInflationFactor < analysis.factors[$1].varianceInflationFactor
      }), analysis.factors[worst].varianceInflationFactor > options.maximum
    {
      let factor = analysis.factors[worst]
      warnings.append(
        "\(factor.name) was removed: its variance inflation factor is "
          + "\(factor.varianceInflationFactor), above \(options.maximum)")
      let owner = owners[worst]
      for column in owners.indices.reversed() where owners[column] == owner {
        matrix = matrix.removing(column: column)
        owners.remove(at: column)
        names.remove(at: column)
      }
      analysis = try Multicollinearity(matrix, names: names)
    }
    warnings += analysis.warnings.map { "encoded training samples: \($0)" }
    let determined = Set(analysis.warnings.flatMap(\.factors))
    for factor in analysis.suspects(maximum: options.maximum)
    where !determined.contains(factor.name) {
      warnings.append(
        "\(factor.name) has a variance inflation factor of \(factor.varianceInflationFactor), "
          + "above \(options.maximum): other factors explain it")
    }
    var kept: [Int] = []
    for owner in owners where kept.last != owner { kept.append(owner) }
    self.kept = kept
    self.warnings = warnings
    self.names = names
    samples = matrix
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
