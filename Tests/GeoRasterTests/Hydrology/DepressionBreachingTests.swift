import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct DepressionBreachingTests {
  /// A pit of 2 behind a dam of 6 and 5, with lower ground of 1 beyond; high walls.
  private let dammed = metricRaster([
    [99, 99, 99, 99, 99, 99], [99, 2, 6, 5, 1, 0], [99, 99, 99, 99, 99, 99],
  ])

  @Test func channelFallsFromTheBottomToTheLowerCell() throws {
    // From 2 to 1 in three equal steps.
    let row = try dammed.breachingDepressions().values[6..<12]
    for (found, expected) in zip(row, [99, 2, 5.0 / 3, 4.0 / 3, 1, 0]) {
      #expect(abs(Double(found) - expected) < 1e-6)
    }
  }

  @Test func limitsLeaveDepressionsToTheFilling() throws {
    // The way is 90 m long and cut 4 m deep.
    for breached in [
      try dammed.breachingDepressions(maximumLengthInMeters: 89, maximumDepth: 10),
      try dammed.breachingDepressions(maximumDepth: 3.9),
    ] { #expect(breached.values == dammed.values) }
    #expect(try dammed.breachingDepressions(maximumDepth: 4).values != dammed.values)
    #expect(
      try dammed.breachingDepressions(maximumLengthInMeters: 90, maximumDepth: 10).values
        != dammed.values)
    let filled = try dammed.fillingDepressions()
    #expect(
      try dammed.removingDepressions(.breach(maximumLengthInMeters: 10)).values == filled.values)
  }

  @Test func cheapestWayIsTakenNotTheShortest() throws {
    // Straight east 20 are cut for 30 m; round the south 1 and 1, along steps of 30 and 42 m.
    let raster = metricRaster([
      [99, 99, 99, 99, 99], [99, 5, 25, 4, 3], [99, 6, 6, 99, 99], [99, 99, 99, 99, 99],
    ])
    let breached = try raster.breachingDepressions()
    #expect(breached[1, 2] == 25)
    #expect(breached[2, 2] < 5 && breached[2, 2] > 4)
    #expect(breached[2, 1] == 6)
  }

  @Test func outletAboveTheBottomIsLowered() throws {
    let raster = metricRaster([[9, 9, 9, 9], [9, 1, 4, 3], [9, 9, 9, 9]])
    #expect(try raster.breachingDepressions().values[4..<8] == [9, 1, 1, 1])
  }

  @Test(arguments: [(40, 50), (1, 30), (30, 1), (1, 1), (3, 3)])
  func surfacesDrainAndAreNowhereHigher(rows: Int, columns: Int) throws {
    var raster = bumpyRaster(rows: rows, columns: columns)
    for index in stride(from: 40, to: raster.values.count, by: 301) { raster.values[index] = .nan }
    for step: Float in [0.001, 4, 50, 10_000] {
      let coarse = Raster(grid: raster.grid, values: raster.values.map { ($0 / step).rounded() })
      let breached = try coarse.breachingDepressions(maximumLengthInMeters: .infinity)
      #expect(
        zip(breached.values, coarse.values).allSatisfy { $0 <= $1 || ($0.isNaN && $1.isNaN) })
      // Without limits nothing is left to fill.
      #expect(
        try largestDifference(
          breached.fillingDepressions().values, breached.values.map(Double.init)) == 0)
      let short = try coarse.removingDepressions(.breach(maximumLengthInMeters: 70), threads: 2)
      #expect(
        try largestDifference(
          short.fillingDepressions().values, short.values.map(Double.init)) == 0)
      #expect(
        try coarse.removingDepressions(.breach(maximumLengthInMeters: 70), threads: 1).values
          .map(\.bitPattern) == short.values.map(\.bitPattern))
    }
  }

  @Test func waysCostWhatDijkstraSays() throws {
    // One pit in rough ground: no cheaper way exists, by relaxing all cells until nothing changes.
    var raster = bumpyRaster(rows: 12, columns: 12, width: 10, height: 20)
    raster.values = raster.values.map { $0 + 100 }
    raster[6, 6] = 10
    let breached = try raster.breachingDepressions(maximumLengthInMeters: .infinity)
    var cost = [Double](repeating: .infinity, count: 144)
    cost[6 * 12 + 6] = 0
    for _ in 0..<144 {
      for cell in 0..<144 where cost[cell].isFinite {
        let (row, column) = (cell / 12, cell % 12)
        for r in max(0, row - 1)...min(11, row + 1) {
          for c in max(0, column - 1)...min(11, column + 1) where (r, c) != (row, column) {
            let step = hypot(Double(c - column) * 10, Double(r - row) * 20)
            let new = cost[cell] + (Double(raster[r, c]) - 10) * step
            cost[r * 12 + c] = min(cost[r * 12 + c], new)
          }
        }
      }
    }
    let edge = (0..<144).filter { [0, 11].contains($0 / 12) || [0, 11].contains($0 % 12) }
    let best = edge.min { cost[$0] < cost[$1] }
    // The end of the way lies at the bottom's level, and only there on the edge.
    #expect(edge.filter { breached.values[$0] == 10 } == best.map { [$0] })
  }

  @Test(arguments: [1, 2]) func eachSearchSeesTheChannelsBeforeIt(threads: Int) throws {
    // Corridors between walls that are too high, with a low end: pits lie side by side, and no two ways cost the same.
    let (rows, columns) = (9, 250)
    var state: UInt32 = 5
    var raster = Raster(grid: metricGrid(rows: rows, columns: columns), repeating: 10_000)
    for index in raster.values.indices where index / columns % 2 == 1 {
      state = state &* 1_664_525 &+ 1_013_904_223
      let isEnd = index % columns == 0 || index % columns == columns - 1
      raster.values[index] = isEnd ? 1 : 100 + Float(state >> 8) / 100_000
    }
    let breached = try raster.breachingDepressions(
      maximumLengthInMeters: 400, maximumDepth: 1000, threads: threads)
    var levels = raster.values
    let pits = levels.indices.filter { cell in
      let column = cell % columns
      return levels[cell] < 10_000 && column > 0 && column < columns - 1
        && levels[cell] < min(levels[cell - 1], levels[cell + 1])
    }
    #expect(pits.count > 256)
    for pit in pits.sorted(by: { levels[$0] < levels[$1] }) {
      // The cheapest of the ways to the next lower cell on both sides, at most 13 steps of 30 m.
      let level = Double(levels[pit])
      var best = (cost: Double.infinity, step: 0, count: 0)
      for step in [-1, 1] {
        var cost = 0.0
        for count in 1...13 {
          let found = levels[pit + count * step]
          cost += max(0, Double(found) - level) * 30
          if Double(found) < level {
            if cost < best.cost { best = (cost, step, count) }
            break
          }
        }
      }
      let fall = level - Double(levels[pit + best.count * best.step])
      for count in 0..<best.count {
        let line = Float(level - fall * Double(count) / Double(best.count))
        let cell = pit + count * best.step
        levels[cell] = min(levels[cell], line)
      }
    }
    #expect(largestDifference(breached.values, levels.map(Double.init)) < 1e-3)
    #expect(largestDifference(raster.values, levels.map(Double.init)) > 10)
  }

  @Test func limitsOutOfRangeThrow() {
    for value in [0, -1, Double.nan] {
      #expect(throws: GeoRasterError.self) {
        try dammed.breachingDepressions(maximumLengthInMeters: value)
      }
      #expect(throws: GeoRasterError.self) {
        try dammed.removingDepressions(.breach(maximumDepth: value))
      }
    }
  }
}
