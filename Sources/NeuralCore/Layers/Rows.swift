import CVectorLoops

/// Loops over the rows of a matrix that add what a matrix product leaves out.
enum Rows {
  /// Writes `row` (`count` values) into each of `rows` rows of `matrix`.
  @inline(__always)
  static func fill(
    _ matrix: UnsafeMutablePointer<Float>, rows: Int, with row: UnsafePointer<Float>, count: Int
  ) {
    for index in 0..<rows { (matrix + index * count).update(from: row, count: count) }
  }

  /// Writes the sum of `rows` rows of `matrix` into `sums` (`count` values), adding from the first row to the last.
  @inline(__always)
  static func sum(
    _ matrix: UnsafePointer<Float>, rows: Int, into sums: UnsafeMutablePointer<Float>, count: Int
  ) {
    scarp_sum_rows(matrix, rows, count, sums)
  }
}
