import Foundation
import GeoRaster
import TestSupport
import Testing

/// Whether the real study areas can be read here: they are GeoTIFFs.
private var hasRealTerrain: Bool { ReferenceData.isAvailable && RasterFile.usesGDAL }

@Suite struct RealTerrainTests {
  @Test(
    .enabled(if: hasRealTerrain, Comment(rawValue: ReferenceData.comment)),
    arguments: ["ecuador_rbsf", "kaghan_pakistan"])
  func slopeAndAspectEqualThoseOfGDAL(area: String) throws {
    // gdaldem slope and aspect -compute_edges (GDAL 3.6.2), NoData cells and edges included.
    func read(_ name: String) throws -> Raster {
      try Raster.read(try ReferenceData.file("data/\(area)/\(name).tif"))
    }
    let elevation = try read("elevation")
    let slope = try elevation.slope()
    #expect(
      largestDifference(
        slope.values, try read("reference/slope_gdaldem").values.map(Double.init)) < 1e-4)
    let expected = try read("reference/aspect_gdaldem").values
    let aspect = try elevation.aspect().values
    var largest: Float = 0
    for (mine, other) in zip(aspect, expected) {
      // Flat cells are NoData there.
      if mine.isNaN || mine == -1 || other.isNaN {
        #expect(other.isNaN)
        continue
      }
      let difference = abs(mine - other)
      largest = max(largest, min(difference, 360 - difference))
    }
    #expect(largest < 1e-3)
  }

  @Test(
    .enabled(if: hasRealTerrain, Comment(rawValue: ReferenceData.comment)))
  func realTerrainDrainsAndItsIndicesHaveNoHoles() throws {
    let elevation = try Raster.read(
      try ReferenceData.file("data/ecuador_rbsf/elevation.tif"))
    let directions = try elevation.fillingDepressions().flowDirections()
    let counts = try directions.accumulatedCells()
    let leaving = counts.indices.filter {
      directions.isValid[$0] && directions.receiver(of: $0) == nil
    }
    #expect(leaving.reduce(0) { $0 + counts[$1] } == elevation.validCount)
    let wetness = try elevation.topographicWetnessIndex()
    #expect(wetness.validCount == elevation.validCount)
    let power = try elevation.streamPowerIndex(logarithmic: true)
    #expect(power.validCount == elevation.validCount)
  }

  /// The reference is pyflwdir's 0.5.12, whose water goes to the lowest neighbour, whatever the distance: single cells differ,
  /// valleys hardly.
  @Test(
    .enabled(if: hasRealTerrain, Comment(rawValue: ReferenceData.comment)),
    arguments: [("ecuador_rbsf", 1000), ("kaghan_pakistan", 1227)])
  func valleysAreThoseOfPyflwdir(area: String, minimumCells: Int) throws {
    let elevation = try Raster.read(try ReferenceData.file("data/\(area)/elevation.tif"))
    let expected = try Raster.read(
      try ReferenceData.file("data/\(area)/reference/flowacc_d8_cells.tif"))
    let counts = try elevation.flowAccumulation()
    let grid = counts.grid
    func isStream(_ raster: Raster, near cell: Cell) -> Bool {
      (max(0, cell.row - 1)...min(grid.rows - 1, cell.row + 1)).contains { row in
        (max(0, cell.column - 1)...min(grid.columns - 1, cell.column + 1))
          .contains { raster[row, $0] >= Float(minimumCells) }
      }
    }
    for (one, other) in [(counts, expected), (expected, counts)] {
      let streams = one.values.indices.filter { one.values[$0] >= Float(minimumCells) }
      let found = streams.count { isStream(other, near: grid.cell(at: $0)) }
      let share = Double(found) / Double(streams.count)
      #expect(share > 0.95, "\(share)")
    }
  }

  /// log10_carea is SAGA's multiple flow after Freeman over the surface as it is, where water ends in depressions: cells below
  /// one differ.
  @Test(.enabled(if: hasRealTerrain, Comment(rawValue: ReferenceData.comment)))
  func catchmentsAreThoseOfSAGAAboveDepressions() throws {
    let elevation = try Raster.read(try ReferenceData.file("data/ecuador_rbsf/elevation.tif"))
    let expected = try Raster.read(try ReferenceData.file("data/ecuador_rbsf/log10_carea.tif"))
    let cells = try elevation.flowAccumulation(method: .freeman())
    let differences = zip(cells.values, expected.values).filter { !$0.isNaN && !$1.isNaN }
      .map { abs(log10(Double($0) * 100) - Double($1)) }.sorted()
    let (middle, most) = (
      differences[differences.count / 2], differences[differences.count * 4 / 5]
    )
    #expect(middle < 1e-5 && most < 1e-3, "\(middle) \(most)")
  }
}

/// One plane on a grid in metres and on a grid in degrees.
@Suite struct DegreeGridTests {
  @Test(.enabled(if: RasterFile.usesGDAL, "warping needs GDAL"))
  func degreesGiveTheSlopesOfMetersAndTheAspectFromTrueNorth() throws {
    // UTM zone 43 at 73.3 E, 34.6 N; tan b = 0.5.
    let metric = RasterGrid(
      rows: 120, columns: 100,
      geoTransform: GeoTransform(
        left: 343_000, top: 3_833_000, cellWidth: 28.5, cellHeight: 28.5),
      crs: try CoordinateReferenceSystem(userText: "EPSG:32643"))
    let plane = Raster(
      grid: metric,
      values: (0..<metric.count).map {
        let cell = metric.cell(at: $0)
        return 28.5 * (0.3 * Float(cell.column) + 0.4 * Float(120 - cell.row))
      })
    let degrees = RasterGrid(
      rows: 60, columns: 60,
      geoTransform: GeoTransform(
        left: 73.298, top: 34.624, cellWidth: 0.0003, cellHeight: 0.00026),
      crs: try CoordinateReferenceSystem(userText: "EPSG:4326"))
    let warped = try plane.aligned(to: degrees, resampling: .bilinear, source: "plane")
    let inner = degrees.inner(by: 1)
    #expect(inner.allSatisfy { warped.values[$0].isFinite })
    let slope = try warped.slope().values
    let aspect = try warped.aspect().values
    let meanSlope = inner.reduce(0) { $0 + Double(slope[$1]) } / Double(inner.count)
    let meanAspect = inner.reduce(0) { $0 + Double(aspect[$1]) } / Double(inner.count)
    // The projection's scale there is 0.9999: tan b differs by 1e-4.
    #expect(abs(meanSlope - atan(0.5) * 180 / .pi) < 0.02)
    // Grid north lies 0.96 degrees off true north: (73.31 - 75) sin(34.62), to the west.
    let convergence = -1.69 * sin(34.62 * .pi / 180)
    #expect(abs(meanAspect - 180 - atan(0.75) * 180 / .pi - convergence) < 0.05)
  }
}

extension RasterGrid {
  /// The cells that lie at least `margin` from the edge.
  fileprivate func inner(by margin: Int) -> [Int] {
    (margin..<rows - margin).flatMap { row in
      (margin..<columns - margin).map { row * columns + $0 }
    }
  }
}
