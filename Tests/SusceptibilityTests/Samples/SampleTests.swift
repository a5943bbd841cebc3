import GeoRaster
import Testing

@testable import Susceptibility

@Suite struct SampleTests {
  private func sample(_ cell: Int, _ id: String? = nil) -> Sample {
    Sample(
      position: Coordinate(x: 0, y: 0), cell: cell, isLandslide: id != nil,
      landslideID: id ?? "")
  }

  @Test func samplesOfOneCellOrOneLandslideAreOneGroup() {
    let collection = SampleCollection([
      sample(1, "a"), sample(2, "a"), sample(2, "b"), sample(3, "c"), sample(3), sample(4),
    ])
    #expect(collection.groups == [0, 0, 0, 3, 3, 5])
  }

  @Test func anEmptyIdentifierJoinsNothing() {
    let collection = SampleCollection([sample(1, ""), sample(2, "")])
    #expect(collection.groups == [0, 1])
  }
}

@Suite struct FeatureDistanceTests {
  private let grid = RasterGrid(
    rows: 100, columns: 100,
    geoTransform: GeoTransform(left: 0, top: 3000, cellWidth: 30, cellHeight: 30), crs: .unknown)

  private func layer(_ geometry: Geometry) -> VectorLayer {
    VectorLayer(
      source: "test", crs: .unknown, fields: [], features: [Feature(geometry: geometry)])
  }

  @Test func theDistanceIsThatToTheGeometryItself() {
    let line = Geometry.lines([[Coordinate(x: 500, y: 0), Coordinate(x: 500, y: 3000)]])
    let distance = FeatureDistance(layer: layer(line), grid: grid, reach: 90)
    #expect(!distance.isFree(Coordinate(x: 589.9, y: 1500)))
    #expect(distance.isFree(Coordinate(x: 590, y: 1500)))
  }

  @Test func theInsideOfAPolygonIsNotFree() {
    let square = [(500.0, 500.0), (1500, 500), (1500, 1500), (500, 1500)].map {
      Coordinate(x: $0.0, y: $0.1)
    }
    let distance = FeatureDistance(layer: layer(.polygons([[square]])), grid: grid, reach: 10)
    #expect(!distance.isFree(Coordinate(x: 1000, y: 1000)))
    #expect(distance.isFree(Coordinate(x: 1511, y: 1000)))
  }

  @Test func featuresBeyondTheBorderCount() {
    let point = Geometry.points([Coordinate(x: -50, y: 1500)])
    let distance = FeatureDistance(layer: layer(point), grid: grid, reach: 90)
    #expect(!distance.isFree(Coordinate(x: 15, y: 1500)))
    #expect(distance.isFree(Coordinate(x: 45, y: 1500)))
  }

  @Test func coordinatesFarAwayCostNothing() {
    let line = Geometry.lines([[Coordinate(x: -1e18, y: 1500), Coordinate(x: 1e18, y: 1500)]])
    let distance = FeatureDistance(layer: layer(line), grid: grid, reach: 90)
    #expect(distance.isFree(Coordinate(x: 1000, y: 1000)))
  }
}
