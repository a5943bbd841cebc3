extension MapEvaluation {
  /// The mean probability over the eight flips and rotations of each cell's window; NaN where not mapped.
  ///
  /// A window of turned planes is the turned window, so the network is evaluated over the planes turned eight times. That
  /// is exact whichever part of the window a network reads; turned weights would be so for a centred part alone.
  /// Directions turn where windows see them; the cells' own channels keep theirs.
  /// Parameters, result and errors are those of ``probabilities(of:planes:firstRow:mapped:stepRows:finished:)``.
  func meanOverOrientations(
    of rows: Range<Int>, planes: FeaturePlanes, firstRow: Int, mapped: [Bool],
    finished: (Int) throws -> Void
  ) throws -> [Float] {
    let columns = planes.columns
    // Where the strip's rows are within the planes.
    let first = (rows.lowerBound - firstRow) * columns
    var mask = [Bool](repeating: false, count: planes.cellCount)
    for (cell, isMapped) in mapped.enumerated() { mask[first + cell] = isMapped }
    var sums = [Double](repeating: 0, count: mapped.count)
    try finished(0)
    for (index, orientation) in Orientation.all.enumerated() {
      let places = orientation.cells(rows: planes.rows, columns: columns)
      var plain = withoutFlips
      let map = try plain.probabilities(
        of: 0..<(orientation.isTransposed ? columns : planes.rows),
        planes: planes.turned(orientation, places), orientation: orientation, firstRow: 0,
        mapped: places.map { mask[$0] })
      for (place, cell) in places.enumerated() where mask[cell] {
        sums[cell - first] += Double(map[place])
      }
      try finished(rows.count * (index + 1) / Orientation.all.count)
    }
    return zip(sums, mapped).map { $1 ? Float($0 / Double(Orientation.all.count)) : .nan }
  }
}

extension Orientation {
  /// The cell of a grid that each cell of the turned grid shows, row by row.
  ///
  /// A window of the turned grid then is the turned window; see ``source(row:column:window:)``.
  func cells(rows: Int, columns: Int) -> [Int] {
    let (width, height) = isTransposed ? (rows, columns) : (columns, rows)
    var cells: [Int] = []
    cells.reserveCapacity(rows * columns)
    for row in 0..<height {
      for column in 0..<width {
        let (a, b) = isTransposed ? (column, row) : (row, column)
        let (r, c) = (flipsRows ? rows - 1 - a : a, flipsColumns ? columns - 1 - b : b)
        cells.append(r * columns + c)
      }
    }
    return cells
  }
}

extension FeaturePlanes {
  /// The planes with their cells turned; directions are left to those who look.
  ///
  /// - Parameter places: the cell that each cell of the turned planes shows.
  fileprivate func turned(_ orientation: Orientation, _ places: [Int]) -> FeaturePlanes {
    guard orientation != .identity else { return self }
    let channels = channels
    let turned = [Float](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      initialized = values.count
      values.withUnsafeBufferPointer { source in
        // Bounds: each place is a cell of these planes, and there are as many places as cells.
        for (place, cell) in places.enumerated() {
          for channel in 0..<channels {
            buffer.initializeElement(
              at: place * channels + channel, to: source[cell * channels + channel])
          }
        }
      }
    }
    return FeaturePlanes(
      checked: turned, rows: orientation.isTransposed ? columns : rows,
      columns: orientation.isTransposed ? rows : columns, channels: channels, outside: outside,
      directions: directions)
  }
}
