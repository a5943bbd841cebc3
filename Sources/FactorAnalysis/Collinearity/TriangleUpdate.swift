/// Takes rows into the triangle of a QR factorisation by Householder reflections.
///
/// With R the upper triangle found so far and B a block of rows below it, the reflections turn the two into
/// a new R alone: `R'R + B'B` of the old is `R'R` of the new, but no product of columns is ever formed, so dependent
/// columns keep all digits.
///
/// Source: Golub and Van Loan (2013), Matrix Computations, Sect. 5.2.3; LAPACK's dtpqrt does the same.
enum TriangleUpdate {
  typealias Vector = SIMD4<Double>

  /// - Parameters:
  ///   - triangle: the `columns` x `columns` triangle, row after row; only its upper part is used.
  ///   - block: column after column, each of `height` vectors; overwritten. Rows of zeros change nothing.
  ///
  /// Bounds: `triangle` has `columns * columns` elements, `block` has `columns * height`.
  static func absorb(
    _ block: UnsafeMutablePointer<Vector>, height: Int, columns: Int,
    into triangle: UnsafeMutablePointer<Double>
  ) {
    for pivot in 0..<columns {
      let row = triangle + pivot * columns
      let vector = block + pivot * height
      let squares = dot(vector, vector, height)
      guard squares > 0 else { continue }
      let length = (row[pivot] * row[pivot] + squares).squareRoot()
      let diagonal = row[pivot] > 0 ? -length : length
      // The sign of the new diagonal is chosen so that this difference does not cancel.
      let leading = row[pivot] - diagonal
      row[pivot] = diagonal
      var other = pivot + 1
      while other + 3 < columns {
        reflectFour(block + other * height, row + other, vector, height, leading, diagonal)
        other += 4
      }
      while other < columns {
        let column = block + other * height
        let product = dot(vector, column, height)
        let change = -(leading * row[other] + product) / diagonal
        row[other] -= change
        let factor = Vector(repeating: change / leading)
        for index in 0..<height { column[index] -= factor * vector[index] }
        other += 1
      }
    }
  }

  @inline(__always)
  private static func dot(
    _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, _ height: Int
  ) -> Double {
    var sum = Vector.zero
    for index in 0..<height { sum += left[index] * right[index] }
    return sum.sum()
  }

  /// Four columns at once, so that the reflection's vector is loaded once for all of them.
  @inline(__always)
  private static func reflectFour(
    _ columns: UnsafeMutablePointer<Vector>, _ row: UnsafeMutablePointer<Double>,
    _ vector: UnsafeMutablePointer<Vector>, _ height: Int, _ leading: Double, _ diagonal: Double
  ) {
    let (a, b) = (columns, columns + height)
    let (c, d) = (columns + 2 * height, columns + 3 * height)
    var (sumA, sumB, sumC, sumD) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    for index in 0..<height {
      let value = vector[index]
      sumA += value * a[index]
      sumB += value * b[index]
      sumC += value * c[index]
      sumD += value * d[index]
    }
    let products = Vector(sumA.sum(), sumB.sum(), sumC.sum(), sumD.sum())
    let old = Vector(row[0], row[1], row[2], row[3])
    let change = -(leading * old + products) / diagonal
    for lane in 0..<4 { row[lane] -= change[lane] }
    let factor = change / leading
    let (factorA, factorB) = (Vector(repeating: factor[0]), Vector(repeating: factor[1]))
    let (factorC, factorD) = (Vector(repeating: factor[2]), Vector(repeating: factor[3]))
    for index in 0..<height {
      let value = vector[index]
      a[index] -= factorA * value
      b[index] -= factorB * value
      c[index] -= factorC * value
      d[index] -= factorD * value
    }
  }
}
