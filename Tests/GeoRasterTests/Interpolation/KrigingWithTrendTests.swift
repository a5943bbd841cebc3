import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct KrigingWithTrendTests {
  private let epicenter = Coordinate(x: 42_500, y: 31_250)

  private func logDistance(_ place: Coordinate, depth: Double = 4_500) -> Double {
    log((place.squaredDistance(to: epicenter) + depth * depth).squareRoot() / 1_000)
  }

  private var stations: [PointValue] { stations(40) }

  /// The points of Scripts/reference-values/kriging_with_trend.py.
  private func stations(_ count: Int) -> [PointValue] {
    (0..<count).map { (index: Int) -> PointValue in
      let place = Coordinate(x: Double(index * 37 % 101) * 1e3, y: Double(index * 53 % 89) * 1e3)
      let residual = 0.3 * sin(place.x / 9_000) * cos(place.y / 7_000)
      return PointValue(position: place, value: 1.5 - 1.1 * logDistance(place) + residual)
    }
  }

  private let variogram = Variogram(
    model: .exponential, nugget: 0.01, partialSill: 0.2, range: 30_000)

  private func kriging(_ points: [PointValue], neighbors: Int = 24) throws -> KrigingWithTrend {
    try KrigingWithTrend(
      points: points, crs: .unknown, source: [.points([epicenter])], neighbors: neighbors,
      variogram: variogram)
  }

  private static let places = [
    Coordinate(x: 30_300, y: 40_700), Coordinate(x: 42_500, y: 31_250),
    Coordinate(x: 90_100, y: 5_200), Coordinate(x: 400_000, y: 300_000),
  ]

  /// Scripts/reference-values/kriging_with_trend.py, numpy 2.4.6: value and standard deviation at the four places. More than
  /// 64 neighbours are factored by LAPACK.
  @Test(arguments: [
    (
      12, [-1.6040608622344594, -0.1269587920501723, -2.962292313647958, -5.186620183456286],
      [0.35950080466382517, 0.44392081351363916, 0.28143789956559717, 0.45825756949558405]
    ),
    (
      40, [-1.6051914271750698, -0.15070323272537173, -2.9565877633479416, -5.179660171667678],
      [0.35945119298850253, 0.3886654876973085, 0.278378933217677, 0.6538657157206742]
    ),
    (
      90, [-1.5964011625207155, -0.15215251867707924, -2.991759970989252, -5.145578975061522],
      [0.3442755048489286, 0.35492556478154674, 0.263885298957276, 0.6231412368653003]
    ),
  ])
  func agreesWithNumpy(neighbors: Int, values: [Double], deviations: [Double]) throws {
    let kriging = try kriging(stations(max(40, neighbors)), neighbors: neighbors)
    #expect(largestDifference(try kriging.values(at: Self.places), values) < 1e-10)
    for (place, expected) in zip(Self.places, deviations) {
      let cell = RasterGrid(
        rows: 1, columns: 1,
        geoTransform: GeoTransform(
          left: place.x - 50, top: place.y + 50, cellWidth: 100, cellHeight: 100), crs: .unknown)
      let deviation = try kriging.standardDeviation(onto: cell).values[0]
      #expect(abs(Double(deviation) - expected) < 1e-7)
    }
  }

  @Test func leaveOneOutIsKrigingWithoutThePoint() throws {
    let errors = try kriging(stations).leaveOneOutErrors().errors
    for left in [0, 7, 39] {
      var others = stations
      let point = others.remove(at: left)
      let value = try kriging(others).values(at: [point.position])[0]
      #expect(abs(errors[left] - (value - point.value)) < 1e-9)
    }
  }

  /// Far outside of what the nearest tell, the line through all points holds: here they are all as far from the source.
  @Test func equallyFarNeighborsTakeTheTrendOfAllPoints() throws {
    let ring = (0..<24).map { (index: Int) -> PointValue in
      let angle = Double(index) / 24 * 2 * .pi
      let place = Coordinate(
        x: epicenter.x + 20_000 * cos(angle), y: epicenter.y + 20_000 * sin(angle))
      return PointValue(position: place, value: index.isMultiple(of: 2) ? -1 : -1.2)
    }
    let far = (0..<24).map { (index: Int) -> PointValue in
      let place = Coordinate(x: 3e5 + Double(index) * 5e4, y: Double(index * 7 % 5) * 1e4)
      return PointValue(position: place, value: 2 - logDistance(place))
    }
    let kriging = try kriging(ring + far)
    let line = kriging.intercept + kriging.slope * log(4.5)
    let value = try kriging.values(at: [epicenter])[0]
    #expect(abs(value - line) < 1.5 && value > 0)
  }

  @Test func gridsAreTheSameForAnyNumberOfThreads() throws {
    let grid = RasterGrid(
      rows: 37, columns: 45,
      geoTransform: GeoTransform(left: -2_000, top: 11e4, cellWidth: 4e3, cellHeight: 3e3),
      crs: .unknown)
    let line = Geometry.lines([
      [Coordinate(x: 0, y: 0), Coordinate(x: 5e4, y: 5e4), Coordinate(x: 9e4, y: 4e4)],
      [Coordinate(x: 1e5, y: 9e4), Coordinate(x: 12e4, y: 9e4)],
    ])
    let kriging = try KrigingWithTrend(points: stations, crs: .unknown, source: [line])
    let raster = try kriging.interpolated(onto: grid, threads: 3)
    let centers = (0..<grid.count).map { grid.geoTransform.center(of: grid.cell(at: $0)) }
    #expect(raster.values == (try kriging.values(at: centers)).map { Float($0) })
    #expect(raster.values == (try kriging.interpolated(onto: grid, threads: 1)).values)
    let deviation = try kriging.standardDeviation(onto: grid, threads: 3)
    #expect(deviation.values == (try kriging.standardDeviation(onto: grid, threads: 1)).values)
    #expect(deviation.values.allSatisfy { $0 >= 0 && $0.isFinite })
  }

  @Test func cancelledProgressStops() throws {
    let grid = RasterGrid(
      rows: 37, columns: 45,
      geoTransform: GeoTransform(left: 0, top: 0, cellWidth: 1, cellHeight: 1), crs: .unknown)
    let progress = Progress(totalUnitCount: 1)
    progress.cancel()
    #expect(throws: CancellationError.self) {
      try kriging(stations).interpolated(onto: grid, progress: progress)
    }
    let counted = Progress(totalUnitCount: 1)
    _ = try kriging(stations).interpolated(onto: grid, progress: counted)
    #expect(counted.isFinished)
  }

  @Test func equalValuesAndExactTrendsLeaveNoVariogram() throws {
    let equal = stations.map { PointValue(position: $0.position, value: -3) }
    let exact = stations.map {
      PointValue(position: $0.position, value: 2 - 1.25 * logDistance($0.position))
    }
    let source = [Geometry.points([epicenter])]
    let flat = try KrigingWithTrend(points: equal, crs: .unknown, source: source)
    #expect(flat.variogram == nil && abs(flat.slope) < 1e-12)
    #expect(largestDifference(try flat.values(at: Self.places), [-3, -3, -3, -3]) < 1e-12)
    #expect(try flat.leaveOneOutErrors().rootMeanSquare < 1e-12)
    let sloping = try KrigingWithTrend(points: exact, crs: .unknown, source: source)
    #expect(sloping.variogram == nil && abs(sloping.slope + 1.25) < 1e-12)
    let expected = Self.places.map { 2 - 1.25 * logDistance($0) }
    #expect(largestDifference(try sloping.values(at: Self.places), expected) < 1e-12)
  }

  @Test func pointsOnALineAtTheSourceAndRepeatedOnesWork() throws {
    let onLine = (0..<30).map { (index: Int) -> PointValue in
      let place = Coordinate(x: epicenter.x + Double(index) * 2e3, y: epicenter.y)
      return PointValue(position: place, value: 1 - logDistance(place) + Double(index % 3) / 10)
    }
    let kriging = try KrigingWithTrend(
      points: onLine + onLine, crs: .unknown, source: [.points([epicenter])])
    #expect(kriging.count == 30)
    let values = try kriging.values(at: [epicenter] + Self.places)
    #expect(values[0] == onLine[0].value)
    #expect(values.allSatisfy { $0.isFinite && abs($0) < 10 })
    #expect(try kriging.leaveOneOutErrors().rootMeanSquare < 1)
  }

  @Test func nearlyCoincidentPointsAreSolved() throws {
    let close = (0..<40).map { (index: Int) -> PointValue in
      let place = Coordinate(
        x: Double(index % 2) * 1e-7 + Double(index / 2) * 3e3, y: Double(index / 2 * 7 % 11) * 2e3)
      return PointValue(position: place, value: Double(index % 5))
    }
    let smooth = Variogram(model: .spherical, nugget: 0, partialSill: 1, range: 1e5)
    let kriging = try KrigingWithTrend(
      points: close, crs: .unknown, source: [.points([epicenter])], variogram: smooth)
    #expect(try kriging.values(at: Self.places).allSatisfy { $0.isFinite && abs($0) < 20 })
  }

  @Test func unusableArgumentsThrow() throws {
    func expectError(
      _ points: [PointValue], _ source: [Geometry], depth: Double = 4_500, neighbors: Int = 24
    ) {
      #expect(throws: GeoRasterError.self) {
        try KrigingWithTrend(
          points: points, crs: .unknown, source: source, depth: depth, neighbors: neighbors)
      }
    }
    let source = [Geometry.points([epicenter])]
    expectError([], source)
    expectError(Array(stations.prefix(3)), source)
    expectError(Array(repeating: stations[0], count: 9), source)
    expectError(stations, [])
    expectError(stations, [.points([Coordinate(x: .nan, y: 0)])])
    expectError(stations, source, depth: 0)
    expectError(stations, source, depth: .nan)
    expectError(stations, source, neighbors: 3)
    let circle = [(0, 1), (1, 0), (0, -1), (-1, 0), (0.6, 0.8)].enumerated().map {
      PointValue(
        position: Coordinate(x: epicenter.x + $1.0 * 5e3, y: epicenter.y + $1.1 * 5e3),
        value: Double($0))
    }
    expectError(circle, source)
  }
}

@Suite struct SourceDistanceTests {
  @Test func isToTheNearestPieceAndZeroInsideAPolygon() throws {
    let square = Geometry.polygons([
      [
        [
          Coordinate(x: 0, y: 0), Coordinate(x: 10, y: 0), Coordinate(x: 10, y: 10),
          Coordinate(x: 0, y: 10),
        ]
      ]
    ])
    let source = try SourceDistance([
      square, .points([Coordinate(x: 100, y: 5)]),
      .lines([[Coordinate(x: 0, y: 50), Coordinate(x: 40, y: 50)]]),
    ])
    #expect(source.distance(to: Coordinate(x: 5, y: 5)) == 0)
    #expect(source.distance(to: Coordinate(x: 13, y: 14)) == 5)
    #expect(source.distance(to: Coordinate(x: 96, y: 8)) == 5)
    #expect(source.distance(to: Coordinate(x: 20, y: 57)) == 7)
    #expect(source.distance(to: Coordinate(x: 43, y: 54)) == 5)
  }

  @Test func piecesNearACircleGiveTheSameDistances() throws {
    let lines = (0..<50).map { (index: Int) -> Geometry in
      let a = Coordinate(x: Double(index * 37 % 101), y: Double(index * 53 % 89))
      return .lines([[a, Coordinate(x: a.x + Double(index % 7), y: a.y + 3)]])
    }
    let all = try SourceDistance(lines)
    let center = Coordinate(x: 47, y: 31)
    let near = all.near(center, radius: 5)
    for (dx, dy) in [(0.0, 0.0), (5, 0), (0, -5), (3, 4), (-3, 4), (-4, -3)] {
      let place = Coordinate(x: center.x + dx, y: center.y + dy)
      #expect(all.distance(to: place) == near.distance(to: place))
    }
  }
}
