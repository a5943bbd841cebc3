import Testing

@testable import GeoRaster

@Suite struct NearestPointsTests {
  private func points(_ count: Int) throws -> InterpolationPoints {
    try InterpolationPoints(
      (0..<count).map { index in
        PointValue(
          position: Coordinate(x: Double(index * 61 % 97), y: Double(index * 43 % 83)), value: 1)
      }, crs: .unknown)
  }

  private func expectFirstOfAllSorted(
    _ points: InterpolationPoints, _ place: Coordinate, limit: Int
  ) {
    func squared(_ index: Int32) -> Double {
      let (dx, dy) = (points.x[Int(index)] - place.x, points.y[Int(index)] - place.y)
      return dx * dx + dy * dy
    }
    let sorted = (0..<Int32(points.count)).sorted { (squared($0), $0) < (squared($1), $1) }
    let nearest = NearestPoints(limit: limit)
    nearest.find(near: place, in: points.tree)
    #expect(Array(nearest.indices) == Array(sorted.prefix(limit)))
    #expect(Array(nearest.squaredDistances) == sorted.prefix(limit).map(squared))
    nearest.find(near: place, in: points.tree, excluding: sorted[2])
    #expect(Array(nearest.indices) == Array((sorted[..<2] + sorted[3...]).prefix(limit)))
  }

  @Test(arguments: [3, 8, 9, 60, 500])
  func areTheFirstOfAllSortedByDistance(count: Int) throws {
    let points = try points(count)
    for place in [(31.2, 40.7), (0, 0), (48, 41), (-500, 1e6), (61, 43)] {
      for limit in [1, 9, 1000] {
        expectFirstOfAllSorted(points, Coordinate(x: place.0, y: place.1), limit: limit)
      }
    }
  }

  /// Many points are as near: the order of the input decides, wherever they are in the tree.
  @Test func equalDistancesKeepTheOrderOfThePoints() throws {
    let lattice = (0..<400).map { (index: Int) -> PointValue in
      let place = index * 7 % 400
      return PointValue(
        position: Coordinate(x: Double(place % 20), y: Double(place / 20)), value: 1)
    }
    let points = try InterpolationPoints(lattice, crs: .unknown)
    for place in [(9.5, 9.5), (10, 10), (0, 19), (-3, 7.5)] {
      expectFirstOfAllSorted(points, Coordinate(x: place.0, y: place.1), limit: 13)
    }
  }

  @Test func pointsOnALineAreFound() throws {
    let line = (0..<200).map { (index: Int) -> PointValue in
      PointValue(position: Coordinate(x: 5, y: Double(index * 37 % 200)), value: 1)
    }
    expectFirstOfAllSorted(
      try InterpolationPoints(line, crs: .unknown), Coordinate(x: 9, y: 77.5), limit: 6)
  }
}
