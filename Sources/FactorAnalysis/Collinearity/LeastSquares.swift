import CLAPACKE

/// QR factorisation and least squares by LAPACK, on matrices stored column after column.
enum LeastSquares {
  /// Rows that are factorised at once: bounds the memory, and keeps a block in the cache.
  private static let rowsPerBlock = 8_192

  /// The p x p upper triangle R of the QR factorisation of n x p columns: R'R = X'X, without forming X'X.
  ///
  /// Blocks of rows are factorised one after the other below the R found so far, so memory does not grow with n.
  static func triangle(of columns: [[Double]]) throws -> [Double] {
    let factors = columns.count
    let rows = columns.first?.count ?? 0
    var triangle = [Double](repeating: 0, count: factors * factors)
    for start in stride(from: 0, to: rows, by: rowsPerBlock) {
      let end = min(start + rowsPerBlock, rows)
      let height = factors + end - start
      var stacked: [Double] = []
      stacked.reserveCapacity(height * factors)
      for (index, column) in columns.enumerated() {
        stacked += triangle[index * factors..<(index + 1) * factors]
        stacked += column[start..<end]
      }
      triangle = try upperTriangle(of: stacked, rows: height, columns: factors)
    }
    return triangle
  }

  /// - Precondition: `rows >= columns`.
  private static func upperTriangle(
    of matrix: [Double], rows: Int, columns: Int
  ) throws -> [Double] {
    var matrix = matrix
    var scalars = [Double](repeating: 0, count: columns)
    let status = LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, clapacke_int(rows), clapacke_int(columns), &matrix, clapacke_int(rows),
      &scalars)
    guard status == 0 else {
      throw FactorAnalysisError.linearAlgebra(routine: "dgeqrf", status: Int(status))
    }
    var triangle = [Double](repeating: 0, count: columns * columns)
    for column in 0..<columns {
      for row in 0...column { triangle[column * columns + row] = matrix[column * rows + row] }
    }
    return triangle
  }

  /// The share of `target`'s squared length that least squares on `columns`, which may be dependent, leaves over.
  ///
  /// - Parameter tolerance: columns whose pivots are below this fraction of the largest count as dependent.
  static func residualShare(
    of target: [Double], on columns: [[Double]], tolerance: Double
  ) throws -> Double {
    let rows = target.count
    guard !columns.isEmpty else { return 1 }
    var matrix = columns.flatMap { $0 }
    // dgelsy puts the solution into the right side, which needs room for both.
    var solution = target + Array(repeating: 0, count: max(0, columns.count - rows))
    var pivots = [clapacke_int](repeating: 0, count: columns.count)
    var rank: clapacke_int = 0
    let status = LAPACKE_dgelsy(
      LAPACK_COL_MAJOR, clapacke_int(rows), clapacke_int(columns.count), 1, &matrix,
      clapacke_int(rows), &solution, clapacke_int(solution.count), &pivots, tolerance, &rank)
    guard status == 0 else {
      throw FactorAnalysisError.linearAlgebra(routine: "dgelsy", status: Int(status))
    }
    var residual = target
    for (coefficient, column) in zip(solution, columns) {
      for row in 0..<rows { residual[row] -= coefficient * column[row] }
    }
    return residual.reduce(0) { $0 + $1 * $1 } / target.reduce(0) { $0 + $1 * $1 }
  }
}
