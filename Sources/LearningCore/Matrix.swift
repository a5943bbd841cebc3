/// A table of numbers: a row for each sample, a column for each factor. Row-major, contiguous.
public struct Matrix: Equatable, Sendable {
  /// The number of rows (samples).
  public let rows: Int
  /// The number of columns (factors).
  public let columns: Int
  /// The values, `rows * columns` of them, row after row.
  public var values: [Float]

  /// A matrix of `values`, row after row.
  ///
  /// - Precondition: `values.count == rows * columns`.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(
      rows >= 0 && columns >= 0 && values.count == rows * columns,
      "\(rows) x \(columns) cells need \(rows * columns) values, found \(values.count)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// A matrix whose cells are all `value`.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
  }

  /// A matrix with these rows.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Float]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap { $0 })
  }

  /// The value at a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The values of one row, `columns` of them.
  public func row(_ row: Int) -> ArraySlice<Float> {
    values[row * columns..<(row + 1) * columns]
  }

  /// The values of one column, `rows` of them.
  public func column(_ column: Int) -> [Float] {
    (0..<rows).map { values[$0 * columns + column] }
  }

  /// The matrix without one column.
  public func removing(column: Int) -> Matrix {
    precondition(column >= 0 && column < columns, "column \(column) is not in 0..<\(columns)")
    var kept: [Float] = []
    kept.reserveCapacity(rows * (columns - 1))
    for row in 0..<rows {
      for index in 0..<columns where index != column { kept.append(self[row, index]) }
    }
    return Matrix(rows: rows, columns: columns - 1, values: kept)
  }

  /// The row and column of the first value that is NaN or infinite, or `nil`.
  public func firstNonFinite() -> (row: Int, column: Int)? {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
    return (index / columns, index % columns)
  }
}

extension Matrix: SampleBatch {
  /// The number of rows.
  public var count: Int { rows }

  /// The rows at `indices`, in that order.
  public func selecting(_ indices: [Int]) -> Matrix {
    var selected: [Float] = []
    selected.reserveCapacity(indices.count * columns)
    for index in indices { selected.append(contentsOf: row(index)) }
    return Matrix(rows: indices.count, columns: columns, values: selected)
  }
}
