/// The lower envelope of parabolas over one row: the second half of the distance transform.
///
/// The nearest masked cell of column q, dy metres away, is (dy / w)^2 + (c - q)^2 squared cell widths from column c.
/// Of all q only those on the lower envelope can be nearest, each within an interval of columns. Columns beyond the grid
/// have parabolas too: those in which features lie west or east of it.
///
/// Bounds: `heights` and `reciprocals` have an element for each column of the grid; the buffers of the envelope have room
/// for one for each of these and each cell beyond the grid, and an envelope has at most as many parabolas.
final class ParabolaEnvelope {
  private let columns: Int
  private let west: [FeatureCells.Site]
  private let east: [FeatureCells.Site]
  private let heights: UnsafeMutablePointer<Double>
  private let reciprocals: UnsafeMutablePointer<Double>
  /// Of the parabolas on the envelope: their column, height, and twice the column from which on they are lowest.
  private let sites: UnsafeMutablePointer<Double>
  private let siteHeights: UnsafeMutablePointer<Double>
  private let starts: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - west: masked cells west of the grid, from west to east.
  ///   - east: those east of it, from west to east.
  init(columns: Int, west: [FeatureCells.Site], east: [FeatureCells.Site]) {
    self.columns = columns
    self.west = west
    self.east = east
    let most = west.count + columns + east.count
    heights = .allocate(capacity: columns)
    sites = .allocate(capacity: most)
    siteHeights = .allocate(capacity: most)
    starts = .allocate(capacity: most)
    reciprocals = .allocate(capacity: columns)
    for column in 0..<columns { (reciprocals + column).initialize(to: 1 / Double(column)) }
  }

  deinit {
    for buffer in [heights, sites, siteHeights, starts, reciprocals] { buffer.deallocate() }
  }

  /// Writes the distances of one row.
  ///
  /// - Parameters:
  ///   - nearestRows: for each column the row of its nearest masked cell, as ``NearestInColumn`` has it.
  ///   - northings: of all rows with masked cells; the pointer is to row 0.
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
      let isNone = nearest == NearestInColumn.none
      let offset = isNone ? .infinity : (northings[Int(nearest)] - northing) * scale
      heights[column] = offset * offset
    }
    var count = 0
    add(west, northings: northings, northing: northing, scale: scale, to: &count)
    addColumns(to: &count)
    add(east, northings: northings, northing: northing, scale: scale, to: &count)
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

  /// Puts the cells beyond one side of the grid on the envelope; of those of one column the nearest counts.
  private func add(
    _ cells: [FeatureCells.Site], northings: UnsafePointer<Double>, northing: Double, scale: Double,
    to count: inout Int
  ) {
    var index = 0
    while index < cells.count {
      let column = cells[index].column
      var height = Double.infinity
      while index < cells.count, cells[index].column == column {
        let offset = (northings[cells[index].row] - northing) * scale
        height = min(height, offset * offset)
        index += 1
      }
      add(position: Double(column), height: height, to: &count)
    }
  }

  /// Puts one parabola on the envelope, east of all others.
  ///
  /// Parabolas p < q cross at (h_q - h_p) / (2 (q - p)) + (q + p) / 2.
  private func add(position: Double, height: Double, to count: inout Int) {
    var start = -Double.infinity
    while count > 0 {
      let (site, siteHeight) = (sites[count - 1], siteHeights[count - 1])
      start = (height - siteHeight) / (position - site) + (position + site)
      if start > starts[count - 1] { break }
      count -= 1
    }
    // Lowest beyond the last column only.
    if start >= Double(2 * columns) { return }
    sites[count] = position
    siteHeights[count] = height
    starts[count] = start
    count += 1
  }

  /// Puts the ``heights`` of the grid's columns on the envelope: ``add(position:height:to:)`` with the last parabola in
  /// registers.
  private func addColumns(to count: inout Int) {
    var column = 0
    while column < columns, heights[column] == .infinity { column += 1 }
    guard column < columns else { return }
    if count == 0 {
      add(position: Double(column), height: heights[column], to: &count)
      column += 1
    }
    var (site, height) = (sites[count - 1], siteHeights[count - 1])
    var start = starts[count - 1]
    let end = Double(2 * columns)
    for column in column..<max(columns, column) {
      let newHeight = heights[column]
      if newHeight == .infinity { continue }
      let position = Double(column)
      var crossing = crossing(position, newHeight, site, height)
      while crossing <= start {
        count -= 1
        site = sites[count - 1]
        height = siteHeights[count - 1]
        start = starts[count - 1]
        crossing = self.crossing(position, newHeight, site, height)
      }
      // Lowest beyond the last column only.
      if crossing >= end { continue }
      (site, height, start) = (position, newHeight, crossing)
      sites[count] = site
      siteHeights[count] = height
      starts[count] = start
      count += 1
    }
  }

  /// Twice the column at which a parabola of the grid meets one that lies west of it, maybe beyond the grid.
  @inline(__always)
  private func crossing(
    _ position: Double, _ newHeight: Double, _ site: Double, _ height: Double
  ) -> Double {
    let reciprocal = site >= 0 ? reciprocals[Int(position - site)] : 1 / (position - site)
    return (newHeight - height) * reciprocal + (position + site)
  }
}
