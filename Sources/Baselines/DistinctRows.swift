import LearningCore

/// The rows of a table without repetitions: classed factors make many cells of a map alike, and a model needs to look at
/// each kind once.
package struct DistinctRows {
  /// The table with the first row of each kind.
  package let samples: Matrix
  /// For each row of the original table the row of `samples` that equals it.
  package let kinds: [Int32]

  /// Tables are only searched when their first rows repeat so much.
  private static let trialRows = 1 << 15
  private static let worthwhileShare = 0.9

  /// Looks for rows that repeat, or returns `nil` when there are too few rows or too few repetitions to gain from.
  package init?(_ table: Matrix) {
    guard table.rows > 256, table.rows < Int(Int32.max) else { return nil }
    guard let places = Self.places(table) else { return nil }
    samples = table.selecting(places.firsts)
    kinds = places.kinds
  }

  /// The values of the original rows from those of the distinct ones.
  package func expanded(_ values: [Double]) -> [Double] { kinds.map { values[Int($0)] } }

  /// Open addressing with linear probing; a slot holds a kind, or -1.
  private static func places(_ table: Matrix) -> (firsts: [Int], kinds: [Int32])? {
    let columns = table.columns
    var slotBits = 1
    while 1 << slotBits < 2 * table.rows { slotBits += 1 }
    let mask = 1 << slotBits - 1
    var slots = [Int32](repeating: -1, count: 1 << slotBits)
    var firsts: [Int] = []
    var kinds: [Int32] = []
    kinds.reserveCapacity(table.rows)
    let isWorthwhile = table.values.withUnsafeBufferPointer { values -> Bool in
      slots.withUnsafeMutableBufferPointer { slots in
        for row in 0..<table.rows {
          if row == trialRows && Double(firsts.count) > worthwhileShare * Double(row) {
            return false
          }
          // At most half of the slots are taken, so the search meets an equal row or a free slot.
          var slot = Int(truncatingIfNeeded: hash(values, row * columns, columns)) & mask
          while slots[slot] >= 0,
            !areEqual(values, firsts[Int(slots[slot])] * columns, row * columns, columns)
          {
            slot = (slot &+ 1) & mask
          }
          if slots[slot] < 0 {
            slots[slot] = Int32(firsts.count)
            firsts.append(row)
          }
          kinds.append(slots[slot])
        }
        return Double(firsts.count) <= worthwhileShare * Double(table.rows)
      }
    }
    return isWorthwhile ? (firsts, kinds) : nil
  }

  private static func hash(
    _ values: UnsafeBufferPointer<Float>, _ start: Int, _ count: Int
  ) -> UInt64 {
    var hash: UInt64 = 0
    for index in start..<start + count {
      hash = (hash ^ UInt64(values[index].bitPattern)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return hash
  }

  /// Compares bits, so that NaN equals itself and the two zeros differ.
  private static func areEqual(
    _ values: UnsafeBufferPointer<Float>, _ first: Int, _ second: Int, _ count: Int
  ) -> Bool {
    for index in 0..<count
    where values[first + index].bitPattern != values[second + index].bitPattern {
      return false
    }
    return true
  }
}
