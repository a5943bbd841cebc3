import COpenBLAS
import DenseAlgebra
import Testing

@Suite(.serialized) struct BLASTests {
  @Test func productOfATransposedMatrix() {
    let a: [Float] = [1, 2, 3, 4, 5, 6]  // 3 x 2, read as 2 x 3
    let b: [Float] = [1, 0, 0, 1, 1, 1]  // 3 x 2
    var c: [Float] = [10, 10, 10, 10]
    BLAS.gemm(
      transposeA: true, m: 2, n: 2, k: 3, a: a, lda: 2, b: b, ldb: 2, beta: 1, c: &c, ldc: 2)
    #expect(c == [16, 18, 18, 20])
  }

  // The number of threads belongs to the whole process, in which other tests run at the same time: each of these
  // takes a process of its own.

  @Test func theHostGetsItsThreadsBack() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(2)
      BLAS.holdingOneThread {
        #expect(openblas_get_num_threads() == 1)
        BLAS.holdingOneThread { #expect(openblas_get_num_threads() == 1) }
        #expect(openblas_get_num_threads() == 1)
      }
      #expect(openblas_get_num_threads() == 2)
    }
  }

  @Test func aHostThatManagesThreadsIsLeftAlone() async {
    await #expect(processExitsWith: .success) {
      openblas_set_num_threads(2)
      BLAS.managesThreads = false
      BLAS.holdingOneThread { #expect(openblas_get_num_threads() == 2) }
      #expect(openblas_get_num_threads() == 2)
    }
  }
}
