import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct VectorLayerTests {
  @Test func csvFilesAreReadInBothBuilds() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("x,y,label\n1,2,1\n3,4,0\n", to: "points.csv")
    let layer = try VectorLayer.read(file, gridCRS: .wgs84)
    #expect(layer.crs == .wgs84 && layer.features.count == 2 && !layer.isCRSAssumed)
    let landslides = try layer.filtered(by: AttributeFilter(parsing: "label = 1"))
    #expect(landslides.features.map(\.geometry) == [.points([.init(x: 1, y: 2)])])
    #expect(throws: GeoRasterError.self) {
      try VectorLayer.read(folder.file("missing.csv"), gridCRS: .unknown)
    }
    #expect(throws: GeoRasterError.self) {
      try VectorLayer.read(folder.file("missing.shp"), gridCRS: .unknown)
    }
    #expect(throws: GeoRasterError.self) { try VectorLayer.read(folder.url, gridCRS: .unknown) }
  }

  @Test func numbersThatAreNoDegreesAreNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("lon,lat\n75,34\n500600,2999400\n", to: "a.csv")
    let error = #expect(throws: GeoRasterError.self) {
      try VectorLayer.read(file, gridCRS: .unknown)
    }
    #expect(error?.description.contains("feature 2: expected degrees") == true)
    // The stated system of the same columns is not in degrees.
    #expect(throws: Never.self) {
      try VectorLayer.read(file, crs: "EPSG:32643", gridCRS: .unknown)
    }
  }

  @Test func edgesAroundTheEarthAreTold() throws {
    let folder = try TemporaryFolder()
    let text =
      #"{"type":"LineString","coordinates":[[179,0],[-179,0]]}"#
    let layer = try VectorLayer.read(
      folder.write(text, to: "a.geojson"), gridCRS: .unknown)
    #expect(layer.warnings.contains { $0.contains("antimeridian") })
    let whole = #"{"type":"LineString","coordinates":[[-180,0],[180,0]]}"#
    #expect(
      try VectorLayer.read(folder.write(whole, to: "b.geojson"), gridCRS: .unknown).warnings
        .isEmpty)
  }

  @Test func sameSystemsNeedNoTransformation() throws {
    let utm = try CoordinateReferenceSystem(userText: "EPSG:32643")
    let layer = VectorLayer(
      source: "a", crs: .unknown, fields: [],
      features: [Feature(geometry: .points([.init(x: 5, y: 6)]))])
    let moved = try layer.transformed(to: utm)
    #expect(moved.crs == utm && moved.features == layer.features)
  }

  @Test func otherSystemsAreTransformedOrNeedGDAL() throws {
    let utm = try CoordinateReferenceSystem(userText: "EPSG:32643")
    let layer = VectorLayer(
      source: "a", crs: .wgs84, fields: ["n"],
      features: [
        // Its central meridian on the equator, and the other side of the earth.
        Feature(
          geometry: .lines([[.init(x: 75, y: 0), .init(x: 75, y: 45)]]),
          attributes: ["n": .number(1)]),
        Feature(geometry: .points([.init(x: -15, y: 0)])),
      ])
    guard RasterFile.usesGDAL else {
      #expect(throws: GeoRasterError.self) { try layer.transformed(to: utm) }
      return
    }
    let moved = try layer.transformed(to: utm)
    let places = try #require(moved.features.first).geometry.coordinates
    #expect(abs(places[0].x - 500_000) < 1e-6 && abs(places[0].y) < 1e-6)
    // The meridian's length from the equator to 45 degrees on WGS 84, 4 984 944.378 m, times 0.9996.
    #expect(abs(places[1].y - 4_984_944.378 * 0.9996) < 0.01)
    #expect(moved.features[0].attributes == ["n": .number(1)])
    #expect(moved.features.count + moved.warnings.count == 2)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func shapefilesAreReadOrNeedGDAL() throws {
    let reference = try ReferenceData.golden("shapefile")
    let file = try ReferenceData.file("golden/" + (reference["file"].string ?? ""))
    guard RasterFile.usesGDAL else {
      let error = #expect(throws: GeoRasterError.self) {
        try VectorLayer.read(file, gridCRS: .unknown)
      }
      #expect(error?.description.contains("libgdal-dev") ?? false)
      return
    }
    let layer = try VectorLayer.read(file, gridCRS: .unknown)
    let places = layer.features.flatMap(\.geometry.coordinates)
    #expect(places.map(\.x) == reference["points_x"].doubles)
    #expect(places.map(\.y) == reference["points_y"].doubles)
    let names = reference["names"].elements.compactMap(\.string)
    let nameField = try #require(layer.fields.first { $0.lowercased().hasPrefix("name") })
    #expect(layer.features.map { $0.attributes[nameField]?.textValue } == names)
    let label = try layer.field(named: "LABEL")
    #expect(
      layer.features.map { $0.attributes[label]?.numericValue ?? .nan }
        == reference["label"].doubles)
    let landslides = try layer.filtered(by: AttributeFilter(parsing: "Label = 1 AND area > 60"))
    #expect(landslides.features.count == 4)
  }
}
