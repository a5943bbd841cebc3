import CVectorLoops
import LearningCore

/// Samples column by column, as the loops over kernels read them: one sample against all of them at once.
package struct KernelColumns: Sendable {
  let kernel: ResolvedKernel
  let columns: Int
  /// `count` rounded up to a multiple of 16; the last samples are zeros.
  package let paddedCount: Int
  /// `columns * paddedCount` values.
  let values: [Float]
  private let loops: scarp_kernel

  /// The samples at `places` of a table.
  package init(_ samples: Matrix, places: [Int], kernel: ResolvedKernel) {
    let padded = (places.count + 15) / 16 * 16
    var values = [Float](repeating: 0, count: samples.columns * padded)
    for (position, place) in places.enumerated() {
      for (column, value) in samples.row(place).enumerated() {
        values[column * padded + position] = value
      }
    }
    self.kernel = kernel
    self.values = values
    columns = samples.columns
    paddedCount = padded
    loops = kernel.loops
  }

  /// Writes the kernel of one sample with each of these.
  ///
  /// Differences are squared directly, not by way of the norms: nothing cancels.
  ///
  /// - Parameters:
  ///   - sample: the values of a sample, `columns` of them.
  ///   - row: has room for `paddedCount` values.
  package func kernels(with sample: ArraySlice<Float>, into row: UnsafeMutablePointer<Float>) {
    precondition(sample.count == columns, "\(sample.count) values for \(columns) columns")
    sample.withUnsafeBufferPointer { sample in
      guard let own = sample.baseAddress else { return }
      withUnsafePointer(to: loops) {
        scarp_kernel_row($0, values, paddedCount, columns, own, paddedCount, row)
      }
    }
  }
}
