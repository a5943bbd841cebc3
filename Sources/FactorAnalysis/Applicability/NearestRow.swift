/// Finds the distance to the nearest of some rows.
///
/// Rows that lie together share a leaf of 16, leaves share a group of 16, and each leaf has a box around it. A query
/// looks at the leaf of the nearest box, then at those leaves alone whose box is nearer than the best row so far: the
/// two lower levels of a k-d tree (Friedman, Bentley and Finkel 1977), laid out for vector instructions.
struct NearestRow: Sendable {
  private typealias Lanes = SIMD16<Float>

  private let columns: Int
  private let leafCount: Int
  /// For each leaf and column the values of 16 rows; lanes without a row are infinite.
  private var leaves: [Lanes] = []
  /// For each group of 16 leaves and column the limits of their boxes; lanes without a leaf are infinite.
  private var lower: [Lanes]
  private var upper: [Lanes]

  /// - Parameter rows: values row after row, finite; at least one row.
  init(_ rows: [Float], columns: Int) {
    precondition(
      columns > 0 && !rows.isEmpty, "nothing to be near to; expected at least one row and column")
    self.columns = columns
    var order = Self.distinct(rows, columns: columns)
    var ranges: [Range<Int>] = []
    Self.split(&order, order.indices, rows, columns, into: &ranges)
    leafCount = ranges.count
    let groups = (ranges.count + 15) / 16
    let beyond = Lanes(repeating: .infinity)
    lower = Array(repeating: beyond, count: groups * columns)
    upper = lower
    for (leaf, range) in ranges.enumerated() {
      for column in 0..<columns {
        let values = order[range].map { rows[$0 * columns + column] }
        var lanes = beyond
        for (lane, value) in values.enumerated() { lanes[lane] = value }
        leaves.append(lanes)
        let box = leaf / 16 * columns + column
        lower[box][leaf % 16] = values.reduce(.infinity, min)
        upper[box][leaf % 16] = values.reduce(-.infinity, max)
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

  /// Halves the rows along the column in which they reach furthest until 16 or fewer are left.
  private static func split(
    _ order: inout [Int], _ range: Range<Int>, _ rows: [Float], _ columns: Int,
    into leaves: inout [Range<Int>]
  ) {
    guard range.count > 16 else {
      leaves.append(range)
      return
    }
    var widest = (column: 0, extent: -Float.infinity)
    for column in 0..<columns {
      var (low, high) = (Float.infinity, -Float.infinity)
      for row in order[range] {
        low = min(low, rows[row * columns + column])
        high = max(high, rows[row * columns + column])
      }
      if high - low > widest.extent { widest = (column, high - low) }
    }
    order[range].sort {
      let (a, b) = (rows[$0 * columns + widest.column], rows[$1 * columns + widest.column])
      return a == b ? $0 < $1 : a < b
    }
    // Whole leaves on the lower side, so that few lanes are empty.
    let middle = range.lowerBound + (range.count / 2 + 15) / 16 * 16
    split(&order, range.lowerBound..<middle, rows, columns, into: &leaves)
    split(&order, middle..<range.upperBound, rows, columns, into: &leaves)
  }

  /// The squared distance from each of some rows of a table to the nearest row.
  ///
  /// - Parameter table: values row after row, with as many columns.
  func squaredDistances(to table: [Float], rows: Range<Int>) -> [Float] {
    var boxes = [Lanes](repeating: .zero, count: lower.count / columns)
    // Bounds: a row has `columns` values, a leaf or group as many lanes; groups hold every leaf.
    return table.withUnsafeBufferPointer { table in
      leaves.withUnsafeBufferPointer { leaves in
        lower.withUnsafeBufferPointer { lower in
          upper.withUnsafeBufferPointer { upper in
            boxes.withUnsafeMutableBufferPointer { boxes in
              rows.map { row in
                nearest(
                  UnsafeBufferPointer(rebasing: table[row * columns..<(row + 1) * columns]),
                  leaves, lower, upper, boxes)
              }
            }
          }
        }
      }
    }
  }

  private func nearest(
    _ row: UnsafeBufferPointer<Float>, _ leaves: UnsafeBufferPointer<Lanes>,
    _ lower: UnsafeBufferPointer<Lanes>, _ upper: UnsafeBufferPointer<Lanes>,
    _ boxes: UnsafeMutableBufferPointer<Lanes>
  ) -> Float {
    var first = (leaf: 0, distance: Float.infinity)
    for group in boxes.indices {
      var squared = Lanes.zero
      for column in 0..<columns {
        let value = Lanes(repeating: row[column])
        let box = group * columns + column
        let below = lower[box] - value
        let above = value - upper[box]
        // Beyond the box on one side at most; inside, both are at most 0.
        let outside = pointwiseMax(pointwiseMax(below, above), .zero)
        squared += outside * outside
      }
      boxes[group] = squared
      let least = squared.min()
      if least < first.distance {
        for lane in 0..<16 where squared[lane] == least {
          first = (group * 16 + lane, least)
          break
        }
      }
    }
    var best = distance(row, leaves, first.leaf)
    for group in boxes.indices {
      let squared = boxes[group]
      guard squared.min() < best else { continue }
      for lane in 0..<16 where squared[lane] < best && group * 16 + lane != first.leaf {
        best = min(best, distance(row, leaves, group * 16 + lane))
      }
    }
    return best
  }

  /// The least squared distance to a row of a leaf.
  private func distance(
    _ row: UnsafeBufferPointer<Float>, _ leaves: UnsafeBufferPointer<Lanes>, _ leaf: Int
  ) -> Float {
    var squared = Lanes.zero
    for column in 0..<columns {
      let difference = Lanes(repeating: row[column]) - leaves[leaf * columns + column]
      squared += difference * difference
    }
    return squared.min()
  }
}
