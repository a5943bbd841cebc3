import CVectorLoops
import LearningCore
import Parallelism

/// `sum_i c_i K(v_i, x) + bias` for many rows x that are standardised first.
///
/// Kernel and sum are one loop that keeps what it works on in registers; nothing of the size of rows times vectors is stored. A
/// linear kernel needs no loop over the vectors: `sum_i c_i v_i` is one vector.
struct KernelSum: Sendable {
  private let columns: Int
  private let standardization: Standardization?
  private let bias: Double
  private let kernel: scarp_kernel
  /// The vectors column by column, and their coefficients padded with 0.
  private let vectors: KernelColumns
  private let coefficients: [Float]
  /// `sum_i c_i v_i` for a linear kernel.
  private let weights: [Double]?

  private static let blockSize = 96
  /// Rows that the loop takes at once: it asks for a little room to fill up the last ones.
  private static let rowsAtOnce = 6

  /// - Parameter standardization: brings rows into the space of the vectors; `nil` when they are there.
  init(
    kernel: ResolvedKernel, vectors: Matrix, coefficients: [Double], bias: Double,
    standardization: Standardization?
  ) {
    self.bias = bias
    self.standardization = standardization
    self.kernel = kernel.loops
    columns = vectors.columns
    self.vectors = KernelColumns(vectors, places: Array(0..<vectors.rows), kernel: kernel)
    self.coefficients =
      coefficients.map(Float.init)
      + [Float](repeating: 0, count: self.vectors.paddedCount - vectors.rows)
    weights =
      kernel == .linear
      ? (0..<columns).map { column in
        coefficients.indices.reduce(0) { $0 + coefficients[$1] * Double(vectors[$1, column]) }
      } : nil
  }

  func values(for samples: Matrix, threads: Int?) -> [Double] {
    requireColumns(samples.columns, columns)
    let rows = samples.rows
    return [Double](unsafeUninitializedCapacity: rows) { result, initialized in
      result.initialize(repeating: bias)
      initialized = rows
      samples.values.withUnsafeBufferPointer { values in
        guard let sums = result.baseAddress, let base = values.baseAddress else { return }
        nonisolated(unsafe) let input = base
        let output = SharedPointer(sums)
        let blocks = Parallel.chunks(of: rows, size: Self.blockSize)
        Parallel.forEach(blocks.count, threads: threads) { index in
          let block = blocks[index]
          // The block's rows and results, nobody else's.
          add(
            input + block.lowerBound * columns, block.count, to: output.base + block.lowerBound)
        }
      }
    }
  }

  /// - Parameters:
  ///   - rows: `rowCount * columns` values.
  ///   - sums: `rowCount` sums.
  private func add(
    _ rows: UnsafePointer<Float>, _ rowCount: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: (rowCount + Self.rowsAtOnce) * columns
    ) { room in
      guard let inputs = room.baseAddress else { return }
      standardize(rows, rowCount, into: inputs)
      if let weights {
        for row in 0..<rowCount {
          for column in 0..<columns {
            sums[row] += weights[column] * Double(inputs[row * columns + column])
          }
        }
      } else {
        withUnsafePointer(to: kernel) {
          scarp_kernel_sums(
            $0, inputs, rowCount, columns, vectors.values, vectors.paddedCount, coefficients,
            inputs + rowCount * columns, sums)
        }
      }
      for row in 0..<rowCount {
        // 0 when all are finite, else NaN.
        var nothing: Float = 0
        for column in 0..<columns { nothing += inputs[row * columns + column] * 0 }
        if nothing.isNaN { sums[row] = .nan }
      }
    }
  }

  private func standardize(
    _ rows: UnsafePointer<Float>, _ rowCount: Int, into inputs: UnsafeMutablePointer<Float>
  ) {
    guard let standardization else {
      inputs.initialize(from: rows, count: rowCount * columns)
      return
    }
    standardization.means.withUnsafeBufferPointer { means in
      standardization.scales.withUnsafeBufferPointer { scales in
        for row in 0..<rowCount {
          for column in 0..<columns {
            let index = row * columns + column
            (inputs + index).initialize(
              to: Float((Double(rows[index]) - means[column]) / scales[column]))
          }
        }
      }
    }
  }
}
