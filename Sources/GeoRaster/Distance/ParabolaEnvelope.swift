/// The lower envelope of parabolas over one row: the second half of the distance transform.
///
/// The nearest masked cell of column q, dy metres away, is (dy / w)^2 + (c - q)^2 squared cell widths from column c.
/// Of all q only those on the lower envelope can be nearest, each within an interval of columns.
///
/// Bounds: all buffers have room for one element for each column, and an envelope has at most as many parabolas.
final class ParabolaEnvelope {
  private let columns: Int
  private let heights: UnsafeMutablePointer<Double>
  private let reciprocals: UnsafeMutablePointer<Double>
  /// Of the parabolas on the envelope: their column, height, and twice the column from which on they are lowest.
  private let sites: UnsafeMutablePointer<Double>
  private let siteHeights: UnsafeMutablePointer<Double>
  private let starts: UnsafeMutablePointer<Double>

  init(columns: Int) {
    self.columns = columns
    heights = .allocate(capacity: columns)
    sites = .allocate(capacity: columns)
    siteHeights = .allocate(capacity: columns)
    starts = .allocate(capacity: columns)
    reciprocals = .allocate(capacity: columns)
    for column in 0..<columns { (reciprocals + column).initialize(to: 1 / Double(column)) }
  }

  deinit {
    for buffer in [heights, sites, siteHeights, starts, reciprocals] { buffer.deallocate() }
  }

  /// Writes the distances of one row.
  ///
  /// - Parameters:
  ///   - nearestRows: for each column the row of its nearest masked cell.
  ///   - width: of a cell in this row, in metres, above 0.
  ///   - output: room for as many values.
  func writeDistances(
    row: Int, nearestRows: UnsafePointer<Int32>, northings: UnsafePointer<Double>, width: Double,
    into output: UnsafeMutablePointer<Float>
  ) {
    let northing = northings[row]
    let scale = 1 / width
    for column in 0..<columns {
      let nearest = nearestRows[column]
      let offset = nearest < 0 ? .infinity : (northings[Int(nearest)] - northing) * scale
      heights[column] = offset * offset
    }
    let count = build()
    guard count > 0 else {
      output.initialize(repeating: .nan, count: columns)
      return
    }
    var column = 0
    for index in 0..<count {
      // The next parabola is lowest from its start on, rounded up to a column.
      let end = index + 1 < count ? min(Double(columns), (starts[index + 1] / 2).rounded(.up)) : 0
      let site = sites[index]
      let height = siteHeights[index]
      let last = index + 1 < count ? Int(end) : columns
      while column < last {
        let offset = Double(column) - site
        // The number is never below 0; saying so spares the library call of a square root.
        let squared = max(offset * offset + height, 0)
        (output + column).initialize(to: Float(squared.squareRoot() * width))
        column += 1
      }
    }
  }

  /// Finds the envelope of ``heights``; the number of its parabolas.
  ///
  /// Parabolas p < q cross at (h_q - h_p) / (2 (q - p)) + (q + p) / 2. The last parabola is kept in registers.
  private func build() -> Int {
    var column = 0
    while column < columns, heights[column] == .infinity { column += 1 }
    guard column < columns else { return 0 }
    var count = 1
    var (site, height, start) = (Double(column), heights[column], -Double.infinity)
    sites[0] = site
    siteHeights[0] = height
    starts[0] = start
    let end = Double(2 * columns)
    for column in column + 1..<max(columns, column + 1) {
      let newHeight = heights[column]
      if newHeight == .infinity { continue }
      let position = Double(column)
      var crossing = (newHeight - height) * reciprocals[Int(position - site)] + (position + site)
      while crossing <= start {
        count -= 1
        site = sites[count - 1]
        height = siteHeights[count - 1]
        start = starts[count - 1]
        crossing = (newHeight - height) * reciprocals[Int(position - site)] + (position + site)
      }
      // Lowest beyond the last column only.
      if crossing >= end { continue }
      (site, height, start) = (position, newHeight, crossing)
      sites[count] = site
      siteHeights[count] = height
      starts[count] = start
      count += 1
    }
    return count
  }
}
