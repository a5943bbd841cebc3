import DenseAlgebra

/// Matrix products in pieces that OpenBLAS multiplies where they lie.
///
/// Below a million multiplications OpenBLAS (AVX-512) leaves out the copying of operands, which is up to a third faster
/// for the narrow matrices of a small network; on other processors the pieces cost nothing. The pieces depend on the
/// shapes alone, so results do not depend on threads.
package enum BlockedProduct {
  private static let mostMultiplications = 1_000_000

  /// How many rows of a product with n columns over k terms one piece takes: a multiple of 16.
  package static func rows(n: Int, k: Int) -> Int {
    max(16, mostMultiplications / max(1, n * k) / 16 * 16)
  }

  /// `C = A B + beta C`; A is m x k, B is k x n, all row-major and m in pieces.
  package static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    let size = rows(n: n, k: k)
    for start in stride(from: 0, to: m, by: size) {
      BLAS.gemm(
        m: min(size, m - start), n: n, k: k, a: a + start * lda, lda: lda, b: b, ldb: ldb,
        beta: beta, c: c + start * ldc, ldc: ldc)
    }
  }

  /// `C = A^T B`; A is k x m, B is k x n, all row-major and k in pieces.
  package static func multiplyTransposed(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    let size = rows(n: n, k: m)
    for start in stride(from: 0, to: k, by: size) {
      BLAS.gemm(
        transposeA: true, m: m, n: n, k: min(size, k - start), a: a + start * lda, lda: lda,
        b: b + start * ldb, ldb: ldb, beta: start == 0 ? 0 : 1, c: c, ldc: ldc)
    }
  }
}
