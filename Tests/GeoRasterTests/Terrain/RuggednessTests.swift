import GeoRaster
import TestSupport
import Testing

@Suite struct RuggednessTests {
  @Test func handSizedCase() throws {
    let raster = metricRaster([[1, 2, 3], [4, 7, 4], [3, 2, 1]])
    // Differences to the centre: 6, 5, 4, 3, 3, 4, 5, 6; their squares add up to 172.
    #expect(try abs(raster.terrainRuggednessIndex()[1, 1] - Float(172).squareRoot()) < 1e-5)
    #expect(try raster.topographicPositionIndex()[1, 1] == 4.5)
    #expect(try raster.roughness()[1, 1] == 6)
  }

  @Test func missingNeighborsCountAsTheCellItself() throws {
    let raster = metricRaster([[.nan, .nan, .nan], [.nan, 7, 4], [.nan, .infinity, .nan]])
    // One row and one column of neighbours is missing or extrapolated here; the centre has one real neighbour.
    #expect(try raster.topographicPositionIndex()[1, 1] == 3.0 / 8)
    #expect(try raster.roughness()[1, 1] == 3)
    #expect(try raster.terrainRuggednessIndex()[1, 1] == 3)
    #expect(try raster.roughness().validCount == 2)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("terrain")["cases"].elements {
      let item = TerrainCase(values)
      #expect(try item.largestDifference(item.raster.terrainRuggednessIndex(), "tri_riley") < 1e-3)
      #expect(try item.largestDifference(item.raster.topographicPositionIndex(), "tpi") < 1e-4)
      #expect(try item.largestDifference(item.raster.roughness(), "roughness") < 1e-4)
    }
  }
}
