import LearningCore
import Parallelism

/// Rows of factor values in one of the forms in which they come.
enum FactorRows: Sendable {
  /// A row for each sample.
  case matrix(Matrix)
  /// A column for each factor.
  case columns([[Float]])
  /// Columns in double precision, each to be multiplied by its power of two.
  case wide([[Double]], scales: [Double])

  /// The number of rows.
  var count: Int {
    switch self {
    case .matrix(let matrix): matrix.rows
    case .columns(let columns): columns.first?.count ?? 0
    case .wide(let columns, _): columns.first?.count ?? 0
    }
  }

  /// - Precondition: a column for each name, all of the same length.
  func check(names: [String]) {
    let lengths =
      switch self {
      case .matrix(let matrix): Array(repeating: matrix.rows, count: matrix.columns)
      case .columns(let columns): columns.map(\.count)
      case .wide(let columns, _): columns.map(\.count)
      }
    precondition(
      lengths.count == names.count,
      "\(lengths.count) columns need as many names, found \(names.count)")
    for (name, length) in zip(names, lengths) {
      precondition(length == count, "column \(name) has \(length) values, expected \(count)")
    }
  }

  /// One value, scaled.
  func value(row: Int, column: Int) -> Double {
    switch self {
    case .matrix(let matrix): Double(matrix[row, column])
    case .columns(let columns): Double(columns[column][row])
    case .wide(let columns, let scales): columns[column][row] * scales[column]
    }
  }

  /// The first column, and its first row, with a value that is NaN or infinite.
  func firstNonFinite(columns: Int) -> (column: Int, row: Int)? {
    for column in 0..<columns {
      if let row = (0..<count).first(where: { !value(row: $0, column: column).isFinite }) {
        return (column, row)
      }
    }
    return nil
  }

  /// Writes some rows of a column, `reference` taken away.
  ///
  /// Bounds: `target` has room for `rows.count` numbers; `rows` lie within `0..<count`.
  func copy(
    column: Int, rows: Range<Int>, reference: Double, to target: UnsafeMutablePointer<Double>
  ) {
    switch self {
    case .matrix(let matrix):
      let stride = matrix.columns
      matrix.values.withUnsafeBufferPointer { values in
        var source = rows.lowerBound * stride + column
        for row in 0..<rows.count {
          target[row] = Double(values[source]) - reference
          source += stride
        }
      }
    case .columns(let columns):
      columns[column].withUnsafeBufferPointer { values in
        for row in 0..<rows.count {
          target[row] = Double(values[rows.lowerBound + row]) - reference
        }
      }
    case .wide(let columns, let scales):
      let scale = scales[column]
      columns[column].withUnsafeBufferPointer { values in
        for row in 0..<rows.count {
          target[row] = values[rows.lowerBound + row] * scale - reference
        }
      }
    }
  }
}

extension FactorRows {
  /// Rows of a block: with 14 factors it stays in the nearest cache.
  private static let rowsPerBlock = 255
  /// Rows that one thread takes at a time. Fixed, so that the result does not depend on the threads.
  private static let rowsPerPiece = 64 * rowsPerBlock

  /// The triangle of all rows, `reference` taken away; `nil` when a value is NaN or infinite.
  func triangle(reference: [Double], threads: Int?) -> CenteredTriangle? {
    let pieces = Parallel.chunks(of: count, size: Self.rowsPerPiece)
    let parts = try? Parallel.map(pieces.count, threads: threads) { index in
      try triangle(of: pieces[index], reference: reference)
    }
    guard let parts else { return nil }
    var whole = CenteredTriangle(columns: reference.count)
    let offsets = [Double](repeating: 0, count: reference.count)
    for part in parts { whole.merge(part, offsets: offsets) }
    return whole
  }

  private struct NotFinite: Error {}

  private func triangle(of rows: Range<Int>, reference: [Double]) throws -> CenteredTriangle {
    var part = CenteredTriangle(columns: reference.count)
    let block = RowBlock(
      columns: reference.count, rows: Swift.min(rows.count, Self.rowsPerBlock))
    var means = [Double](repeating: 0, count: reference.count)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.rowsPerBlock) {
      let range = start..<Swift.min(start + Self.rowsPerBlock, rows.upperBound)
      for column in reference.indices {
        block.withColumn(column) { target in
          copy(column: column, rows: range, reference: reference[column], to: target)
        }
        means[column] = block.center(column, rows: range.count)
        // Sums of finite values are finite: single precision or scaled to at most 1.
        guard means[column].isFinite else { throw NotFinite() }
      }
      part.absorb(block, rows: range.count, of: range.count, means: means)
    }
    return part
  }
}
