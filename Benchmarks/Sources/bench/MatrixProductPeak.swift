import CBLAS
import Dispatch

/// How fast this machine multiplies large matrices, for comparison.
enum MatrixProductPeak {
  /// The best of five products of 2048 x 2048 matrices in single precision, in 10^9 operations per second.
  static func gigaflops(threads: Int) -> Double {
    let n = 2048
    let a = [Float](repeating: 0.5, count: n * n)
    var c = [Float](repeating: 0, count: n * n)
    let before = openblas_get_num_threads()
    openblas_set_num_threads(Int32(threads))
    defer { openblas_set_num_threads(before) }
    var best = Double.infinity
    for _ in 0..<6 {
      let start = DispatchTime.now().uptimeNanoseconds
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(n), blasint(n), blasint(n), 1, a,
        blasint(n), a, blasint(n), 0, &c, blasint(n))
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
    }
    return 2 * Double(n) * Double(n) * Double(n) / best * 1e-9
  }
}
