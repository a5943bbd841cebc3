import CLAPACKE

/// Least squares and singular values by LAPACK, of small matrices stored column after column.
enum LeastSquares {
  /// The share of `target`'s squared length that least squares on `columns`, which may be dependent, leaves over.
  ///
  /// By a QR factorisation with pivoting.
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

  /// The singular values of a matrix with at least as many rows as columns, descending, and its right singular vectors in the same
  /// order.
  static func singularValues(
    of columns: [[Double]]
  ) throws -> (values: [Double], vectors: [[Double]]) {
    let size = columns.count
    let rows = columns.first?.count ?? 0
    let (count, height) = (clapacke_int(size), clapacke_int(rows))
    var matrix = columns.flatMap { $0 }
    var values = [Double](repeating: 0, count: size)
    // 'N': the left vectors are not computed, but the routine wants an array.
    var left = [0.0]
    var transposed = [Double](repeating: 0, count: size * size)
    var rest = [Double](repeating: 0, count: size)
    let status = LAPACKE_dgesvd(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "A")), height, count, &matrix,
      height, &values, &left, 1, &transposed, count, &rest)
    guard status == 0 else {
      throw FactorAnalysisError.linearAlgebra(routine: "dgesvd", status: Int(status))
    }
    // Vectors are the rows of the transposed matrix.
    let vectors = (0..<size).map { row in (0..<size).map { transposed[$0 * size + row] } }
    return (values, vectors)
  }
}
