import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct GeometryTests {
  private func ring(_ numbers: [Double]) -> [Coordinate] {
    stride(from: 0, to: numbers.count - 1, by: 2).map {
      Coordinate(x: numbers[$0], y: numbers[$0 + 1])
    }
  }

  @Test func centroidTakesHolesOutWhateverTheDirectionOfRings() throws {
    let outer = ring([0, 0, 4, 0, 4, 4, 0, 4])
    let hole = ring([2, 1, 2, 3, 4, 3, 4, 1])
    // (16 x 2 - 4 x 3) / 12 and (16 x 2 - 4 x 2) / 12.
    for holeRing in [hole, Array(hole.reversed())] {
      for outerRing in [outer, Array(outer.reversed()), outer + [outer[0]]] {
        let shape = Geometry.polygons([[outerRing, holeRing]])
        let centroid = try #require(shape.centroid)
        #expect(abs(centroid.x - 20.0 / 12) < 1e-12 && abs(centroid.y - 2) < 1e-12)
        #expect(shape.area == 12)
      }
    }
  }

  @Test func partsCountWithTheirArea() {
    let shape = Geometry.polygons([
      [ring([0, 0, 2, 0, 2, 2, 0, 2])], [ring([10, 0, 11, 0, 11, 1, 10, 1])],
    ])
    #expect(shape.centroid == Coordinate(x: (4 * 1 + 1 * 10.5) / 5, y: (4 * 1 + 0.5) / 5))
  }

  @Test func farFromTheOriginNoDigitsAreLost() throws {
    let shape = Geometry.polygons([
      [
        ring([
          711_962.5, 9_561_011.5, 711_963.5, 9_561_011.5, 711_963.5, 9_561_012.5, 711_962.5,
          9_561_012.5,
        ])
      ]
    ])
    #expect(shape.centroid == Coordinate(x: 711_963, y: 9_561_012))
    #expect(shape.area == 1)
  }

  @Test func degenerateShapesFallBackToOutlinesAndPoints() {
    #expect(Geometry.points([]).centroid == nil)
    #expect(Geometry.polygons([]).representativePoint == nil)
    #expect(Geometry.points(ring([0, 0, 2, 4])).centroid == Coordinate(x: 1, y: 2))
    #expect(Geometry.lines([ring([0, 0, 2, 0, 2, 2])]).centroid == Coordinate(x: 1.5, y: 0.5))
    #expect(Geometry.lines([ring([3, 3])]).centroid == Coordinate(x: 3, y: 3))
    #expect(Geometry.polygons([[ring([0, 0, 2, 2])]]).centroid == Coordinate(x: 1, y: 1))
    #expect(Geometry.polygons([[ring([5, 6])]]).representativePoint == Coordinate(x: 5, y: 6))
    let broken = Geometry.polygons([[ring([.nan, 0, 1, 1, 2, 0])]])
    #expect(broken.representativePoint == nil)
    #expect(broken.boundingBox == BoundingBox(minimumX: 1, minimumY: 0, maximumX: 2, maximumY: 1))
  }

  @Test func theInnerPointIsTheMiddleOfTheWidestStretch() {
    // A U whose centroid lies in its gap; the line at height 2 (halfway between 1 and 3) meets two arms of 1 and 2.
    let u = Geometry.polygons([[ring([0, 0, 9, 0, 9, 3, 7, 3, 7, 1, 1, 1, 1, 3, 0, 3])]])
    #expect(u.centroid.map(u.contains) == false)
    #expect(u.representativePoint == Coordinate(x: 8, y: 2))
    let ringShape = Geometry.polygons([
      [ring([0, 0, 4, 0, 4, 4, 0, 4]), ring([1, 1, 1, 3, 3, 3, 3, 1])]
    ])
    #expect(!ringShape.contains(Coordinate(x: 2, y: 2)))
    #expect(ringShape.representativePoint == Coordinate(x: 0.5, y: 2))
    let square = Geometry.polygons([[ring([0, 0, 4, 0, 4, 4, 0, 4])]])
    #expect(square.representativePoint == Coordinate(x: 2, y: 2))
  }

  @Test func linesAndPointsHaveTheirNearestPlace() {
    let bent = Geometry.lines([ring([0, 0, 4, 0, 4, 4])])
    let point = bent.representativePoint
    #expect(point == Coordinate(x: 3, y: 0) || point == Coordinate(x: 4, y: 1))
    #expect(
      Geometry.points(ring([0, 0, 10, 0, 4, 0])).representativePoint == Coordinate(x: 4, y: 0))
  }

  @Test func neighbouringPolygonsShareNoPlace() {
    let left = Geometry.polygons([[ring([0, 0, 3, 0, 5, 4, 0, 4])]])
    let right = Geometry.polygons([[ring([3, 0, 9, 0, 9, 4, 5, 4])]])
    for step in 0..<40 {
      let y = Double(step) / 10
      for x in [3 + y / 2, 0.0, 8.9, 3, 5] where x < 9 {
        let place = Coordinate(x: x, y: y)
        #expect(left.contains(place) != right.contains(place), "\(place)")
      }
    }
  }

  @Test(
    .enabled(
      if: ReferenceData.isAvailable && RasterFile.usesGDAL,
      Comment(rawValue: ReferenceData.comment)))
  func matchesTheRepresentativePointsOfAnInventory() throws {
    // Its README: one point per polygon, the centroid, or an inner point where that lies outside.
    let folder = "data/kaghan_pakistan/landslides_"
    let polygons = try VectorLayer.read(
      ReferenceData.file(folder + "polygons.shp"), gridCRS: .unknown)
    let points = try VectorLayer.read(ReferenceData.file(folder + "points.shp"), gridCRS: .unknown)
    #expect(polygons.features.count == 3820)
    var inner = 0
    var moved = 0
    for (polygon, point) in zip(polygons.features, points.features) {
      guard case .polygons(let parts) = polygon.geometry else { continue }
      let expected = try #require(point.geometry.representativePoint)
      let found = try #require(polygon.geometry.representativePoint)
      #expect(polygon.geometry.contains(found))
      if found != polygon.geometry.centroid { inner += 1 }
      // Of several parts its makers chose an inner point in another way.
      if found == polygon.geometry.centroid || parts.count == 1 {
        if expected.squaredDistance(to: found) > 0.02 * 0.02 { moved += 1 }
      }
    }
    #expect(inner > 0)
    // Four slivers that the edge of the excerpt cuts off have points up to 1.2 m inside of it.
    #expect(moved == 4)
  }
}
