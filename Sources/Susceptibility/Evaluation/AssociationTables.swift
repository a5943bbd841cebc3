import FactorAnalysis
import GeoRaster
import LearningCore
import Parallelism

/// How the factors go together, beside tolerance and variance inflation factor.
enum AssociationTables {
  /// correlation_pearson.csv or correlation_spearman.csv: a row and a column for each column of the samples.
  static func correlation(
    _ collinearity: CollinearityTable, by method: CorrelationMatrix.Method, threads: Int?
  ) throws -> DelimitedTable {
    let matrix = try CorrelationMatrix(
      collinearity.samples, names: collinearity.names, method: method, threads: threads)
    return square(matrix.names, matrix.coefficients)
  }

  /// condition_indices.csv: a row for each dimension, with its share of the variance of each term's coefficient.
  static func conditionIndices(
    _ collinearity: CollinearityTable, threads: Int?
  ) throws -> DelimitedTable {
    let indices = try ConditionIndices(
      collinearity.samples, names: collinearity.names, threads: threads)
    return DelimitedTable(
      // Prefixes, because a factor may have any name.
      header: ["dimension", "singular_value", "condition_index", "constant_proportion"]
        + indices.terms.dropFirst().map { "\(proportionPrefix)\($0)" },
      rows: indices.dimensions.enumerated().map { number, dimension in
        ["\(number + 1)"]
          + ([dimension.singularValue, dimension.conditionIndex] + dimension.varianceProportions)
          .map { ExactNumber.text($0) }
      })
  }

  /// What the columns of factors begin with in condition_indices.csv.
  static let proportionPrefix = "proportion_"

  /// cramers_v.csv: the factors whose classes are categories or aspect sectors, over the mapped cells.
  static func cramersV(
    _ stack: FactorStack, _ statistics: FactorStatistics, threads: Int?
  ) throws -> DelimitedTable {
    let positions = statistics.classes.indices.filter {
      [.categories, .aspectSectors].contains(statistics.classes[$0].scheme)
    }
    guard positions.count > 1 else { return square([], []) }
    var associations = try CategoryAssociations(
      names: positions.map { stack.factors[$0].name },
      classCounts: positions.map { statistics.classes[$0].count })
    for piece in Parallel.chunks(of: stack.cells.count, size: cellsPerPiece) {
      let cells = stack.cells[piece]
      associations.add(
        positions.map { position in
          let values = stack.factors[position].raster.values
          return statistics.classes[position].indices(
            of: cells.map { values[$0] }, threads: threads)
        }, threads: threads)
    }
    return square(associations.names, associations.coefficients())
  }

  /// Tolerances and variance inflation factors over every mapped cell, in memory that does not grow with the map.
  static func collinearity(
    ofCells factors: EncodedFactors, threads: Int?
  ) throws -> Multicollinearity {
    var moments = try FactorMoments(names: factors.columnNames)
    for piece in Parallel.chunks(of: factors.stack.cells.count, size: cellsPerPiece) {
      try moments.add(factors.matrix(at: Array(factors.stack.cells[piece])), threads: threads)
    }
    return try Multicollinearity(moments, factors: factors.columnFactors)
  }

  private static let cellsPerPiece = 1 << 16

  private static func square(_ names: [String], _ values: [[Double]]) -> DelimitedTable {
    DelimitedTable(
      header: ["factor"] + names,
      rows: zip(names, values).map { [$0] + $1.map { ExactNumber.text($0) } })
  }
}
