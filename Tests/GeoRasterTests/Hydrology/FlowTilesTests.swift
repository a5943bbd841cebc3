import Foundation
import GeoRaster
import TestSupport
import Testing

/// Flow through several tiles, whose sums must not depend on threads.
@Suite struct FlowTilesTests {
  static let surfaces: [(String, Raster)] = [
    ("rough", rough(rows: 300, columns: 280)),
    ("plane", surface(rows: 290, columns: 270) { -3 * Double($0) - 2 * Double($1) }),
    ("plane along a column", surface(rows: 260, columns: 390) { row, _ in -Double(row) }),
    (
      "closed basin", surface(rows: 270, columns: 300) { hypot(Double($0 - 130), Double($1 - 150)) }
    ),
    ("row", rough(rows: 1, columns: 700)),
    ("column", rough(rows: 700, columns: 1)),
    ("islands", islands()),
  ]

  private static func surface(
    rows: Int, columns: Int, _ elevation: (_ row: Int, _ column: Int) -> Double
  ) -> Raster {
    var raster = Raster(grid: metricGrid(rows: rows, columns: columns), repeating: 0)
    for row in 0..<rows {
      for column in 0..<columns { raster[row, column] = Float(elevation(row, column)) }
    }
    return raster
  }

  /// Blocks of 1 to 64 cells, each twice as high as those of half its size: depressions and level ground of all sizes.
  private static func rough(rows: Int, columns: Int) -> Raster {
    surface(rows: rows, columns: columns) { row, column in
      (0..<7).reduce(0.0) { sum, octave in
        var mixed = UInt64(row >> octave * 7919 + column >> octave * 104_729 + octave)
        mixed = (mixed &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 31) &* 0xBF58_476D_1CE4_E5B9
        return sum + Double(mixed >> 58) * Double(1 << octave) / 8
      }
    }
  }

  /// Lakes of NoData on all edges of tiles.
  private static func islands() -> Raster {
    var raster = rough(rows: 300, columns: 300)
    for row in 0..<300 {
      for column in 0..<300 where (row / 9) % 5 == 0 && (column / 7) % 3 == 0 {
        raster[row, column] = .nan
      }
    }
    return raster
  }

  @Test(arguments: surfaces.indices)
  func sumsAreTheSameForAnyNumberOfThreads(index: Int) throws {
    let (name, raster) = Self.surfaces[index]
    let directions = try raster.fillingDepressions().flowDirections()
    let areas = try directions.contributingAreas(threads: 1).map(\.bitPattern)
    let order = try directions.downstreamOrder(threads: 1)
    let breached = try raster.breachingDepressions(threads: 1).values.map(\.bitPattern)
    for threads in [2, 3, 7] {
      #expect(
        try directions.contributingAreas(threads: threads).map(\.bitPattern) == areas, "\(name)")
      #expect(try directions.downstreamOrder(threads: threads) == order, "\(name)")
      #expect(
        try raster.breachingDepressions(threads: threads).values.map(\.bitPattern) == breached,
        "\(name)")
    }
    for method in FlowMethodTests.methods {
      let cells = try raster.flowAccumulation(method: method, threads: 1).values
      #expect(cells.map(\.isNaN) == raster.values.map(\.isNaN), "\(name)")
      for threads in [2, 3, 7] {
        #expect(
          try raster.flowAccumulation(method: method, threads: threads).values.map(\.bitPattern)
            == cells.map(\.bitPattern), "\(name), \(method)")
      }
    }
  }

  @Test(arguments: surfaces.indices) func countsEqualOneCellAfterTheOther(index: Int) throws {
    let directions = try Self.surfaces[index].1.fillingDepressions().flowDirections()
    // Every cell walks down to where its water leaves.
    var expected = [Int](repeating: 0, count: directions.grid.count)
    for source in expected.indices where directions.isValid[source] {
      var cell: Int? = source
      while let passed = cell {
        expected[passed] += 1
        cell = directions.receiver(of: passed)
      }
    }
    #expect(try directions.accumulatedCells() == expected)
    let area = directions.grid.cellAreaInSquareMeters(row: 0)
    #expect(
      try directions.contributingAreas().map { $0.isNaN ? 0 : $0 }
        == expected.map { Double($0) * area })
    let order = try directions.downstreamOrder()
    var place = [Int](repeating: -1, count: expected.count)
    for (position, cell) in order.enumerated() { place[cell] = position }
    #expect(order.count == directions.isValid.count { $0 })
    #expect(order.allSatisfy { directions.receiver(of: $0).map { place[$0] } ?? .max > place[$0] })
  }

  @Test(arguments: [1.0, 4.0]) func sharesEqualThoseFromTheHighestCellDown(exponent: Double) throws
  {
    // Falls southwards by more than it is rough: no depressions and no level ground.
    let bumps = Self.rough(rows: 280, columns: 150)
    let raster = Self.surface(rows: 280, columns: 150) {
      -40 * Double($0) + Double(bumps[$0, $1]) / 50 + Double($1) / 1000
    }
    var expected = [Double](repeating: 1, count: raster.grid.count)
    for cell in raster.values.indices.sorted(by: { raster.values[$0] > raster.values[$1] }) {
      let (row, column) = (cell / 150, cell % 150)
      var shares: [(cell: Int, weight: Double)] = []
      for r in max(0, row - 1)...min(279, row + 1) {
        for c in max(0, column - 1)...min(149, column + 1) where raster[r, c] < raster[row, column]
        {
          // Cells of 30 m: contours of 15 m and a quarter of the diagonal.
          let distance = 30 * hypot(Double(r - row), Double(c - column))
          let drop = Double(raster[row, column]) - Double(raster[r, c])
          shares.append(
            (
              r * 150 + c,
              (r == row || c == column ? 15 : distance / 4) * pow(drop / distance, exponent)
            ))
        }
      }
      let sum = shares.reduce(0) { $0 + $1.weight }
      for share in shares { expected[share.cell] += expected[cell] * share.weight / sum }
    }
    let cells = try raster.flowAccumulation(method: .multiple(exponent: exponent))
    for (found, value) in zip(cells.values, expected) {
      #expect(abs(Double(found) / value - 1) < 1e-5)
    }
  }

  @Test func flowCanBeCancelledBetweenTiles() throws {
    let raster = Self.surfaces[0].1
    let directions = try raster.fillingDepressions().flowDirections()
    let operations: [(Progress) throws -> Void] = [
      { _ = try directions.accumulatedCells(threads: 1, progress: $0) },
      { _ = try directions.downstreamOrder(threads: 2, progress: $0) },
      { _ = try raster.breachingDepressions(threads: 1, progress: $0) },
    ]
    for operation in operations {
      let whole = WatchedProgress(parent: nil, userInfo: nil)
      try operation(whole)
      #expect(whole.isFinished && whole.steps > 5)
      let half = WatchedProgress(parent: nil, userInfo: nil)
      half.cancelsFrom = 0.5
      #expect(throws: CancellationError.self) { try operation(half) }
      #expect(half.fractionCompleted >= 0.5 && half.fractionCompleted < 1)
    }
  }
}

/// Counts how often it advances; cancels itself when told to.
private final class WatchedProgress: Progress, @unchecked Sendable {
  var steps = 0
  var cancelsFrom = Double.infinity

  override var completedUnitCount: Int64 {
    didSet {
      steps += 1
      if fractionCompleted >= cancelsFrom { cancel() }
    }
  }
}
