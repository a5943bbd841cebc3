import LearningCore
import Parallelism

/// A table whose values are replaced by their ranks among the distinct values of their column.
///
/// Trees only compare values, so ranks lose nothing; columns with few distinct values (classed factors) get small
/// ranks that can be counted instead of sorted.
final class RankedColumns: @unchecked Sendable {
  let rows: Int
  let columns: Int
  /// The distinct values of each column, rising.
  let distinct: [[Float]]
  /// `rows * columns` ranks, row after row. Written only while this object is made.
  let ranks: UnsafeMutablePointer<UInt32>

  init(_ table: Matrix, threads: Int?) throws {
    rows = table.rows
    columns = table.columns
    ranks = .allocate(capacity: max(1, rows * columns))
    let target = SharedPointer(ranks)
    let rows = rows
    let columns = columns
    distinct = try table.values.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let values = values
      return try Parallel.map(columns, threads: threads) { column in
        // Keys hold the value above the row; rows fit into 32 bits because ranks do.
        var keys = [UInt64](unsafeUninitializedCapacity: rows) { keys, count in
          for row in 0..<rows {
            keys[row] = Self.sortable(values[row * columns + column]) << 32 | UInt64(row)
          }
          count = rows
        }
        keys.sort()
        var distinct: [Float] = []
        for key in keys {
          let row = Int(key & 0xFFFF_FFFF)
          let value = values[row * columns + column]
          if distinct.last != value { distinct.append(value) }
          target[row * columns + column] = UInt32(distinct.count - 1)
        }
        return distinct
      }
    }
  }

  deinit { ranks.deallocate() }

  /// Bits of a finite number that compare as unsigned integers like the numbers do; both zeros are equal.
  private static func sortable(_ value: Float) -> UInt64 {
    let bits = (value + 0).bitPattern
    return UInt64(bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits)
  }
}
