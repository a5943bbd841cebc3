import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct FeatureDistancesTests {
  private static let degrees = CoordinateReferenceSystem(
    wellKnownText: """
      GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
      PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]
      """)

  /// Cells of 20 x 35 m; 40 cells more on each side make ``around``.
  private static let metric = RasterGrid(
    rows: 13, columns: 17,
    geoTransform: GeoTransform(left: 800, top: 1400, cellWidth: 20, cellHeight: 35), crs: .unknown)
  private static let geographic = RasterGrid(
    rows: 13, columns: 17,
    geoTransform: GeoTransform(left: 10, top: 62, cellWidth: 0.01, cellHeight: 0.01), crs: degrees)
  private static let margin = 40

  private static func around(_ grid: RasterGrid) -> RasterGrid {
    let place = grid.geoTransform
    return RasterGrid(
      rows: grid.rows + 2 * margin, columns: grid.columns + 2 * margin,
      geoTransform: GeoTransform(
        left: place.left - Double(margin) * place.cellWidth,
        top: place.top + Double(margin) * place.cellHeight, cellWidth: place.cellWidth,
        cellHeight: place.cellHeight), crs: grid.crs)
  }

  private func layer(_ geometries: [Geometry], crs: CoordinateReferenceSystem) -> VectorLayer {
    VectorLayer(
      source: "features.shp", crs: crs, fields: [],
      features: geometries.map { Feature(geometry: $0) })
  }

  /// Every touched cell of the larger grid for every cell of the grid in its middle.
  private func bruteForce(_ geometries: [Geometry], _ grid: RasterGrid) -> [Double] {
    let large = Self.around(grid)
    var touched: Set<Int> = []
    for geometry in geometries {
      let mask = large.cells(touchedBy: geometry)
      touched.formUnion(mask.indices.filter { mask[$0] })
    }
    let cells = touched.map(large.cell(at:))
    let heights = (0..<large.rows).map { large.cellSizeInMeters(row: $0).height }
    var northings = [0.0]
    for row in 1..<large.rows {
      northings.append(northings[row - 1] + (heights[row - 1] + heights[row]) / 2)
    }
    return (0..<grid.count).map { index in
      let row = grid.cell(at: index).row + Self.margin
      let column = grid.cell(at: index).column + Self.margin
      let width = large.cellSizeInMeters(row: row).width
      let distances = cells.map {
        hypot(Double($0.column - column) * width, northings[$0.row] - northings[row])
      }
      return distances.min() ?? .nan
    }
  }

  /// Points and lines at random places of the larger grid, most of them outside the grid.
  private func randomGeometries(
    _ count: Int, in large: RasterGrid, using generator: inout SplitMix
  ) -> [Geometry] {
    func place() -> Coordinate {
      // Lines that leave the larger grid would have cells that it does not know.
      large.geoTransform.center(
        row: generator.unit() * Double(large.rows - 1),
        column: generator.unit() * Double(large.columns - 1))
    }
    return (0..<count).map { index in
      index % 3 == 0 ? .lines([[place(), place()]]) : .points([place()])
    }
  }

  private struct SplitMix {
    var state: UInt64
    mutating func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
  }

  @Test(arguments: [
    (1, false), (2, false), (4, false), (12, false), (1, true), (3, true), (9, true),
  ])
  func featuresBeyondTheGridCountAsThoseInside(count: Int, isGeographic: Bool) throws {
    let grid = isGeographic ? Self.geographic : Self.metric
    var generator = SplitMix(state: UInt64(count))
    for _ in 0..<40 {
      let geometries = randomGeometries(count, in: Self.around(grid), using: &generator)
      let found = try grid.distance(to: layer(geometries, crs: grid.crs), threads: 2)
      let expected = bruteForce(geometries, grid)
      #expect(relativeDifference(found.values, expected) < 1e-6)
    }
  }

  /// A road that passes 8 m beyond the western edge, in cells 20 m wide: the centres of the first column lie one cell from it.
  @Test func aLineBesideTheEdgeIsNear() throws {
    let grid = Self.metric
    let road = Geometry.lines([[.init(x: 792, y: 5000), .init(x: 792, y: -5000)]])
    let raster = try grid.distance(to: layer([road], crs: .unknown))
    for row in 0..<grid.rows {
      #expect((0..<grid.columns).allSatisfy { raster[row, $0] == Float(20 * ($0 + 1)) })
    }
  }

  /// Beyond the grid the outline alone is looked at, and that must not matter.
  @Test func polygonsBesideTheGridAndAcrossItsEdgeAreExact() throws {
    let grid = Self.metric
    func square(_ x: Double, _ y: Double, _ size: Double) -> Geometry {
      .polygons([
        [
          [
            .init(x: x, y: y), .init(x: x + size, y: y), .init(x: x + size, y: y + size),
            .init(x: x, y: y + size),
          ]
        ]
      ])
    }
    for (x, y) in [(300.0, 800.0), (1000, 1500), (1200, 500), (500, 1250), (650, 650)] {
      let geometries = [square(x, y, 290)]
      let found = try grid.distance(to: layer(geometries, crs: .unknown))
      #expect(relativeDifference(found.values, bruteForce(geometries, grid)) < 1e-7)
    }
  }

  @Test func boundariesLeaveTheInsideOut() throws {
    let grid = Self.metric
    let corners: [Coordinate] = [
      .init(x: 810, y: 1390), .init(x: 1130, y: 1390), .init(x: 1130, y: 960),
      .init(x: 810, y: 960),
    ]
    let polygon = layer([.polygons([[corners]])], crs: .unknown)
    #expect(try grid.distance(to: polygon).values.allSatisfy { $0 == 0 })
    let outline = layer([.lines([corners + [corners[0]]])], crs: .unknown)
    let boundary = try grid.distance(to: polygon, boundary: true)
    #expect(try boundary.values == grid.distance(to: outline).values)
    #expect(boundary[6, 8] == 160)
  }

  /// A line at 45 degrees beyond a corner: all of its cells may be nearest to some cell.
  @Test func aLineAcrossACornerIsExact() throws {
    let grid = Self.metric
    for (x, y) in [(-1.0, 1.0), (1, 1), (-1, -1), (1, -1)] {
      let corner = Coordinate(x: x < 0 ? 800 : 1140, y: y < 0 ? 945 : 1400)
      let line = Geometry.lines([
        [
          // Through no corner of a cell, where rounding decides which cell is touched.
          .init(x: corner.x + x * 503.3, y: corner.y - y * 101.7),
          .init(x: corner.x - x * 101.7, y: corner.y + y * 503.3),
        ]
      ])
      let found = try grid.distance(to: layer([line], crs: .unknown))
      #expect(relativeDifference(found.values, bruteForce([line], grid)) < 1e-7)
    }
  }

  @Test func coordinatesFarAwayAreRefusedOrCut() throws {
    let grid = Self.metric
    let far = Geometry.points([.init(x: 1e9, y: 0), .init(x: -1e300, y: 1e300)])
    let error = #expect(throws: GeoRasterError.self) {
      try grid.distance(to: layer([far], crs: .unknown))
    }
    #expect(error?.description.contains("features.shp: no feature lies in the grid") == true)
    #expect(throws: GeoRasterError.self) { try grid.distance(to: layer([], crs: .unknown)) }
    // A line around the world passes the grid on its way, two rows north of it.
    let long = Geometry.lines([[.init(x: -1e11, y: 1440), .init(x: 1e11, y: 1440)]])
    let raster = try grid.distance(to: layer([far, long], crs: .unknown))
    #expect((0..<grid.columns).allSatisfy { raster[0, $0] == 70 })
  }

  @Test func threadsDoNotChangeTheResult() throws {
    var generator = SplitMix(state: 5)
    let geometries = randomGeometries(30, in: Self.around(Self.metric), using: &generator)
    let layer = layer(geometries, crs: .unknown)
    let one = try Self.metric.distance(to: layer, threads: 1).values.map(\.bitPattern)
    #expect(try Self.metric.distance(to: layer, threads: 3).values.map(\.bitPattern) == one)
  }

  @Test func cancellingEndsTheWork() throws {
    let road = Geometry.lines([[.init(x: 792, y: 5000), .init(x: 792, y: -5000)]])
    let progress = Progress(totalUnitCount: 0)
    _ = try Self.metric.distance(to: layer([road], crs: .unknown), progress: progress)
    #expect(progress.isFinished)
    let cancelled = Progress(totalUnitCount: 0)
    cancelled.cancel()
    #expect(throws: CancellationError.self) {
      try Self.metric.distance(to: layer([road], crs: .unknown), progress: cancelled)
    }
  }
}
