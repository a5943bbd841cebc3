/// Finds the distance to the nearest of some rows by looking at all of them, 32 at a time.
///
/// In the 5 to 20 dimensions of conditioning factors boxes around neighbouring rows exclude little: boxes around 16
/// rows took ten times as long (7,000 rows, 15 columns), and matrix products lose the digits of small distances.
struct NearestRow: Sendable {
  private typealias Lanes = SIMD8<Float>

  private let columns: Int
  private let groups: Int
  /// For each group of 32 rows and each column four vectors of values; lanes without a row are infinite.
  private var values: [Lanes]

  /// - Parameter rows: values row after row, finite; at least one row.
  init(_ rows: [Float], columns: Int) {
    precondition(
      columns > 0 && !rows.isEmpty, "nothing to be near to; expected at least one row and column")
    let distinct = Self.distinct(rows, columns: columns)
    self.columns = columns
    groups = (distinct.count + 31) / 32
    values = Array(repeating: Lanes(repeating: .infinity), count: groups * columns * 4)
    for (position, row) in distinct.enumerated() {
      for column in 0..<columns {
        let vector = (position / 32 * columns + column) * 4 + position % 32 / 8
        values[vector][position % 8] = rows[row * columns + column]
      }
    }
  }

  /// The first of each kind of row.
  private static func distinct(_ rows: [Float], columns: Int) -> [Int] {
    var seen: Set<ArraySlice<Float>> = []
    return (0..<rows.count / columns).filter {
      seen.insert(rows[$0 * columns..<($0 + 1) * columns]).inserted
    }
  }

  /// The squared distance from each of some rows of a table to the nearest row.
  ///
  /// - Parameter table: values row after row, with as many columns.
  func squaredDistances(to table: [Float], rows: Range<Int>) -> [Float] {
    // Bounds: a row of the table has `columns` values, a group 4 * `columns` vectors.
    table.withUnsafeBufferPointer { table in
      values.withUnsafeBufferPointer { values in
        rows.map { row in nearest(to: row * columns, in: table, values) }
      }
    }
  }

  private func nearest(
    to start: Int, in table: UnsafeBufferPointer<Float>, _ values: UnsafeBufferPointer<Lanes>
  ) -> Float {
    var best = Lanes(repeating: .infinity)
    for group in 0..<groups {
      // Four sums at once, because each addition has to wait for the one before it.
      var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for column in 0..<columns {
        let value = Lanes(repeating: table[start + column])
        let vector = (group * columns + column) * 4
        let da = values[vector] - value
        let db = values[vector + 1] - value
        let dc = values[vector + 2] - value
        let dd = values[vector + 3] - value
        a += da * da
        b += db * db
        c += dc * dc
        d += dd * dd
      }
      best.replace(with: a, where: a .< best)
      best.replace(with: b, where: b .< best)
      best.replace(with: c, where: c .< best)
      best.replace(with: d, where: d .< best)
    }
    return best.min()
  }
}
