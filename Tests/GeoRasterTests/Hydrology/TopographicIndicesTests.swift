import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct TopographicIndicesTests {
  @Test func levelCellsHaveTheLeastSlope() {
    let level = TopographicIndices.wetness(specificCatchmentArea: 30, slopeInDegrees: 0)
    #expect(abs(level - log(30 / tan(0.001))) < 1e-12)
    #expect(TopographicIndices.streamPower(specificCatchmentArea: 30, slopeInDegrees: 0) == 0)
    #expect(TopographicIndices.wetness(specificCatchmentArea: 30, slopeInDegrees: .nan).isNaN)
    #expect(
      abs(
        TopographicIndices.streamPower(
          specificCatchmentArea: 100, slopeInDegrees: 45, logarithmic: true) - log(101)) < 1e-12)
  }

  @Test(arguments: [(50, 60), (1, 9), (9, 1), (1, 1)])
  func indicesHaveNoHoles(rows: Int, columns: Int) throws {
    var raster = bumpyRaster(rows: rows, columns: columns)
    raster.values = raster.values.map { ($0 / 20).rounded() }
    if raster.values.count > 100 {
      raster.values[70] = .nan
      raster.values[71] = -.infinity
    }
    let isMissing = raster.values.map { !$0.isFinite }
    #expect(try raster.topographicWetnessIndex().values.map { !$0.isFinite } == isMissing)
    #expect(try raster.streamPowerIndex().values.map { !($0 >= 0 && $0.isFinite) } == isMissing)
    #expect(try raster.streamPowerIndex(logarithmic: true).values.map { !$0.isFinite } == isMissing)
  }

  @Test func mapsFollowTheFormulas() throws {
    let raster = bumpyRaster(rows: 30, columns: 20)
    let area = try raster.specificCatchmentArea()
    let slope = try raster.slope()
    let wetness = try raster.topographicWetnessIndex()
    let power = try raster.streamPowerIndex()
    for index in stride(from: 0, to: 600, by: 37) {
      let tangent = tan(Double(slope.values[index]) * .pi / 180)
      #expect(
        abs(
          Double(wetness.values[index]) - log(Double(area.values[index]) / max(tangent, tan(0.001)))
        ) < 1e-5)
      #expect(abs(Double(power.values[index]) / (Double(area.values[index]) * tangent) - 1) < 1e-5)
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    let golden = try ReferenceData.golden("hydrology")["twi_spi"]
    let pairs = Array(zip(golden["sca"].doubles, golden["slope_degrees"].doubles))
    let wetness = pairs.map {
      TopographicIndices.wetness(specificCatchmentArea: $0, slopeInDegrees: $1)
    }
    let power = pairs.map {
      TopographicIndices.streamPower(specificCatchmentArea: $0, slopeInDegrees: $1)
    }
    #expect(relativeDifference(wetness, golden["twi"].doubles) < 1e-12)
    #expect(relativeDifference(power, golden["spi"].doubles) < 1e-12)
  }
}
