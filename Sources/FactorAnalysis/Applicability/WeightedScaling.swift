import LearningCore

/// Standardises the columns of a table by those of the training samples and multiplies them by weights; columns that do
/// not vary, or weigh nothing, are left out.
struct WeightedScaling: Sendable {
  /// The columns that are the same in every training sample.
  let constantColumns: [Int]
  private let inputColumns: Int
  private let kept: [Kept]

  private struct Kept: Sendable {
    let column: Int
    let mean: Double
    /// Weight / standard deviation.
    let factor: Double
  }

  /// The number of columns of a scaled table.
  var columns: Int { kept.count }

  /// - Throws: `FactorAnalysisError` for values or weights that are not finite, and when no column is left.
  init(_ training: Matrix, weights: [Double]?) throws {
    if let weights {
      precondition(
        weights.count == training.columns,
        "\(weights.count) weights for \(training.columns) columns")
      if let position = weights.firstIndex(where: { !$0.isFinite }) {
        throw FactorAnalysisError.weightNotFinite(position: position)
      }
    }
    try Self.checkFinite(training)
    let counting = weights?.map { max(0, $0) }
    let hasWeights = counting?.contains { $0 > 0 } ?? false
    var constant: [Int] = []
    var kept: [Kept] = []
    for column in 0..<training.columns {
      let values = training.column(column).map(Double.init)
      guard values.contains(where: { $0 != values[0] }) else {
        constant.append(column)
        continue
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(values.count - 1)).squareRoot()
      let weight = hasWeights ? counting?[column] ?? 1 : 1
      if weight > 0 {
        kept.append(Kept(column: column, mean: mean, factor: weight / deviation))
      }
    }
    guard !kept.isEmpty else { throw FactorAnalysisError.samplesAlike }
    constantColumns = constant
    inputColumns = training.columns
    self.kept = kept
  }

  /// The scaled values, row after row.
  func scaled(_ table: Matrix) throws -> [Float] {
    precondition(
      table.columns == inputColumns, "\(table.columns) columns, expected \(inputColumns)")
    try Self.checkFinite(table)
    var scaled = [Float](repeating: 0, count: table.rows * columns)
    table.values.withUnsafeBufferPointer { values in
      scaled.withUnsafeMutableBufferPointer { scaled in
        for (position, kept) in kept.enumerated() {
          for row in 0..<table.rows {
            let value = Double(values[row * inputColumns + kept.column])
            scaled[row * columns + position] = Float((value - kept.mean) * kept.factor)
          }
        }
      }
    }
    return scaled
  }

  private static func checkFinite(_ table: Matrix) throws {
    if let place = table.firstNonFinite() {
      throw FactorAnalysisError.notFinite(factor: "column \(place.column + 1)", row: place.row)
    }
  }
}
