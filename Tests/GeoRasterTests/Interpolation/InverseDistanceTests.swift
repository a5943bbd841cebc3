import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct InverseDistanceTests {
  private func point(_ x: Double, _ y: Double, _ value: Double) -> PointValue {
    PointValue(position: Coordinate(x: x, y: y), value: value)
  }

  @Test func weightsFallWithTheSquareOfTheDistance() throws {
    let points = [point(0, 0, 10), point(3, 0, 40)]
    let idw = try InverseDistance(points: points, crs: .unknown)
    // Weights 1 and 1/4.
    #expect(try idw.values(at: [Coordinate(x: 1, y: 0)]) == [16])
    #expect(try idw.values(at: [Coordinate(x: 3, y: 0), Coordinate(x: 0, y: 0)]) == [40, 10])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithGDAL() throws {
    for expected in try ReferenceData.golden("idw")["cases"].elements {
      let power = try #require(expected["power"].double)
      let places = zip(expected["query_x"].doubles, expected["query_y"].doubles)
        .map { Coordinate(x: $0, y: $1) }
      let values = expected["points_value"].doubles
      let points = values.indices.map {
        point(expected["points_x"].doubles[$0], expected["points_y"].doubles[$0], values[$0])
      }
      for (neighbors, key) in [(nil, "value"), (4, "k_nearest_4_value")] {
        let idw = try InverseDistance(
          points: points, crs: .unknown, power: power, neighbors: neighbors)
        let found = try idw.values(at: places)
        #expect(largestDifference(found, expected[key].doubles) < 1e-9)
      }
    }
  }

  @Test func gridsGetTheValuesAtTheirCellCentres() throws {
    let points = (0..<40).map { (index: Int) -> PointValue in
      point(Double(index * 37 % 101), Double(index * 53 % 89), Double(index % 7))
    }
    let grid = RasterGrid(
      rows: 41, columns: 37,
      geoTransform: GeoTransform(left: -20, top: 110, cellWidth: 4, cellHeight: 3), crs: .unknown)
    let idw = try InverseDistance(points: points, crs: .unknown, neighbors: 5)
    let raster = try idw.interpolated(onto: grid, threads: 3)
    let centers = (0..<grid.count).map { grid.geoTransform.center(of: grid.cell(at: $0)) }
    #expect(raster.values == (try idw.values(at: centers)).map { Float($0) })
    #expect(raster.values == (try idw.interpolated(onto: grid, threads: 1)).values)
  }

  @Test func repeatedPositionsAreAveragedAndUnusablePointsLeftOut() throws {
    let points = [
      point(0, 0, 1), point(5, 5, .nan), point(0, 0, 2), point(.infinity, 0, 7), point(0, 0, 6),
    ]
    let idw = try InverseDistance(points: points, crs: .unknown)
    #expect(try idw.values(at: [Coordinate(x: 0, y: 0), Coordinate(x: 9, y: 9)]) == [3, 3])
    #expect(idw.neighbors == 1)
  }

  @Test func tinyAndHugeDistancesStayFinite() throws {
    let points = [point(0, 0, 1), point(1e-150, 0, 3), point(1e150, 0, 9)]
    let idw = try InverseDistance(points: points, crs: .unknown, power: 8)
    let values = try idw.values(at: [Coordinate(x: 0.5e-150, y: 0), Coordinate(x: 1e140, y: 0)])
    #expect(largestDifference(values, [2, 2]) < 1e-9)
  }

  @Test func degreesAreMeasuredInMetres() throws {
    let degrees = CoordinateReferenceSystem(wellKnownText: #"GEOGCS["x",UNIT["degree",0.01745]]"#)
    // At 60 degrees north a degree of longitude is half as long as one of latitude.
    let points = [point(10.5, 60, 4), point(10, 60.25, 8)]
    let idw = try InverseDistance(points: points, crs: degrees)
    let value = try idw.values(at: [Coordinate(x: 10, y: 60)])[0]
    #expect(abs(value - 6) < 0.03)
  }

  @Test func leaveOneOutUsesTheOthers() throws {
    let points = [point(0, 0, 1), point(1, 0, 5), point(3, 0, 2)]
    let errors = try InverseDistance(points: points, crs: .unknown, neighbors: 1)
      .leaveOneOutErrors()
    #expect(errors.errors == [4, -4, 3])
    #expect(abs(errors.rootMeanSquare - (41.0 / 3).squareRoot()) < 1e-12)
    #expect(abs(errors.mean - 1) < 1e-12)
    let one = try InverseDistance(points: [point(0, 0, 1)], crs: .unknown).leaveOneOutErrors()
    #expect(one.rootMeanSquare.isNaN)
  }

  @Test func unusableArgumentsThrow() {
    #expect(throws: GeoRasterError.self) { try InverseDistance(points: [], crs: .unknown) }
    #expect(throws: GeoRasterError.self) {
      try InverseDistance(points: [point(0, 0, .nan)], crs: .unknown)
    }
    for power in [0, -1, Double.nan, .infinity] {
      #expect(throws: GeoRasterError.self) {
        try InverseDistance(points: [point(0, 0, 1)], crs: .unknown, power: power)
      }
    }
    #expect(throws: GeoRasterError.self) {
      try InverseDistance(points: [point(0, 0, 1)], crs: .unknown, neighbors: 0)
    }
  }
}
