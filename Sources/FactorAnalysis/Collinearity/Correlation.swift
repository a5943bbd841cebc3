import LearningCore
import Parallelism

/// How strongly pairs of factors vary together.
public struct CorrelationMatrix: Sendable, Equatable {
  /// What is correlated.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// The values (Pearson).
    case pearson
    /// Their ranks, ties sharing their mean rank (Spearman).
    case spearman
  }

  /// The names of the factors.
  public let names: [String]
  /// The coefficients, row after row, in -1...1; NaN in the rows and columns of constant factors.
  public let coefficients: [[Double]]

  /// Correlates each pair of columns.
  ///
  /// ```
  /// r = sum (x - mean x)(y - mean y) / sqrt( sum (x - mean x)^2  sum (y - mean y)^2 )
  /// ```
  ///
  /// - Parameters:
  ///   - columns: the values of each factor, as many for each.
  ///   - names: a name for each column.
  ///   - threads: `nil` means one for each core; the result does not depend on it.
  /// - Throws: ``FactorAnalysisError/noFactors``, ``FactorAnalysisError/notFinite(factor:row:)``.
  /// - Precondition: all columns have the same length, and there is a name for each.
  public init(
    _ columns: [[Double]], names: [String], method: Method = .pearson, threads: Int? = nil
  ) throws {
    // Ranks of values that are not finite would be, so the check comes first.
    var moments = try FactorMoments(columns, names: names, threads: threads)
    if method == .spearman {
      let ranks = Parallel.map(columns.count, threads: threads) { Ranks.of(columns[$0]) }
      moments = try FactorMoments(ranks, names: names, threads: threads)
    }
    self.init(moments)
  }

  /// Correlates each pair of columns of a table.
  ///
  /// Ranks need all values of a factor at once: for the whole map, 8 bytes for each cell of each factor.
  ///
  /// - Throws: see ``init(_:names:method:threads:)-([[Double]],_,_,_)``.
  public init(
    _ table: Matrix, names: [String], method: Method = .pearson, threads: Int? = nil
  ) throws {
    var moments = try FactorMoments(table, names: names, threads: threads)
    if method == .spearman {
      let ranks = Parallel.map(table.columns, threads: threads) {
        Ranks.of(table.column($0))
      }
      moments = try FactorMoments(ranks, names: names, threads: threads)
    }
    self.init(moments)
  }

  /// Pearson's coefficients from what a pass over all rows has gathered.
  public init(_ moments: FactorMoments) {
    names = moments.names
    let columns = moments.standardizedColumns
    let isConstant = moments.isConstant
    let count = columns.count
    var table = Array(repeating: Array(repeating: Double.nan, count: count), count: count)
    for row in 0..<count where !isConstant[row] {
      table[row][row] = 1
      for column in 0..<row where !isConstant[column] {
        let product = zip(columns[row], columns[column]).reduce(0) { $0 + $1.0 * $1.1 }
        table[row][column] = min(1, max(-1, product))
        table[column][row] = table[row][column]
      }
    }
    coefficients = table
  }
}
