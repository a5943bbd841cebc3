import LearningCore

/// The rows of the kernel matrix of the training samples, computed when asked for and kept as long as there is room.
///
/// The row that has not been used for longest makes room for a new one.
package final class KernelRows {
  let count: Int
  /// `count` rounded up to a multiple of 8; rows have this many elements, of which the last ones are not used.
  let paddedCount: Int
  /// `K(i, i)` for each sample.
  let diagonal: [Double]

  private let kernel: ResolvedKernel
  private let columns: Int
  /// The samples column by column: `columns * paddedCount`, padded with 0.
  private let transposed: UnsafeMutablePointer<Float>
  /// `capacity * paddedCount`: the rows that are kept.
  private let kept: UnsafeMutablePointer<Float>
  private let capacity: Int
  /// The slot of each sample's row, or -1, and the sample of each slot.
  private var slotOfSample: [Int]
  private var sampleOfSlot: [Int]
  /// When each slot was used last.
  private var lastUse: [Int]
  private var clock = 0

  /// - Parameter cacheMegabytes: the room for rows; two rows are kept whatever it is.
  package init(_ samples: Matrix, kernel: ResolvedKernel, cacheMegabytes: Int) {
    count = samples.rows
    columns = samples.columns
    paddedCount = (samples.rows + 7) / 8 * 8
    self.kernel = kernel
    let rowBytes = paddedCount * MemoryLayout<Float>.stride
    let room = cacheMegabytes.multipliedReportingOverflow(by: 1 << 20)
    capacity = max(2, min(count, (room.overflow ? Int.max : room.partialValue) / max(1, rowBytes)))
    transposed = .allocate(capacity: columns * paddedCount)
    transposed.initialize(repeating: 0, count: columns * paddedCount)
    kept = .allocate(capacity: capacity * paddedCount)
    slotOfSample = Array(repeating: -1, count: count)
    sampleOfSlot = []
    lastUse = []
    for row in 0..<count {
      for column in 0..<columns { transposed[column * paddedCount + row] = samples[row, column] }
    }
    switch kernel {
    case .radialBasis: diagonal = Array(repeating: 1, count: count)
    case .linear:
      diagonal = (0..<count).map { samples.row($0).reduce(0) { $0 + Double($1) * Double($1) } }
    }
  }

  deinit {
    transposed.deallocate()
    kept.deallocate()
  }

  /// The kernel of one sample with all; valid until two other rows have been asked for.
  func row(_ sample: Int) -> UnsafePointer<Float> {
    clock += 1
    var slot = slotOfSample[sample]
    if slot < 0 {
      slot = freeSlot()
      slotOfSample[sample] = slot
      sampleOfSlot[slot] = sample
      compute(sample, into: kept + slot * paddedCount)
    }
    lastUse[slot] = clock
    return UnsafePointer(kept + slot * paddedCount)
  }

  private func freeSlot() -> Int {
    if sampleOfSlot.count < capacity {
      sampleOfSlot.append(-1)
      lastUse.append(0)
      return sampleOfSlot.count - 1
    }
    var oldest = 0
    for slot in 1..<capacity where lastUse[slot] < lastUse[oldest] { oldest = slot }
    slotOfSample[sampleOfSlot[oldest]] = -1
    return oldest
  }

  /// Differences are squared directly, not by way of the norms: nothing cancels.
  private func compute(_ sample: Int, into row: UnsafeMutablePointer<Float>) {
    let own = (0..<columns).map { transposed[$0 * paddedCount + sample] }
    own.withUnsafeBufferPointer { own in
      // Blocks of 8 end at paddedCount, the length of each column and of the row.
      for start in stride(from: 0, to: paddedCount, by: 8) {
        var sum = SIMD8<Float>.zero
        switch kernel {
        case .radialBasis(let gamma):
          for column in 0..<columns {
            let difference = Self.load(transposed + column * paddedCount + start) - own[column]
            sum += difference * difference
          }
          sum = exponential(sum * Float(-gamma))
        case .linear:
          for column in 0..<columns {
            sum += Self.load(transposed + column * paddedCount + start) * own[column]
          }
        }
        UnsafeMutableRawPointer(row + start).storeBytes(of: sum, as: SIMD8<Float>.self)
      }
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }
}
