import LearningCore
import Parallelism

/// A table whose values are replaced by their ranks among the distinct values of their column, or by the number of the bin
/// that they fall into.
///
/// Trees only compare values, so ranks lose nothing; columns with few distinct values (classed factors) get small
/// ranks that can be counted instead of sorted. Bins make the ranks of every column small.
final class RankedColumns: @unchecked Sendable {
  let rows: Int
  let columns: Int
  /// The least and the largest value of each rank, by column; the same where ranks are of distinct values.
  let ranges: [(lowest: [Float], highest: [Float])]
  /// `rows * columns` ranks, row after row. Written only while this object is made.
  let ranks: UnsafeMutablePointer<UInt32>

  /// - Parameter bins: the largest number of ranks of a column; `nil` for one of each distinct value.
  init(_ table: Matrix, bins: Int? = nil, threads: Int?) {
    rows = table.rows
    columns = table.columns
    ranks = .allocate(capacity: max(1, rows * columns))
    let target = SharedPointer(ranks)
    let rows = rows
    let columns = columns
    ranges = table.values.withUnsafeBufferPointer { values in
      nonisolated(unsafe) let values = values
      return Parallel.map(columns, threads: threads) { column in
        // Keys hold the value above the row; rows fit into 32 bits because ranks do.
        var keys = [UInt64](unsafeUninitializedCapacity: rows) { keys, count in
          for row in 0..<rows {
            keys[row] = Self.sortable(values[row * columns + column]) << 32 | UInt64(row)
          }
          count = rows
        }
        keys.sort()
        let starts = Self.starts(of: keys, bins: bins)
        func value(_ index: Int) -> Float {
          values[Int(keys[index] & 0xFFFF_FFFF) * columns + column]
        }
        for (rank, start) in starts.enumerated() {
          let end = rank + 1 < starts.count ? starts[rank + 1] : rows
          for key in keys[start..<end] {
            target[Int(key & 0xFFFF_FFFF) * columns + column] = UInt32(rank)
          }
        }
        return (
          starts.map(value), (starts.dropFirst() + [rows]).map { value($0 - 1) }
        )
      }
    }
  }

  /// Where each rank begins among rising keys.
  private static func starts(of keys: [UInt64], bins: Int?) -> [Int] {
    var distinct: [Int] = []
    for index in keys.indices where index == 0 || keys[index] >> 32 != keys[index - 1] >> 32 {
      distinct.append(index)
    }
    guard let bins, distinct.count > bins else { return distinct }
    // A bin ends at the first new value after its share of the samples, so there are at most `bins`.
    var starts: [Int] = []
    for start in distinct where start >= starts.count * keys.count / bins { starts.append(start) }
    return starts
  }

  deinit { ranks.deallocate() }

  /// Bits of a finite number that compare as unsigned integers like the numbers do; both zeros are equal.
  private static func sortable(_ value: Float) -> UInt64 {
    let bits = (value + 0).bitPattern
    return UInt64(bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits)
  }
}
