import Foundation
import Parallelism

/// For each cell the row of the nearest masked cell in its own column, which may lie beyond the grid; ``none`` in a column
/// without masked cells.
struct NearestInColumn: Sendable {
  /// No masked cell above: farther away than any row.
  static let none: Int32 = -(1 << 30)
  /// No masked cell below: farther still, so that the one above wins.
  static let noneBelow: Int32 = (1 << 30) + (1 << 29)

  private let rows: [Int32]
  private let columns: Int

  /// - Parameters:
  ///   - north: for each column the nearest masked row north of row 0, or ``none``; `nil` without any.
  ///   - south: for each column the nearest masked row south of the last, or ``noneBelow``; `nil` without any.
  ///   - northings: `nil` when rows are equally far apart. Of two rows as near the northern one counts.
  init(
    mask: [Bool], rows: Int, columns: Int, north: [Int32]?, south: [Int32]?,
    northings: Northings?, threads: Int?, progress: Progress?
  ) throws {
    self.columns = columns
    // Strips of columns that mostly stay in the cache on the way down and back up.
    let strips = Parallel.chunks(of: columns, size: 256)
    self.rows = try [Int32](unsafeUninitializedCapacity: rows * columns) { buffer, initialized in
      initialized = rows * columns
      guard let base = buffer.baseAddress else { return }
      // Each strip writes the columns of its own range.
      let nearest = SharedPointer(base)
      try Parallel.forEach(strips.count, threads: threads, progress: progress) { index in
        let strip = strips[index]
        mask.withUnsafeBufferPointer { mask in
          guard let mask = mask.baseAddress else { return }
          for row in 0..<rows {
            let start = row * columns + strip.lowerBound
            if row == 0 {
              for column in strip {
                (nearest.base + column).initialize(
                  to: mask[column] ? 0 : north?[column] ?? Self.none)
              }
            } else {
              Self.stepDown(
                mask + start, row: row, count: strip.count, above: columns, nearest.base + start)
            }
          }
        }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: strip.count) { below in
          for (index, column) in strip.enumerated() {
            below.initializeElement(at: index, to: south?[column] ?? Self.noneBelow)
          }
          guard let below = below.baseAddress else { return }
          for row in stride(from: rows - 1, through: 0, by: -1) {
            let start = nearest.base + row * columns + strip.lowerBound
            if let northings {
              Self.stepUp(row: row, count: strip.count, northings: northings, below, start)
            } else {
              Self.stepUp(row: Int32(truncatingIfNeeded: row), count: strip.count, below, start)
            }
          }
        }
      }
    }
  }

  /// Calls `body` with the nearest rows of one row's cells.
  func withRows(inRow row: Int, _ body: (UnsafePointer<Int32>) -> Void) {
    rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      body(base + row * columns)
    }
  }

  /// Writes the last masked row at or above each cell of a strip's row, which is not the first.
  private static func stepDown(
    _ mask: UnsafePointer<Bool>, row: Int, count: Int, above: Int,
    _ nearest: UnsafeMutablePointer<Int32>
  ) {
    let row = Int32(truncatingIfNeeded: row)
    // Without branches, so that several columns are done at once; -1 has all bits.
    for index in 0..<count {
      let last = nearest[index - above]
      let isMasked: Int32 = mask[index] ? -1 : 0
      (nearest + index).initialize(to: last ^ ((last ^ row) & isMasked))
    }
  }

  /// Replaces it by the first masked row below where that is fewer rows away.
  private static func stepUp(
    row: Int32, count: Int, _ below: UnsafeMutablePointer<Int32>,
    _ nearest: UnsafeMutablePointer<Int32>
  ) {
    // Without branches, so that several columns are compared at once.
    for index in 0..<count {
      let above = nearest[index]
      let last = below[index]
      let isMasked: Int32 = above == row ? -1 : 0
      let next = last ^ ((last ^ row) & isMasked)
      below[index] = next
      let isNearer: Int32 = next &- row < row &- above ? -1 : 0
      nearest[index] = above ^ ((above ^ next) & isNearer)
    }
  }

  /// Replaces it by the first masked row below where that is fewer metres away.
  private static func stepUp(
    row: Int, count: Int, northings: Northings, _ below: UnsafeMutablePointer<Int32>,
    _ nearest: UnsafeMutablePointer<Int32>
  ) {
    for index in 0..<count {
      let above = Int(nearest[index])
      if above == row { below[index] = nearest[index] }
      let next = Int(below[index])
      guard next != Int(noneBelow), next != above else { continue }
      if above == Int(none) || northings[next] - northings[row] < northings[row] - northings[above]
      {
        nearest[index] = below[index]
      }
    }
  }
}
