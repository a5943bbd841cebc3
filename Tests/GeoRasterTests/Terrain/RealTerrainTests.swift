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
    let slope = elevation.slope()
    #expect(
      largestDifference(
        slope.values, try read("reference/slope_gdaldem").values.map(Double.init)) < 1e-4)
    let expected = try read("reference/aspect_gdaldem").values
    let aspect = elevation.aspect().values
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
