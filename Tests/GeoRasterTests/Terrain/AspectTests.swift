import GeoRaster
import TestSupport
import Testing

@Suite struct AspectTests {
  @Test(arguments: [
    (0, -1, 0), (1, -1, 45), (1, 0, 90), (1, 1, 135), (0, 1, 180), (-1, 1, 225), (-1, 0, 270),
    (-1, -1, 315), (0, 0, -1),
  ])
  func planeFacesDownhill(east: Int, south: Int, expected: Int) throws {
    let plane = metricRaster(
      (0..<4).map { row in (0..<5).map { Float(100 - 7 * (east * $0 + south * row)) } })
    for method in GradientMethod.allCases {
      #expect(
        try plane.aspect(method: method).valuesBesideCorners.allSatisfy {
          abs($0 - Float(expected)) < 1e-4
        })
    }
  }

  @Test func cellsThatAreNotSquareAreTakenAsTheyAre() throws {
    // Falls 1 in 10 to the east and to the south: faces south-east although columns are twice as wide.
    let plane = metricRaster(
      (0..<3).map { row in (0..<3).map { 100 - 4 * Float($0) - 2 * Float(row) } }, width: 40,
      height: 20)
    #expect(try plane.aspect().valuesBesideCorners.allSatisfy { abs($0 - 135) < 1e-4 })
  }

  @Test func edgesFollowTheRuleOfGDAL() throws {
    // gdaldem aspect -compute_edges (GDAL 3.6.2) on this grid of 30 m cells, NoData in the middle of the last row.
    let raster = metricRaster([
      [10, 14, 13, 20], [12, 18, 25, 24], [19, 17, 30, 28], [15, 11, .nan, 26],
    ])
    let expected: [Double] = [
      321.340210, 344.744873, 339.443970, 329.743561,
      322.125000, 308.659790, 327.200470, 349.380341,
      18.434952, 242.818893, 276.632507, 39.805573,
      156.037506, 183.366455, .nan, 165.963745,
    ]
    #expect(try largestDifference(raster.aspect().values, expected) < 1e-4)
  }

  @Test func stayBelowAFullTurn() throws {
    // Faces north but for an angle smaller than a Float can tell from a whole turn.
    let raster = metricRaster([[0, 0, 1e-7], [1000, 1000, 1000], [2000, 2000, 2000]])
    #expect(try raster.aspect().values.allSatisfy { $0 >= 0 && $0 < 360 })
  }

  @Test func missingElevationsAreMissingAndOneRowWorks() throws {
    let raster = metricRaster([[3, .nan, 2, 1, .infinity]])
    let aspect = try raster.aspect().values
    #expect(aspect.map(\.isNaN) == [false, true, false, false, true])
    #expect(aspect[2] == 90 && aspect[0] == -1)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("terrain")["cases"].elements {
      let item = TerrainCase(values)
      let horn = try item.raster.aspect()
      #expect(item.largestDifference(horn, "aspect_horn_degrees", cycle: 360) < 1e-3)
      let smooth = try item.raster.aspect(method: .zevenbergenThorne)
      #expect(item.largestDifference(smooth, "aspect_zt_degrees", cycle: 360) < 1e-3)
      // Where the reference says NoData inside of the grid although there are elevations, the surface is flat.
      let flat = zip(horn.values, values["aspect_horn_degrees"].doubles).filter { $0.0 == -1 }
      #expect(flat.allSatisfy { $0.1 == -9999 })
    }
  }
}
