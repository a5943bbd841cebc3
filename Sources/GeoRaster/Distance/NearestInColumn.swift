import Parallelism

/// For each cell the row of the nearest masked cell in its own column.
struct NearestInColumn: Sendable {
  /// Stands for a column without masked cells.
  static let none: Int32 = -1

  private let rows: [Int32]
  private let columns: Int

  /// - Parameter northings: ascending, one for each row; of two rows as near the northern one counts.
  init(mask: [Bool], rows: Int, columns: Int, northings: [Double], threads: Int?) {
    self.columns = columns
    // Strips of columns that stay in the second-level cache on the way down and back up.
    let strips = Parallel.chunks(of: columns, size: 64)
    self.rows = [Int32](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      initialized = rows * columns
      guard let base = buffer.baseAddress else { return }
      // Each strip writes the columns of its own range.
      let nearest = SharedPointer(base)
      mask.withUnsafeBufferPointer { mask in
        nonisolated(unsafe) let mask = mask
        northings.withUnsafeBufferPointer { northings in
          nonisolated(unsafe) let northings = northings
          Parallel.forEach(strips.count, threads: threads) { strip in
            Self.sweepDown(mask, strips[strip], rows, columns, nearest.base)
            Self.sweepUp(mask, strips[strip], rows, columns, northings, nearest.base)
          }
        }
      }
    }
  }

  /// The nearest rows of one row's cells, or ``none``.
  func rows(inRow row: Int) -> ArraySlice<Int32> { rows[row * columns..<(row + 1) * columns] }

  /// Writes the last masked row at or above each cell.
  private static func sweepDown(
    _ mask: UnsafeBufferPointer<Bool>, _ strip: Range<Int>, _ rows: Int, _ columns: Int,
    _ nearest: UnsafeMutablePointer<Int32>
  ) {
    for column in strip { nearest[column] = mask[column] ? 0 : none }
    for row in stride(from: 1, to: rows, by: 1) {
      let start = row * columns
      for column in strip {
        nearest[start + column] =
          mask[start + column] ? Int32(truncatingIfNeeded: row) : nearest[start - columns + column]
      }
    }
  }

  /// Replaces it by the first masked row below each cell where that is nearer.
  private static func sweepUp(
    _ mask: UnsafeBufferPointer<Bool>, _ strip: Range<Int>, _ rows: Int, _ columns: Int,
    _ northings: UnsafeBufferPointer<Double>, _ nearest: UnsafeMutablePointer<Int32>
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: strip.count) { below in
      below.initialize(repeating: none)
      for row in stride(from: rows - 1, through: 0, by: -1) {
        let start = row * columns
        let northing = northings[row]
        for (offset, column) in strip.enumerated() {
          let above = nearest[start + column]
          if Int(above) == row {
            below[offset] = above
            continue
          }
          let next = below[offset]
          guard next != none else { continue }
          if above == none
            || northings[Int(next)] - northing < northing - northings[Int(above)]
          {
            nearest[start + column] = next
          }
        }
      }
    }
  }
}
