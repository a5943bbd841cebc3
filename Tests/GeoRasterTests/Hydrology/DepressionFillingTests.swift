import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct DepressionFillingTests {
  /// The definition: the lowest of all surfaces that satisfy it, approached from above.
  private func plainFill(_ raster: Raster) -> [Float] {
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    func neighbors(_ index: Int) -> [Int?] {
      let (row, column) = (index / columns, index % columns)
      return (-1...1).flatMap { r in
        (-1...1).compactMap { c in
          if r == 0 && c == 0 { return nil as Int?? }
          let isInside =
            (0..<rows).contains(row + r) && (0..<columns).contains(column + c)
            && raster[row + r, column + c].isFinite
          return .some(isInside ? (row + r) * columns + column + c : nil)
        }
      }
    }
    var level = raster.values.indices.map { index in
      !raster.values[index].isFinite
        ? Float.nan : neighbors(index).contains { $0 == nil } ? raster.values[index] : .infinity
    }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in level.indices where level[index] > raster.values[index] {
        let lowest = neighbors(index).compactMap { $0.map { level[$0] } }.min() ?? .infinity
        let new = max(raster.values[index], lowest)
        if new < level[index] {
          level[index] = new
          hasChanged = true
        }
      }
    }
    return level
  }

  @Test func pitIsFilledToItsLowestRim() throws {
    let raster = metricRaster([
      [9, 9, 9, 9, 9], [9, 2, 1, 6, 9], [9, 8, 3, 9, 5], [9, 9, 9, 9, 9],
    ])
    // The rim is the 6, which drains to the 5 on the edge.
    #expect(
      try raster.fillingDepressions().values == [
        9, 9, 9, 9, 9, 9, 6, 6, 6, 9, 9, 8, 6, 9, 5, 9, 9, 9, 9, 9,
      ])
  }

  @Test func missingCellsAreOutlets() throws {
    let raster = metricRaster([[9, 9, 9, 9], [9, 1, 2, 9], [9, 3, .nan, 9], [9, 9, 9, 9]])
    #expect(
      try largestDifference(raster.fillingDepressions().values, raster.values.map(Double.init)) == 0
    )
    let infinite = metricRaster([[9, 9, 9], [9, -.infinity, 9], [9, 9, .infinity]])
    #expect(
      try infinite.fillingDepressions().values.map(\.isNaN) == infinite.values.map { !$0.isFinite })
  }

  @Test(arguments: [(30, 40), (1, 50), (50, 1), (1, 1), (2, 3), (64, 64)])
  func equalsThePlainDefinition(rows: Int, columns: Int) throws {
    var raster = bumpyRaster(rows: rows, columns: columns)
    for index in stride(from: 17, to: raster.values.count, by: 97) { raster.values[index] = .nan }
    let filled = try raster.fillingDepressions().values
    #expect(largestDifference(filled, plainFill(raster).map(Double.init)) == 0)
    // Whole metres make level ground and ties.
    let coarse = Raster(grid: raster.grid, values: raster.values.map { ($0 / 8).rounded() })
    let filledCoarse = try coarse.fillingDepressions().values
    #expect(largestDifference(filledCoarse, plainFill(coarse).map(Double.init)) == 0)
  }

  @Test func extremeElevationsWork() throws {
    let highest = Float.greatestFiniteMagnitude
    let raster = metricRaster([
      [highest, 0, 5, 7], [-0.0, -highest, 3, 1], [2, -0.0, 0.0, 1e-37], [1, 4, 2, highest],
    ])
    #expect(
      try largestDifference(raster.fillingDepressions().values, plainFill(raster).map(Double.init))
        == 0
    )
    #expect(
      try Raster(grid: metricGrid(rows: 3, columns: 3), repeating: .nan).fillingDepressions()
        .validCount
        == 0)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("hydrology")["cases"].elements {
      let item = TerrainCase(values)
      #expect(
        try largestDifference(item.raster.fillingDepressions().values, values["filled"].doubles)
          == 0)
    }
  }
}

@Suite struct TiledFillingTests {
  /// Deep basins that reach over several tiles of 512 cells, with islands of NoData, held to a plain priority flood.
  @Test(arguments: [(520, 530), (1030, 20), (2, 1500), (1500, 3)])
  func tilesAreJoined(rows: Int, columns: Int) throws {
    var raster = bumpyRaster(rows: rows, columns: columns)
    for index in raster.values.indices {
      let (row, column) = (index / columns, index % columns)
      raster.values[index] =
        (raster.values[index] + 900 * Float(sin(Double(row) / 90) * sin(Double(column) / 130)))
        .rounded()
      if (row / 37 + column / 41) % 53 == 0 { raster.values[index] = .nan }
    }
    let filled = try raster.fillingDepressions(threads: 3)
    #expect(largestDifference(filled.values, priorityFlood(raster).map(Double.init)) == 0)
    let directions = try filled.flowDirections(threads: 3)
    #expect(try directions == filled.flowDirections(threads: 1))
    let counts = try directions.accumulatedCells()
    let leaving = counts.indices.filter {
      directions.isValid[$0] && directions.receiver(of: $0) == nil
    }
    #expect(leaving.reduce(0) { $0 + counts[$1] } == raster.validCount)
  }

  /// Barnes, Lehman and Mulla (2014), algorithm 1, with a sorted list of levels.
  private func priorityFlood(_ raster: Raster) -> [Float] {
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    var levels = raster.values
    var isClosed = levels.map { $0.isNaN }
    var waiting: [Float: [Int]] = [:]
    func around(_ cell: Int) -> [Int?] {
      let (row, column) = (cell / columns, cell % columns)
      return (-1...1).flatMap { r in
        (-1...1).map { c in
          (0..<rows).contains(row + r) && (0..<columns).contains(column + c)
            ? (row + r) * columns + column + c : nil
        }
      }
    }
    for cell in levels.indices
    where !isClosed[cell] && around(cell).contains(where: { $0.map { levels[$0].isNaN } ?? true }) {
      isClosed[cell] = true
      waiting[levels[cell], default: []].append(cell)
    }
    // Whole metres: levels come in ascending order by counting up.
    var level = levels.filter { !$0.isNaN }.min() ?? 0
    let highest = levels.filter { !$0.isNaN }.max() ?? 0
    while level <= highest {
      while let cell = waiting[level]?.popLast() {
        for case let neighbor? in around(cell) where !isClosed[neighbor] {
          isClosed[neighbor] = true
          levels[neighbor] = max(levels[neighbor], level)
          waiting[levels[neighbor], default: []].append(neighbor)
        }
      }
      level += 1
    }
    return levels
  }
}
