import DenseAlgebra
import LearningCore
import Parallelism

/// `sum_i c_i K(v_i, x) + bias` for many rows x: a matrix product for each block of rows, then the exponentials.
///
/// ```
/// exp(-gamma |x - v|^2) = exp(2 gamma x.v - gamma |v|^2 - gamma |x|^2)
/// ```
/// Both sides are centred on the training samples, so that norms are small and little cancels.
struct KernelSum: Sendable {
  private let kernel: ResolvedKernel
  private let columns: Int
  private let count: Int
  /// `count` rounded up to a multiple of 8; the rest has zero vectors and coefficients.
  private let paddedCount: Int
  /// The vectors column by column, times 2 gamma: `columns * paddedCount`.
  private let transposed: [Float]
  /// `-gamma |v|^2` of each vector.
  private let offsets: [Float]
  private let coefficients: [Float]
  private let bias: Double

  private static let blockSize = 128
  /// So many products are summed in single precision before they go into the sum in double precision.
  private static let run = 64

  init(kernel: ResolvedKernel, vectors: Matrix, coefficients: [Double], bias: Double) {
    self.kernel = kernel
    self.bias = bias
    columns = vectors.columns
    count = vectors.rows
    let padded = (count + 7) / 8 * 8
    paddedCount = padded
    let factor: Float = if case .radialBasis(let gamma) = kernel { Float(2 * gamma) } else { 1 }
    var transposed = [Float](repeating: 0, count: columns * padded)
    for row in 0..<count {
      for column in 0..<columns {
        transposed[column * padded + row] = factor * vectors[row, column]
      }
    }
    self.transposed = transposed
    var offsets = [Float](repeating: 0, count: padded)
    if case .radialBasis(let gamma) = kernel {
      for row in 0..<count {
        offsets[row] = Float(-gamma * Self.squaredNorm(vectors.row(row)))
      }
    }
    self.offsets = offsets
    self.coefficients =
      coefficients.map(Float.init) + [Float](repeating: 0, count: padded - count)
  }

  private static func squaredNorm(_ values: some Sequence<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }
  }

  func values(for samples: Matrix, threads: Int?) -> [Double] {
    let rows = samples.rows
    return [Double](unsafeUninitializedCapacity: rows) { result, initialized in
      result.initialize(repeating: bias)
      initialized = rows
      samples.values.withUnsafeBufferPointer { values in
        guard let sums = result.baseAddress, let base = values.baseAddress else { return }
        nonisolated(unsafe) let input = base
        let output = SharedPointer(sums)
        let blocks = Parallel.chunks(of: rows, size: Self.blockSize)
        BLAS.holdingOneThread {
          Parallel.forEach(blocks.count, threads: threads) { index in
            let block = blocks[index]
            // The block's rows and results, nobody else's.
            add(
              input + block.lowerBound * columns, block.count,
              to: output.base + block.lowerBound)
          }
        }
      }
    }
  }

  private func add(
    _ rows: UnsafePointer<Float>, _ rowCount: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rowCount * paddedCount + 1) { room in
      guard let products = room.baseAddress else { return }
      transposed.withUnsafeBufferPointer { transposed in
        guard let vectors = transposed.baseAddress else { return }
        BLAS.gemm(
          m: rowCount, n: paddedCount, k: columns, a: rows, lda: columns, b: vectors,
          ldb: paddedCount, c: products, ldc: paddedCount)
      }
      for row in 0..<rowCount {
        let norm = Self.squaredNorm(
          UnsafeBufferPointer(start: rows + row * columns, count: columns))
        sums[row] =
          norm.isFinite ? sums[row] + weightedSum(products + row * paddedCount, norm) : .nan
      }
    }
  }

  /// - Parameter products: `paddedCount` products of one row with the vectors.
  private func weightedSum(_ products: UnsafePointer<Float>, _ squaredNorm: Double) -> Double {
    var total = 0.0
    offsets.withUnsafeBytes { offsets in
      coefficients.withUnsafeBytes { coefficients in
        let products = UnsafeRawPointer(products)
        let own: Float =
          if case .radialBasis(let gamma) = kernel { Float(-gamma * squaredNorm) } else { 0 }
        let isLinear = kernel == .linear
        var start = 0
        // Offsets are in bytes, 32 for eight numbers; paddedCount is a multiple of 8.
        let end = paddedCount * 4
        while start < end {
          var sum = SIMD8<Float>.zero
          let runEnd = min(end, start + Self.run * 4)
          while start < runEnd {
            var value = products.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
            if !isLinear {
              value += offsets.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self) + own
              value = exponential(value)
            }
            sum +=
              value * coefficients.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
            start += 32
          }
          total += Double(sum.sum())
        }
      }
    }
    return total
  }
}
