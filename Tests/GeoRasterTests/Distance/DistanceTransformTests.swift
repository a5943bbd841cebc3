import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct DistanceTransformTests {
  private func grid(
    _ rows: Int, _ columns: Int, width: Double = 30, height: Double = 30, top: Double = 0,
    crs: CoordinateReferenceSystem = .unknown
  ) -> RasterGrid {
    RasterGrid(
      rows: rows, columns: columns,
      geoTransform: GeoTransform(left: 0, top: top, cellWidth: width, cellHeight: height), crs: crs)
  }

  private let degrees = CoordinateReferenceSystem(
    wellKnownText: """
      GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
      PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]
      """)

  private func randomMask(_ count: Int, share: Double, seed: UInt64) -> [Bool] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31) < share
    }
  }

  /// Every masked cell for every cell, in the metric that the documentation states.
  private func bruteForce(_ mask: [Bool], _ grid: RasterGrid) -> [Double] {
    let heights = (0..<grid.rows).map { grid.cellSizeInMeters(row: $0).height }
    var northings = [0.0]
    for row in stride(from: 1, to: grid.rows, by: 1) {
      northings.append(northings[row - 1] + (heights[row - 1] + heights[row]) / 2)
    }
    let targets = mask.indices.filter { mask[$0] }.map(grid.cell(at:))
    return (0..<grid.count).map { index in
      let cell = grid.cell(at: index)
      let width = grid.cellSizeInMeters(row: cell.row).width
      var least = Double.infinity
      for target in targets {
        let east = Double(target.column - cell.column) * width
        least = min(least, hypot(east, northings[target.row] - northings[cell.row]))
      }
      return targets.isEmpty ? .nan : least
    }
  }

  @Test func aFewCellsByHand() throws {
    let mask = [true, false, false, false, false, false]
    let raster = try grid(2, 3, width: 3, height: 4).distanceTransform(to: mask)
    #expect(raster.values == [0, 3, 6, 4, 5, Float(52.0.squareRoot())])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithScipy() throws {
    for expected in try ReferenceData.golden("distance")["cases"].elements {
      let shape = expected["features"].shape
      let grid = grid(
        shape[0], shape[1], width: try #require(expected["cell_x"].double),
        height: try #require(expected["cell_y"].double))
      let raster = try grid.distanceTransform(to: expected["features"].ints.map { $0 != 0 })
      #expect(relativeDifference(raster.values, expected["distance"].doubles) < 1e-7)
    }
  }

  @Test(arguments: [(0.002, 7.0, 30.0), (0.02, 30.0, 30.0), (0.3, 25.0, 4.0)])
  func isExactOnProjectedGrids(share: Double, width: Double, height: Double) throws {
    let grid = grid(61, 83, width: width, height: height)
    let mask = randomMask(grid.count, share: share, seed: 1)
    let raster = try grid.distanceTransform(to: mask)
    #expect(relativeDifference(raster.values, bruteForce(mask, grid)) < 1e-7)
  }

  @Test(arguments: [60.0, 0.5, 89.9]) func degreeGridsUseTheCellSizeOfEachRow(top: Double) throws {
    let grid = grid(45, 40, width: 0.01, height: 0.01, top: top, crs: degrees)
    let mask = randomMask(grid.count, share: 0.01, seed: 2)
    let raster = try grid.distanceTransform(to: mask)
    #expect(relativeDifference(raster.values, bruteForce(mask, grid)) < 1e-6)
  }

  /// Vincenty (1975), inverse formula on WGS 84: 59,325.744 m from 10 E 45 N to 10.5 E 45.4 N.
  @Test func degreeGridsComeCloseToTheGeodesic() throws {
    let grid = RasterGrid(
      rows: 41, columns: 51,
      geoTransform: GeoTransform(left: 9.995, top: 45.405, cellWidth: 0.01, cellHeight: 0.01),
      crs: degrees)
    var mask = [Bool](repeating: false, count: grid.count)
    mask[grid.index(of: Cell(row: 0, column: 50))] = true
    let distance = try Double(grid.distanceTransform(to: mask)[40, 0])
    #expect(abs(distance - 59_325.744) < 0.004 * 59_325.744)
  }

  @Test func feetAreConverted() throws {
    let feet = CoordinateReferenceSystem(
      wellKnownText: """
        PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["w",6378137,298.257]],UNIT["degree",0.01745]],\
        UNIT["foot",0.3048]]
        """)
    let raster = try grid(1, 2, width: 100, height: 100, crs: feet).distanceTransform(to: [
      true, false,
    ])
    #expect(abs(raster[0, 1] - 30.48) < 1e-5)
  }

  @Test func anEmptyMaskHasNoDistances() throws {
    #expect(
      try grid(3, 4).distanceTransform(to: Array(repeating: false, count: 12)).validCount == 0)
  }

  @Test(arguments: [(1, 70), (70, 1), (1, 1)]) func linesOfCellsWork(rows: Int, columns: Int) throws
  {
    let grid = grid(rows, columns, width: 10, height: 20)
    var mask = randomMask(grid.count, share: 0.05, seed: 3)
    mask[0] = true
    let raster = try grid.distanceTransform(to: mask)
    #expect(largestDifference(raster.values, bruteForce(mask, grid)) < 1e-4)
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let grid = grid(150, 210, width: 31, height: 29)
    let mask = randomMask(grid.count, share: 0.003, seed: 4)
    let one = try grid.distanceTransform(to: mask, threads: 1).values.map(\.bitPattern)
    #expect(try one == grid.distanceTransform(to: mask, threads: 5).values.map(\.bitPattern))
  }

  /// Points, lines and outlines that lie in the grid, partly outside and far away, one cell with a million points, and none.
  @Test func anyFeaturesAreMeasured() throws {
    let grid = grid(40, 50, width: 20, height: 35)
    func at(_ x: Double, _ y: Double) -> Coordinate { Coordinate(x: x, y: y) }
    let square = [at(200, -300), at(400, -300), at(400, -600), at(200, -600)]
    let geometries: [Geometry] = [
      .points(Array(repeating: at(505, -705), count: 1_000_000)),
      .points([at(10, -10), at(-1e300, 1e300), at(.nan, 0), at(.infinity, -5)]),
      .lines([[at(-500, -200), at(2000, -900)], [at(300, 5000), at(300, -1e12)]]),
      .polygons([[square]]),
    ]
    for geometry in geometries {
      let mask = grid.cells(touchedBy: geometry)
      #expect(mask.contains(true))
      let raster = try grid.distanceTransform(to: mask)
      #expect(relativeDifference(raster.values, bruteForce(mask, grid)) < 1e-7)
    }
    let outside: [Geometry] = [
      .points([]), .lines([]), .polygons([]), .lines([[]]), .points([at(-1, -1)]),
      .lines([[at(-1, 0), at(-1, -9000)], [at(1e200, 1e200), at(1e201, 1e200)]]),
      .polygons([[[at(5000, 0), at(6000, 0), at(6000, -50)]]]),
    ]
    for geometry in outside {
      #expect(try grid.distanceTransform(to: grid.cells(touchedBy: geometry)).validCount == 0)
    }
  }
}
