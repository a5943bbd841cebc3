import GeoRaster
import TestSupport
import Testing

@Suite struct CurvatureTests {
  /// z = c (x^2 + y^2) has second derivatives 2 c in both directions.
  private func bowl(_ c: Float, width: Double = 10, height: Double = 10) -> Raster {
    metricRaster(
      (0..<5).map { row in
        (0..<5).map { column in
          let x = Float(column - 2) * Float(width)
          let y = Float(row - 2) * Float(height)
          return c * (x * x + y * y)
        }
      }, width: width, height: height)
  }

  @Test func hillsAreConvexAndBowlsConcave() throws {
    // total = -100 (z_xx + z_yy) = -400 c in 1/100 m.
    #expect(try abs(bowl(-0.01).curvature()[2, 2] - 4) < 1e-4)
    #expect(try abs(bowl(0.01).curvature()[2, 2] + 4) < 1e-4)
    #expect(try abs(bowl(0.01, width: 10, height: 20).curvature()[2, 2] + 4) < 1e-4)
  }

  @Test func totalIsPlanMinusProfile() throws {
    let raster = bumpyRaster(rows: 20, columns: 30)
    let total = try raster.curvature(.total).values
    let profile = try raster.curvature(.profile).values
    let plan = try raster.curvature(.plan).values
    for index in total.indices where profile[index] != 0 || plan[index] != 0 {
      #expect(abs(total[index] - (plan[index] - profile[index])) < 1e-2)
    }
  }

  @Test func isZeroOnPlanesAndWithoutNeighbors() throws {
    let plane = metricRaster((0..<4).map { row in (0..<5).map { Float(3 * $0 + 5 * row) } })
    for kind in CurvatureKind.allCases {
      #expect(try plane.curvature(kind).valuesBesideCorners.allSatisfy { abs($0) < 1e-6 })
      #expect(try metricRaster([[5]]).curvature(kind).values == [0])
    }
  }

  @Test func missingElevationsAreMissing() throws {
    let raster = metricRaster([[1, .nan, 3], [2, 5, 1], [.infinity, 8, 9]])
    for kind in CurvatureKind.allCases {
      #expect(
        try raster.curvature(kind).values.map(\.isNaN) == raster.values.map { !$0.isFinite })
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("terrain")["cases"].elements
    where values["curvature_total_x100"].exists {
      let item = TerrainCase(values)
      // Values reach 1000, and Float has 7 digits.
      #expect(
        try item.largestDifference(item.raster.curvature(.total), "curvature_total_x100") < 1e-3)
      let profile = try item.raster.curvature(.profile)
      #expect(item.largestDifference(profile, "curvature_profile_x100") < 1e-3)
      #expect(
        try item.largestDifference(item.raster.curvature(.plan), "curvature_plan_x100") < 1e-3)
    }
  }
}
