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
    let directions = elevation.fillingDepressions().flowDirections()
    let counts = directions.accumulatedCells()
    let leaving = counts.indices.filter {
      directions.isValid[$0] && directions.receiver(of: $0) == nil
    }
    #expect(leaving.reduce(0) { $0 + counts[$1] } == elevation.validCount)
    let wetness = elevation.topographicWetnessIndex()
    #expect(wetness.validCount == elevation.validCount)
    let power = elevation.streamPowerIndex(logarithmic: true)
    #expect(power.validCount == elevation.validCount)
  }
}
