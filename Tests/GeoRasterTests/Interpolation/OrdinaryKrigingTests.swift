import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct OrdinaryKrigingTests {
  private func point(_ x: Double, _ y: Double, _ value: Double) -> PointValue {
    PointValue(position: Coordinate(x: x, y: y), value: value)
  }

  private var hills: [PointValue] {
    (0..<60).map { (index: Int) -> PointValue in
      let (x, y) = (Double(index * 61 % 97), Double(index * 43 % 83))
      return point(x, y, sin(x / 20) + cos(y / 15))
    }
  }

  private let spherical = Variogram(model: .spherical, nugget: 0, partialSill: 1, range: 100)

  /// Two points: by symmetry the middle is their mean; towards a point the weight is
  /// 1/2 + (gamma(b) - gamma(a)) / (2 gamma(ab)), a and b the distances to both points.
  @Test func twoPointsFollowTheEquationsSolvedByHand() throws {
    let kriging = try OrdinaryKriging(
      points: [point(0, 0, 10), point(40, 0, 20)], crs: .unknown, variogram: spherical)
    let weight =
      0.5 + (spherical.semivariance(at: 30) - spherical.semivariance(at: 10))
      / (2 * spherical.semivariance(at: 40))
    let values = try kriging.values(at: [Coordinate(x: 20, y: 0), Coordinate(x: 10, y: 0)])
    #expect(largestDifference(values, [15, weight * 10 + (1 - weight) * 20]) < 1e-12)
  }

  /// numpy.linalg.solve of the semivariance form on four points, numpy 2.4.
  @Test func fourPointsAgreeWithNumpy() throws {
    let points = [point(0, 0, 1), point(50, 10, 4), point(20, 60, 2), point(70, 70, 7)]
    let variogram = Variogram(model: .exponential, nugget: 0.2, partialSill: 1.5, range: 80)
    let kriging = try OrdinaryKriging(points: points, crs: .unknown, variogram: variogram)
    let values = try kriging.values(at: [Coordinate(x: 30, y: 30), Coordinate(x: 90, y: -10)])
    #expect(largestDifference(values, [3.166501177978822, 3.669814127437098]) < 1e-12)
  }

  @Test func pointsKeepTheirValues() throws {
    let kriging = try OrdinaryKriging(points: hills, crs: .unknown)
    let values = try kriging.values(at: hills.map(\.position))
    #expect(largestDifference(values, hills.map(\.value)) < 1e-9)
  }

  @Test func smoothSurfacesAreFollowedMoreCloselyThanByInverseDistance() throws {
    let kriging = try OrdinaryKriging(points: hills, crs: .unknown).leaveOneOutErrors()
    let inverse = try InverseDistance(points: hills, crs: .unknown).leaveOneOutErrors()
    #expect(kriging.rootMeanSquare < 0.6 * inverse.rootMeanSquare)
  }

  @Test func theModelWithTheLeastLeaveOneOutErrorIsTaken() throws {
    let chosen = try OrdinaryKriging(points: hills, crs: .unknown)
    let errors = try Variogram.Model.allCases.map {
      try OrdinaryKriging(points: hills, crs: .unknown, models: [$0]).leaveOneOutErrors()
    }
    #expect(try chosen.leaveOneOutErrors().rootMeanSquare == errors.map(\.rootMeanSquare).min())
  }

  @Test func leaveOneOutIsKrigingWithoutThePoint() throws {
    let kriging = try OrdinaryKriging(points: hills, crs: .unknown)
    let variogram = try #require(kriging.variogram)
    let without = try OrdinaryKriging(
      points: Array(hills.dropFirst()), crs: .unknown, variogram: variogram)
    let value = try without.values(at: [hills[0].position])[0]
    let error = try kriging.leaveOneOutErrors().errors[0]
    #expect(abs(error - (value - hills[0].value)) < 1e-10)
  }

  @Test func gridsGetTheValuesAtTheirCellCentres() throws {
    let grid = RasterGrid(
      rows: 37, columns: 45,
      geoTransform: GeoTransform(left: -20, top: 110, cellWidth: 4, cellHeight: 3), crs: .unknown)
    let kriging = try OrdinaryKriging(points: hills, crs: .unknown, neighbors: 8)
    let raster = try kriging.interpolated(onto: grid, threads: 3)
    let centers = (0..<grid.count).map { grid.geoTransform.center(of: grid.cell(at: $0)) }
    #expect(raster.values == (try kriging.values(at: centers)).map { Float($0) })
    #expect(raster.values == (try kriging.interpolated(onto: grid, threads: 1)).values)
  }

  @Test func unitsOfPlaceAndValueDoNotMatter() throws {
    let scaled = hills.map {
      point($0.position.x * 1_000, $0.position.y * 1_000, $0.value * 1e-6 + 3)
    }
    let place = Coordinate(x: 33, y: 41)
    let value = try OrdinaryKriging(points: hills, crs: .unknown).values(at: [place])[0]
    let other = try OrdinaryKriging(points: scaled, crs: .unknown)
      .values(at: [Coordinate(x: 33_000, y: 41_000)])[0]
    #expect(abs((other - 3) * 1e6 - value) < 1e-6)
  }

  @Test func repeatedPositionsDoNotMakeTheEquationsSingular() throws {
    let twice = hills + hills.map { point($0.position.x, $0.position.y, $0.value + 1) }
    let kriging = try OrdinaryKriging(points: twice, crs: .unknown)
    let value = try kriging.values(at: [hills[3].position])[0]
    #expect(abs(value - (hills[3].value + 0.5)) < 1e-9)
  }

  @Test func fewPointsAndEqualValuesFallBack() throws {
    let two = [point(0, 0, 10), point(3, 0, 40)]
    let few = try OrdinaryKriging(points: two, crs: .unknown)
    #expect(few.variogram == nil)
    #expect(try few.values(at: [Coordinate(x: 1, y: 0)]) == [16])
    let equal = try OrdinaryKriging(
      points: hills.map { point($0.position.x, $0.position.y, 5) }, crs: .unknown)
    #expect(equal.variogram == nil)
    #expect(try equal.values(at: [Coordinate(x: 1, y: 0)]) == [5])
  }

  @Test func pureNuggetGivesTheMeanOfTheNeighbours() throws {
    let nugget = Variogram(model: .spherical, nugget: 1, partialSill: 0, range: 10)
    let kriging = try OrdinaryKriging(
      points: [point(0, 0, 1), point(9, 0, 2), point(0, 9, 6)], crs: .unknown, variogram: nugget)
    #expect(abs(try kriging.values(at: [Coordinate(x: 4, y: 4)])[0] - 3) < 1e-12)
  }

  @Test func pointsOnALineAndFarAwayWork() throws {
    let line = (0..<20).map { point(Double($0) * 1e6, 0, Double($0 % 5)) }
    let kriging = try OrdinaryKriging(points: line, crs: .unknown)
    let values = try kriging.values(at: [Coordinate(x: 1e12, y: -1e12), Coordinate(x: 5.5e6, y: 1)])
    #expect(values.allSatisfy { $0.isFinite && $0 > -2 && $0 < 6 })
  }

  @Test func unusableArgumentsThrow() {
    #expect(throws: GeoRasterError.self) { try OrdinaryKriging(points: [], crs: .unknown) }
    #expect(throws: GeoRasterError.self) {
      try OrdinaryKriging(points: hills, crs: .unknown, neighbors: 0)
    }
    #expect(throws: GeoRasterError.self) {
      try OrdinaryKriging(points: hills, crs: .unknown, models: [])
    }
  }

  /// Three points at the corners of an equilateral triangle: in the middle each weighs 1/3, and s^2 = gamma(middle, corner)
  /// - (semivariances among the points weighted) + multiplier, by hand: 2 g(a) - 2/3 g(b).
  @Test func standardDeviationFollowsTheEquations() throws {
    let height = 30 * 3.0.squareRoot()
    let points = [point(0, 0, 1), point(60, 0, 2), point(30, height, 6)]
    let kriging = try OrdinaryKriging(points: points, crs: .unknown, variogram: spherical)
    let grid = RasterGrid(
      rows: 1, columns: 1,
      geoTransform: GeoTransform(
        left: 29, top: height / 3 + 1, cellWidth: 2, cellHeight: 2), crs: .unknown)
    let expected =
      2 * spherical.semivariance(at: height * 2 / 3) - 2.0 / 3 * spherical.semivariance(at: 60)
    let deviation = try kriging.standardDeviation(onto: grid).values[0]
    #expect(abs(Double(deviation) - expected.squareRoot()) < 1e-6)
    #expect(abs(try kriging.interpolated(onto: grid).values[0] - 3) < 1e-5)
    let corner = RasterGrid(
      rows: 1, columns: 1,
      geoTransform: GeoTransform(left: -1, top: 1, cellWidth: 2, cellHeight: 2), crs: .unknown)
    #expect(try kriging.standardDeviation(onto: corner).values == [0])
  }
}
