import LearningCore

/// Columns of a table of factors in double precision, checked and brought to mean 0 and length 1.
struct FactorColumns {
  /// One list for each factor; all 0 for a constant factor.
  private(set) var columns: [[Double]] = []
  /// Whether each factor has one value only.
  private(set) var isConstant: [Bool] = []

  /// - Throws: ``FactorAnalysisError/notFinite(factor:row:)``.
  init(_ columns: [[Double]], names: [String]) throws {
    let rows = columns.first?.count ?? 0
    precondition(
      columns.count == names.count,
      "\(columns.count) columns need as many names, found \(names.count)")
    for (name, column) in zip(names, columns) {
      precondition(
        column.count == rows, "column \(name) has \(column.count) values, expected \(rows)")
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw FactorAnalysisError.notFinite(factor: name, row: row)
      }
      let standardized = Self.standardized(column)
      self.columns.append(standardized ?? Array(repeating: 0, count: rows))
      isConstant.append(standardized == nil)
    }
  }

  /// The column with mean 0 and length 1; `nil` when all its values are the same.
  private static func standardized(_ column: [Double]) -> [Double]? {
    guard let low = column.min(), let high = column.max(), low < high else { return nil }
    let scale = PowerOfTwoScale([low, high]).factor
    var values = column.map { $0 * scale - low * scale }
    // The second pass takes away what rounding left of the mean.
    for _ in 0..<2 {
      let mean = values.reduce(0, +) / Double(values.count)
      for index in values.indices { values[index] -= mean }
    }
    let largest = values.reduce(0) { max($0, abs($1)) }
    let length = largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    return values.map { $0 / length }
  }
}
