import GeoRaster
import TestSupport
import Testing

@Suite struct VegetationIndexTests {
  @Test func handSizedCaseAndUndefinedCells() throws {
    let red = metricRaster([[0.1, 0.3, 0, .nan, .infinity, 0.2]])
    let nearInfrared = metricRaster([[0.3, 0.1, 0, 0.5, 0.5, 0.2]])
    let index = try Raster.normalizedDifferenceVegetationIndex(red: red, nearInfrared: nearInfrared)
    #expect(abs(index.values[0] - 0.5) < 1e-6)
    #expect(abs(index.values[1] + 0.5) < 1e-6)
    #expect(index.values[2].isNaN && index.values[3].isNaN && index.values[4].isNaN)
    #expect(index.values[5] == 0)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    let golden = try ReferenceData.golden("focal_ndvi")["ndvi"]
    let index = try Raster.normalizedDifferenceVegetationIndex(
      red: metricRaster([golden["red"].floats]), nearInfrared: metricRaster([golden["nir"].floats]))
    #expect(largestDifference(index.values, golden["ndvi"].doubles) < 1e-6)
  }
}
