import Testing

@testable import GeoRaster

@Suite struct VariogramTests {
  @Test(arguments: Variogram.Model.allCases)
  func risesFromTheNuggetToTheSill(model: Variogram.Model) {
    let variogram = Variogram(model: model, nugget: 2, partialSill: 3, range: 100)
    #expect(variogram.semivariance(at: 0) == 0)
    #expect(abs(variogram.semivariance(at: 1e-9) - 2) < 1e-6)
    #expect(abs(variogram.semivariance(at: 1e6) - 5) < 1e-12)
    let reached = (variogram.semivariance(at: 100) - 2) / 3
    #expect(reached > 0.949 && reached <= 1)
  }

  /// By hand: 1.5 / 2 - 0.5 / 8.
  @Test func sphericalFollowsItsFormula() {
    let variogram = Variogram(model: .spherical, nugget: 0, partialSill: 1, range: 10)
    #expect(variogram.semivariance(at: 5) == 0.6875)
  }

  @Test func pairsAreAveragedByDistance() throws {
    let points = [(0.0, 1.0), (1, 3), (2, 2), (8, 0)].map {
      PointValue(position: Coordinate(x: $0.0, y: 0), value: $0.1)
    }
    let experimental = ExperimentalVariogram(
      try InterpolationPoints(points, crs: .unknown), classes: 2)
    // Largest distance 8, so up to 4: 1, 1 and (2) in classes below 2 and below 4.
    #expect(experimental.bins.map(\.pairs) == [2, 1])
    #expect(experimental.bins.map(\.distance) == [1, 2])
    #expect(experimental.bins.map(\.semivariance) == [(2 + 0.5) / 2, 0.5])
  }

  @Test(arguments: Variogram.Model.allCases)
  func whatMadeTheSemivariancesIsFound(model: Variogram.Model) throws {
    let truth = Variogram(model: model, nugget: 0.3, partialSill: 2, range: 40)
    let experimental = ExperimentalVariogram(
      bins: (1...15).map {
        .init(
          pairs: 100, distance: Double($0) * 4,
          semivariance: truth.semivariance(at: Double($0) * 4))
      })
    let fitted = try #require(experimental.fitted(model))
    #expect(abs(fitted.range - 40) < 0.5)
    #expect(abs(fitted.nugget - 0.3) < 0.02)
    #expect(abs(fitted.partialSill - 2) < 0.02)
  }

  @Test func coefficientsAreNeverNegative() throws {
    // Falling semivariances: a sill below 0 would fit best.
    let falling = ExperimentalVariogram(
      bins: (1...5).map {
        .init(pairs: 10, distance: Double($0), semivariance: 10 - Double($0))
      })
    let fitted = try #require(falling.fitted(.spherical))
    #expect(fitted.nugget >= 0 && fitted.partialSill >= 0)
    #expect(ExperimentalVariogram(bins: []).fitted(.spherical) == nil)
  }
}
