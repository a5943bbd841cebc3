/// The lower envelope of parabolas over one row: the second half of the distance transform.
///
/// The nearest masked cell of column q, dy metres away, is (dy / w)^2 + (c - q)^2 squared cell widths from column c.
/// Of all q only those on the lower envelope can be nearest, each within an interval of columns.
final class ParabolaEnvelope {
  private let sites: UnsafeMutablePointer<Int>
  private let heights: UnsafeMutablePointer<Double>
  private let starts: UnsafeMutablePointer<Double>

  /// Bounds: the envelope has at most `columns` parabolas.
  init(columns: Int) {
    sites = .allocate(capacity: columns)
    heights = .allocate(capacity: columns)
    starts = .allocate(capacity: columns)
  }

  deinit {
    sites.deallocate()
    heights.deallocate()
    starts.deallocate()
  }

  /// Writes the distances of one row.
  ///
  /// - Parameters:
  ///   - nearestRows: for each column the row of its nearest masked cell.
  ///   - width: of a cell in this row, in metres, above 0.
  ///   - output: room for as many values.
  func writeDistances(
    row: Int, nearestRows: ArraySlice<Int32>, northings: [Double], width: Double,
    into output: UnsafeMutablePointer<Float>
  ) {
    let columns = nearestRows.count
    let count = nearestRows.withUnsafeBufferPointer { nearestRows in
      northings.withUnsafeBufferPointer { northings in
        build(row: row, nearestRows: nearestRows, northings: northings, scale: 1 / width)
      }
    }
    guard count > 0 else {
      output.initialize(repeating: .nan, count: columns)
      return
    }
    var index = 0
    for column in 0..<columns {
      let position = Double(column)
      while index + 1 < count, starts[index + 1] <= position { index += 1 }
      let offset = position - Double(sites[index])
      // The number is never below 0; saying so lets the compiler use the square root of vectors.
      let squared = max(offset * offset + heights[index], 0)
      (output + column).initialize(to: Float(squared.squareRoot() * width))
    }
  }

  /// Fills sites, heights and starts; the number of parabolas.
  private func build(
    row: Int, nearestRows: UnsafeBufferPointer<Int32>, northings: UnsafeBufferPointer<Double>,
    scale: Double
  ) -> Int {
    let northing = northings[row]
    var last = -1
    for column in 0..<nearestRows.count where nearestRows[column] != NearestInColumn.none {
      let offset = (northings[Int(nearestRows[column])] - northing) * scale
      let height = offset * offset
      var start = -Double.infinity
      while last >= 0 {
        let distance = Double(column - sites[last])
        start =
          0.5 * ((height - heights[last]) / distance + Double(column + sites[last]))
        if start > starts[last] { break }
        last -= 1
        start = -.infinity
      }
      last += 1
      sites[last] = column
      heights[last] = height
      starts[last] = start
    }
    return last + 1
  }
}
