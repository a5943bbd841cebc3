import LearningCore

/// Rows of the kernel matrix of the training samples, computed when asked for and kept as long as there is room.
///
/// The rows cover the samples that are still looked at, ``places``. A slot whose row has not been asked for since the hand of
/// the clock passed last makes room for a new one.
package final class KernelRows {
  /// The number of all samples.
  let sampleCount: Int
  /// The samples that rows cover, in the order of the rows' elements.
  private(set) var places: [Int]
  /// Rows have this many elements, of which those beyond ``places`` are not used.
  var paddedCount: Int { covered.paddedCount }

  private let samples: Matrix
  private let kernel: ResolvedKernel
  private var covered: KernelColumns
  private let kept: UnsafeMutablePointer<Float>
  private let room: Int
  /// How many rows of the present length fit.
  private var capacity = 0
  /// The slot of each covered sample's row, or -1, and the covered sample of each slot.
  private var slotOfPosition: [Int32] = []
  private var positionOfSlot: [Int32] = []
  private var wasUsed: [Bool] = []
  private var hand = 0
  private var latestSlot = -1

  /// - Parameter cacheMegabytes: the room for rows; two rows are kept whatever it is.
  package init(_ samples: Matrix, kernel: ResolvedKernel, cacheMegabytes: Int) {
    self.samples = samples
    self.kernel = kernel
    sampleCount = samples.rows
    places = Array(0..<samples.rows)
    covered = KernelColumns(samples, places: places, kernel: kernel)
    let length = covered.paddedCount
    let asked = cacheMegabytes.multipliedReportingOverflow(by: 1 << 18)
    let all = samples.rows.multipliedReportingOverflow(by: length)
    room = max(
      2 * length, min(asked.overflow ? Int.max : asked.partialValue, all.partialValue))
    kept = .allocate(capacity: room)
    forget()
  }

  deinit { kept.deallocate() }

  /// Covers these samples alone from now on. Rows are forgotten: computing one is as quick as picking its elements.
  func cover(_ places: [Int]) {
    self.places = places
    covered = KernelColumns(samples, places: places, kernel: kernel)
    forget()
  }

  private func forget() {
    capacity = max(2, min(places.count, room / max(1, paddedCount)))
    slotOfPosition = Array(repeating: -1, count: places.count)
    positionOfSlot = []
    wasUsed = []
    (hand, latestSlot) = (0, -1)
  }

  /// `K(i, i)` for each covered sample, then ones up to the length of a row.
  func diagonal() -> [Float] {
    let norms = places.map { place in
      samples.row(place).reduce(0) { $0 + Double($1) * Double($1) }
    }
    return norms.map { Float(kernel.ofItself(squaredNorm: $0)) }
      + [Float](repeating: 1, count: paddedCount - places.count)
  }

  /// The kernel of one covered sample with all that are covered; valid until two other rows have been asked for.
  func row(_ position: Int) -> UnsafePointer<Float> {
    var slot = Int(slotOfPosition[position])
    if slot < 0 {
      slot = freeSlot()
      slotOfPosition[position] = Int32(slot)
      positionOfSlot[slot] = Int32(position)
      // Slot s has the elements from s * paddedCount; capacity * paddedCount <= room.
      covered.kernels(with: samples.row(places[position]), into: kept + slot * paddedCount)
    }
    wasUsed[slot] = true
    latestSlot = slot
    return UnsafePointer(kept + slot * paddedCount)
  }

  private func freeSlot() -> Int {
    if positionOfSlot.count < capacity {
      positionOfSlot.append(-1)
      wasUsed.append(false)
      return positionOfSlot.count - 1
    }
    while wasUsed[hand] || hand == latestSlot {
      wasUsed[hand] = false
      hand = hand + 1 < capacity ? hand + 1 : 0
    }
    slotOfPosition[Int(positionOfSlot[hand])] = -1
    return hand
  }

  /// `sum_j weights_j K(j, t)` for samples that need not be covered; `weights` has one for each of all samples.
  func weightedSums(_ weights: [Double], for others: [Int]) -> [Double] {
    let columns = KernelColumns(samples, places: others, kernel: kernel)
    let nothing = [Float](repeating: 0, count: columns.paddedCount)
    var row = nothing
    var sums = [Double](repeating: 0, count: columns.paddedCount)
    let growth = sums
    for (sample, weight) in weights.enumerated() where weight != 0 {
      columns.kernels(with: samples.row(sample), into: &row)
      WorkingSetSearch.advance(
        &sums, first: row, second: nothing, step: -weight, growth: growth)
    }
    return Array(sums.prefix(others.count))
  }
}
