import GeoRaster

/// The rivers of a simulated area as lines, each from a spring or a confluence to the next confluence.
struct SimulatedRivers: Sendable {
  /// One river or part of one.
  struct Reach: Sendable {
    let line: [Coordinate]
    /// The catchment at its lower end, in square metres.
    let catchment: Double
  }

  let reaches: [Reach]

  init(_ terrain: SimulatedTerrain) {
    let grid = terrain.elevation.grid
    func receiver(_ cell: Int) -> Int? {
      let code = terrain.codes[cell]
      guard code != 0 else { return nil }
      let steps = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
      let step = steps[code.trailingZeroBitCount]
      let (row, column) = (cell / grid.columns + step.0, cell % grid.columns + step.1)
      guard (0..<grid.rows).contains(row), (0..<grid.columns).contains(column) else { return nil }
      return row * grid.columns + column
    }
    var donors = [Int](repeating: 0, count: grid.count)
    for cell in 0..<grid.count where terrain.isRiver[cell] {
      if let next = receiver(cell) { donors[next] += 1 }
    }
    var reaches: [Reach] = []
    for start in 0..<grid.count where terrain.isRiver[start] && donors[start] != 1 {
      var line = [grid.geoTransform.center(of: grid.cell(at: start))]
      var cell = start
      while let next = receiver(cell) {
        line.append(grid.geoTransform.center(of: grid.cell(at: next)))
        cell = next
        if donors[next] > 1 { break }
      }
      if line.count > 1 {
        reaches.append(Reach(line: line, catchment: terrain.catchments[cell]))
      }
    }
    self.reaches = reaches
  }
}
