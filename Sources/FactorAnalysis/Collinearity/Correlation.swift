import LearningCore

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
  /// - Throws: ``FactorAnalysisError/noFactors``, ``FactorAnalysisError/notFinite(factor:row:)``.
  /// - Precondition: all columns have the same length, and there is a name for each.
  public init(_ columns: [[Double]], names: [String], method: Method = .pearson) throws {
    guard !columns.isEmpty else { throw FactorAnalysisError.noFactors }
    // Ranks of values that are not finite would be, so the check comes first.
    var standardized = try FactorColumns(columns, names: names)
    if method == .spearman {
      standardized = try FactorColumns(columns.map(Self.ranks), names: names)
    }
    self.names = names
    let count = columns.count
    var table = Array(repeating: Array(repeating: Double.nan, count: count), count: count)
    for row in 0..<count where !standardized.isConstant[row] {
      table[row][row] = 1
      for column in 0..<row where !standardized.isConstant[column] {
        let product = zip(standardized.columns[row], standardized.columns[column])
          .reduce(0) { $0 + $1.0 * $1.1 }
        table[row][column] = min(1, max(-1, product))
        table[column][row] = table[row][column]
      }
    }
    coefficients = table
  }

  /// Correlates each pair of columns of a table.
  ///
  /// - Throws: see ``init(_:names:method:)-([[Double]],_,_)``.
  public init(_ table: Matrix, names: [String], method: Method = .pearson) throws {
    try self.init(
      (0..<table.columns).map { table.column($0).map(Double.init) }, names: names, method: method)
  }

  /// The rank of each value, from 1; equal values share the mean of their ranks.
  static func ranks(of values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
