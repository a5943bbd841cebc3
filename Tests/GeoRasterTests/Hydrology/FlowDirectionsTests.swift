import GeoRaster
import TestSupport
import Testing

@Suite struct FlowDirectionsTests {
  @Test(arguments: [
    (0, 1, 1), (1, 1, 2), (1, 0, 4), (1, -1, 8), (0, -1, 16), (-1, -1, 32), (-1, 0, 64),
    (-1, 1, 128),
  ])
  func codesAreThoseOfArcGIS(south: Int, east: Int, code: Int) throws {
    let plane = metricRaster(
      (0..<5).map { row in (0..<5).map { Float(100 - 3 * (south * row + east * $0)) } })
    let directions = try plane.flowDirections()
    #expect(directions.codes[12] == UInt8(code))
    #expect(directions.receiver(of: 12) == 12 + south * 5 + east)
  }

  @Test func diagonalsAreLonger() throws {
    // Drops of 10 to the east and 12 to the south-east: 10 / 30 is steeper than 12 / 42.4.
    let raster = metricRaster([[50, 50, 50], [50, 50, 40], [50, 50, 38]])
    #expect(try raster.flowDirections().codes[4] == 1)
    // With cells 60 m wide and 10 m high it is 10 / 60 against 12 / 60.8.
    let wide = metricRaster([[50, 50, 50], [50, 50, 40], [50, 50, 38]], width: 60, height: 10)
    #expect(try wide.flowDirections().codes[4] == 2)
  }

  @Test func levelGroundDrainsToItsOutlet() throws {
    // A shelf of 5 m that drains at one place to the 3.
    var raster = metricRaster(Array(repeating: Array(repeating: 5, count: 9), count: 7))
    for row in 0..<7 {
      for column in 0..<9 where row % 6 == 0 || column % 8 == 0 { raster[row, column] = 9 }
    }
    raster[3, 8] = 3
    try expectDrains(raster.flowDirections(), outlets: [Cell(row: 3, column: 8)], raster)
  }

  @Test(arguments: [(40, 50), (1, 30), (30, 1), (1, 1), (2, 2)])
  func filledSurfacesDrainFromEverywhere(rows: Int, columns: Int) throws {
    var raster = bumpyRaster(rows: rows, columns: columns)
    for index in stride(from: 40, to: raster.values.count, by: 301) { raster.values[index] = .nan }
    for step: Float in [0.001, 4, 50, 10_000] {
      let coarse = Raster(grid: raster.grid, values: raster.values.map { ($0 / step).rounded() })
      let filled = try coarse.fillingDepressions()
      let directions = try filled.flowDirections(threads: 2)
      #expect(try directions == filled.flowDirections(threads: 1))
      expectDrains(directions, outlets: nil, filled)
    }
  }

  /// Every way ends, after fewer steps than there are cells, on the edge or next to NoData; it never rises.
  private func expectDrains(_ directions: FlowDirections, outlets: [Cell]?, _ surface: Raster) {
    let grid = surface.grid
    for start in 0..<grid.count where directions.isValid[start] {
      var (cell, steps) = (start, 0)
      while let next = directions.receiver(of: cell), steps <= grid.count {
        #expect(surface.values[next] <= surface.values[cell])
        (cell, steps) = (next, steps + 1)
      }
      #expect(steps < grid.count)
      let end = grid.cell(at: cell)
      if start == cell { continue }
      let around = (-1...1).flatMap { r in (-1...1).map { (end.row + r, end.column + $0) } }
      #expect(
        around.contains { r, c in
          r < 0 || c < 0 || r >= grid.rows || c >= grid.columns || surface[r, c].isNaN
        })
      if let outlets, grid.cell(at: start).row % 6 != 0 { #expect(outlets.contains(end)) }
    }
  }

  @Test func pitsKeepTheirWater() throws {
    let raster = metricRaster([[9, 9, 9, 9], [9, 1, 1, 9], [9, 9, 9, 9]])
    let directions = try raster.flowDirections()
    #expect(directions.codes[5] == 0 && directions.codes[6] == 0)
    #expect(try directions.accumulatedCells().reduce(0, max) > 1)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("hydrology")["d8"].elements {
      let item = TerrainCase(values)
      let directions = try item.raster.flowDirections()
      #expect(directions.codes.map(Int.init) == values["direction_esri"].ints)
      let cells = values["accumulation_cells_including_self"].ints
      #expect(try directions.accumulatedCells() == cells)
      #expect(try item.raster.flowAccumulation().values.map(Int.init) == cells)
    }
  }
}
