import COpenBLAS
import Foundation

/// The matrix products that the models are built on. All matrices are row-major.
package enum BLAS {
  /// `C = alpha * op(A) * op(B) + beta * C` in single precision.
  ///
  /// - Parameters:
  ///   - m, n, k: `op(A)` is m x k, `op(B)` is k x n, `C` is m x n.
  ///   - a: m x k, or k x m when `transposeA`; rows are `lda` elements apart. Likewise `b` and `c`.
  package static func gemm(
    transposeA: Bool = false, transposeB: Bool = false,
    m: Int, n: Int, k: Int, alpha: Float = 1,
    a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
    beta: Float = 0, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    guard m > 0, n > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), alpha, a, blasint(lda), b, blasint(ldb), beta, c,
      blasint(ldc))
  }

  /// Runs `body` while OpenBLAS uses one thread, and gives the host its setting back afterwards.
  ///
  /// Scarp's own threads call BLAS side by side; OpenBLAS threads below them would only get in each
  /// other's way. OpenBLAS has one setting for the whole process, so regions that overlap are counted:
  /// the first one in saves the setting, the last one out restores it.
  package static func holdingOneThread<Result>(_ body: () throws -> Result) rethrows -> Result {
    OneThreadRegion.shared.enter()
    defer { OneThreadRegion.shared.leave() }
    return try body()
  }

  /// For a host that manages OpenBLAS's threads itself: `false` leaves the setting alone.
  package static var managesThreads: Bool {
    get { OneThreadRegion.shared.isManaged }
    set { OneThreadRegion.shared.isManaged = newValue }
  }
}

/// Counts the regions that want one BLAS thread.
private final class OneThreadRegion: @unchecked Sendable {
  static let shared = OneThreadRegion()

  private let lock = NSLock()
  private var depth = 0
  private var threadsBefore: Int32?
  private var managed = true

  var isManaged: Bool {
    get { lock.withLock { managed } }
    set { lock.withLock { managed = newValue } }
  }

  func enter() {
    lock.withLock {
      depth += 1
      guard depth == 1, managed else { return }
      threadsBefore = openblas_get_num_threads()
      openblas_set_num_threads(1)
    }
  }

  func leave() {
    lock.withLock {
      depth -= 1
      guard depth == 0, let before = threadsBefore else { return }
      openblas_set_num_threads(before)
      threadsBefore = nil
    }
  }
}
