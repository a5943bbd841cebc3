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

  @Test func areTheFirstOfAllSortedByDistance() throws {
    let points = try points(60)
    let place = Coordinate(x: 31.2, y: 40.7)
    func squared(_ index: Int32) -> Double {
      let (dx, dy) = (points.x[Int(index)] - place.x, points.y[Int(index)] - place.y)
      return dx * dx + dy * dy
    }
    let sorted = points.allCandidates.indices.sorted { (squared($0), $0) < (squared($1), $1) }
    let nearest = NearestPoints(limit: 9)
    nearest.find(near: place, among: points.allCandidates)
    #expect(Array(nearest.indices) == Array(sorted.prefix(9)))
    #expect(Array(nearest.squaredDistances) == sorted.prefix(9).map(squared))
    nearest.find(near: place, among: points.allCandidates, excluding: sorted[2])
    #expect(Array(nearest.indices) == Array((sorted[..<2] + sorted[3..<10])))
  }

  @Test func candidatesHoldTheNearestOfEveryPlaceInTheCircle() throws {
    let points = try points(80)
    let center = Coordinate(x: 20, y: 30)
    let candidates = points.candidates(
      center: center, radius: 5, limit: 4, all: points.allCandidates)
    #expect(candidates.indices.count < 40)
    for (dx, dy) in [(0.0, 0.0), (5, 0), (0, -5), (3, 4), (-3, 4), (-4, -3), (2, 1)] {
      let place = Coordinate(x: center.x + dx, y: center.y + dy)
      let all = NearestPoints(limit: 4)
      all.find(near: place, among: points.allCandidates)
      let some = NearestPoints(limit: 4)
      some.find(near: place, among: candidates)
      #expect(Array(all.indices) == Array(some.indices))
    }
  }
}
