import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct SlopeTests {
  @Test func planeHasItsAngleEverywhere() throws {
    // Falls 3 m per 30 m to the east and 4 m per 40 m to the south: tan b = sqrt(0.02).
    let plane = metricRaster(
      (0..<5).map { row in (0..<6).map { 100 - 3 * Float($0) - 4 * Float(row) } }, height: 40)
    let expected = atan(0.02.squareRoot()) * 180 / .pi
    for method in GradientMethod.allCases {
      let slope = try plane.slope(method: method)
      #expect(slope.valuesBesideCorners.allSatisfy { abs(Double($0) - expected) < 1e-4 })
      let percent = try plane.slope(method: method, unit: .percent)
      #expect(
        percent.valuesBesideCorners.allSatisfy { abs(Double($0) - 200.0.squareRoot()) < 1e-4 })
    }
  }

  @Test func edgesFollowTheRuleOfGDAL() throws {
    // gdaldem slope -compute_edges (GDAL 3.6.2) on this grid of 30 m cells, NoData in the middle of the last row.
    let raster = metricRaster([
      [10, 14, 13, 20], [12, 18, 25, 24], [19, 17, 30, 28], [15, 11, .nan, 26],
    ])
    let expected: [Double] = [
      6.091478, 10.759583, 15.896959, 13.036578,
      10.759583, 12.048282, 12.574686, 7.725405,
      3.016961, 9.832004, 10.224720, 3.723867,
      9.321836, 12.017035, .nan, 3.931096,
    ]
    let slope = try raster.slope()
    #expect(largestDifference(slope.values, expected) < 1e-4)
  }

  @Test func missingAndInfiniteElevationsAreMissing() throws {
    let raster = metricRaster([[1, .infinity, 3], [.nan, 5, -.infinity], [7, 8, 9]])
    let slope = try raster.slope()
    #expect(slope.values.map(\.isNaN) == raster.values.map { !$0.isFinite })
    #expect(slope.values.allSatisfy { $0.isNaN || ($0 >= 0 && $0 < 90) })
  }

  @Test(arguments: [(1, 1), (1, 5), (5, 1), (1, 2), (2, 1)])
  func smallGridsHaveSlopes(rows: Int, columns: Int) throws {
    let raster = metricRaster(
      (0..<rows).map { row in (0..<columns).map { Float(30 * ($0 + row)) } })
    let slope = try raster.slope()
    let slopes = [rows > 1, columns > 1].filter { $0 }.count
    let expected = atan(Double(slopes).squareRoot()) * 180 / .pi
    #expect(slope.values.allSatisfy { abs(Double($0) - expected) < 1e-4 })
  }

  @Test func allMissingStaysMissing() throws {
    let slope = try Raster(grid: metricGrid(rows: 3, columns: 4), repeating: .nan).slope()
    #expect(slope.validCount == 0)
  }

  @Test func degreesAndFeetAreConverted() throws {
    let rising = (0..<3).flatMap { _ in (0..<3).map { Float($0) * 100 } }
    let degrees = RasterGrid(
      rows: 3, columns: 3,
      geoTransform: GeoTransform(left: 100, top: 60.0015, cellWidth: 0.001, cellHeight: 0.001),
      crs: CoordinateReferenceSystem(
        wellKnownText: #"GEOGCS["WGS 84",UNIT["degree",0.0174532925199433]]"#))
    // A degree of longitude at 60 N is 55,800 m on WGS 84.
    let slope = try Raster(grid: degrees, values: rising).slope()
    #expect(abs(Double(slope[1, 1]) - atan(100 / 55.8) * 180 / .pi) < 1e-3)
    let feet = RasterGrid(
      rows: 3, columns: 3,
      geoTransform: GeoTransform(left: 0, top: 0, cellWidth: 100, cellHeight: 100),
      crs: CoordinateReferenceSystem(
        wellKnownText: #"PROJCS["x",GEOGCS["y"],UNIT["foot",0.3048]]"#))
    let inFeet = try Raster(grid: feet, values: rising).slope()
    #expect(abs(Double(inFeet[1, 1]) - atan(100 / 30.48) * 180 / .pi) < 1e-4)
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let raster = bumpyRaster(rows: 301, columns: 257)
    let one = try raster.slope(threads: 1)
    #expect(try raster.slope(threads: 3).values == one.values)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("terrain")["cases"].elements {
      let item = TerrainCase(values)
      #expect(try item.largestDifference(item.raster.slope(), "slope_horn_degrees") < 1e-4)
      let smooth = try item.raster.slope(method: .zevenbergenThorne)
      #expect(item.largestDifference(smooth, "slope_zt_degrees") < 1e-4)
      let edges = "slope_horn_degrees_gdaldem_compute_edges"
      if values[edges].exists {
        #expect(try item.largestDifference(item.raster.slope(), edges) < 1e-4)
      }
    }
  }
}
