/// The number of some rows, their means, and the upper triangle R of the QR factorisation of the centred rows.
///
/// `R'R` are the sums of products of deviations from the means. Two of them are put together without loss:
///
/// ```
/// R'R = Ra'Ra + Rb'Rb + na nb / (na + nb) d d',   d = mean b - mean a
/// ```
///
/// so R is the triangle of Ra, Rb and one further row. Source: Chan, Golub and LeVeque (1983), Algorithms for computing
/// the sample variance.
struct CenteredTriangle: Equatable, Sendable {
  private(set) var count = 0
  /// The mean of each column.
  private(set) var means: [Double]
  /// R, row after row.
  private(set) var triangle: [Double]

  var columns: Int { means.count }

  init(columns: Int) {
    means = Array(repeating: 0, count: columns)
    triangle = Array(repeating: 0, count: columns * columns)
  }

  /// R's column of a factor: its length is the root of the factor's squared deviations.
  func column(_ index: Int) -> [Double] {
    (0..<columns).map { $0 <= index ? triangle[$0 * columns + index] : 0 }
  }

  /// Takes the rows of another triangle in.
  ///
  /// - Parameter offsets: what to add to the other's means.
  mutating func merge(_ other: CenteredTriangle, offsets: [Double]) {
    guard other.count > 0 else { return }
    let columns = columns
    let block = RowBlock(columns: columns, rows: columns)
    for column in 0..<columns {
      block.withColumn(column) { target in
        for (row, value) in other.column(column).enumerated() { target[row] = value }
      }
    }
    absorb(block, rows: columns, of: other.count, means: zip(other.means, offsets).map { $0 + $1 })
  }

  /// Takes `rows` rows of a block in, which are the deviations of `total` rows from their means.
  mutating func absorb(_ block: RowBlock, rows: Int, of total: Int, means other: [Double]) {
    let (before, added) = (Double(count), Double(total))
    let weight = (before / (before + added) * added).squareRoot()
    for column in 0..<columns {
      let difference = other[column] - means[column]
      block.finish(column, rows: rows, last: weight * difference)
      means[column] += difference * (added / (before + added))
    }
    count += total
    let columns = columns
    triangle.withUnsafeMutableBufferPointer { triangle in
      guard let base = triangle.baseAddress else { return }
      TriangleUpdate.absorb(block.base, height: block.height, columns: columns, into: base)
    }
  }
}

/// Room for rows below a triangle, column after column, and for one row more.
///
/// Bounds: a column has `height` vectors, which hold at least the rows and the last one.
final class RowBlock {
  typealias Vector = TriangleUpdate.Vector

  let height: Int
  let base: UnsafeMutablePointer<Vector>

  init(columns: Int, rows: Int) {
    height = (rows + 1 + 3) / 4
    base = .allocate(capacity: max(1, columns * height))
    base.initialize(repeating: .zero, count: columns * height)
  }

  // Vectors of doubles need no deinitialisation.
  deinit { base.deallocate() }

  /// Calls `body` with the numbers of a column, `4 * height` of them.
  func withColumn(_ index: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    (base + index * height).withMemoryRebound(to: Double.self, capacity: 4 * height, body)
  }

  /// Takes the mean away from the first `rows` numbers of a column, which is returned.
  func center(_ index: Int, rows: Int) -> Double {
    withColumn(index) { numbers in
      for row in rows..<4 * height { numbers[row] = 0 }
    }
    let vectors = base + index * height
    var sum = Vector.zero
    for position in 0..<height { sum += vectors[position] }
    let mean = sum.sum() / Double(rows)
    let means = Vector(repeating: mean)
    for position in 0..<height { vectors[position] -= means }
    return mean
  }

  /// Ends a column with one row more, and zeros.
  func finish(_ index: Int, rows: Int, last: Double) {
    withColumn(index) { numbers in
      numbers[rows] = last
      for row in rows + 1..<4 * height { numbers[row] = 0 }
    }
  }
}
