import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct GeoJSONTests {
  private let folder: TemporaryFolder
  private let utm: CoordinateReferenceSystem

  init() throws {
    folder = try TemporaryFolder()
    utm = try CoordinateReferenceSystem(userText: "EPSG:32643")
  }

  private func read(_ text: String) throws -> VectorLayer {
    try VectorLayer.read(folder.write(text, to: "a.geojson"), gridCRS: utm)
  }

  private func feature(_ geometry: String, _ properties: String = "{}") -> String {
    #"{"type":"Feature","properties":\#(properties),"geometry":\#(geometry)}"#
  }

  private func collection(_ features: [String], crs: String? = "EPSG:32643") -> String {
    let member = crs.map { #""crs":{"type":"name","properties":{"name":"\#($0)"}},"# } ?? ""
    return
      #"{"type":"FeatureCollection",\#(member)"features":[\#(features.joined(separator: ","))]}"#
  }

  @Test func readsEveryKindOfGeometryAndDropsHeights() throws {
    let layer = try read(
      collection([
        feature(#"{"type":"Point","coordinates":[1,2,300]}"#, #"{"a":1,"b":"x"}"#),
        feature(#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#, #"{"a":null}"#),
        feature(#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#, #"{"a":2.5}"#),
        feature(#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}"#),
        feature(
          #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}"#
        ),
        feature(#"{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,0]]]]}"#),
        feature(
          #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[3,4]}]}"#
        ),
        feature("null"),
      ]))
    #expect(layer.crs.isSame(as: utm) && !layer.isCRSAssumed)
    let a = Coordinate(x: 1, y: 2)
    let b = Coordinate(x: 3, y: 4)
    #expect(
      layer.features.map(\.geometry).prefix(4) == [
        .points([a]), .points([a, b]), .lines([[a, b]]),
        .lines([[a, b], [.init(x: 5, y: 6), .init(x: 7, y: 8)]]),
      ])
    #expect(layer.features[4].geometry.area == 7.5)
    #expect(layer.features[5].geometry.area == 8)
    #expect(layer.features[6].geometry == .points([a, b]))
    #expect(layer.features.count == 7 && layer.warnings.count == 1)
    #expect(layer.features[0].attributes == ["a": .number(1), "b": .text("x")])
    #expect(layer.features[1].attributes == ["a": .null, "b": .null])
  }

  @Test func withoutASystemDegreesOrTheGridsAreMeant() throws {
    let degrees = try read(
      collection([feature(#"{"type":"Point","coordinates":[75,2]}"#)], crs: nil))
    #expect(degrees.crs.isSame(as: .wgs84) && !degrees.isCRSAssumed)
    let meters = try read(
      collection([feature(#"{"type":"Point","coordinates":[500000,2]}"#)], crs: nil))
    #expect(meters.crs == utm && meters.isCRSAssumed && meters.warnings.count == 1)
    let stated = try VectorLayer.read(
      folder.file("a.geojson"), crs: "EPSG:32644", gridCRS: utm)
    #expect(stated.crs.authorityCode == "EPSG:32644" && !stated.isCRSAssumed)
  }

  @Test(arguments: [
    "", "{", "[]", #"{"type":"Nonsense"}"#, #"{"type":"FeatureCollection"}"#,
    #"{"type":"FeatureCollection","features":[5]}"#,
    #"{"type":"Point","coordinates":["a","b"]}"#, #"{"type":"Polygon","coordinates":[1,2]}"#,
    String(repeating: "[", count: 100_000),
  ])
  func brokenFilesThrow(text: String) throws {
    #expect(throws: GeoRasterError.self) {
      try GeoJSONReader(data: Data(text.utf8), source: "a").layer()
    }
    if RasterFile.usesGDAL { _ = try? read(text) }
  }

  @Test func mixedCollectionsThrow() throws {
    #expect(throws: GeoRasterError.self) {
      try read(
        #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[3,4],[5,6]]}]}"#
      )
    }
  }

  @Test func writtenLayersReadBackExactly() throws {
    let square = [(0.1, 0.0), (1e6, 0), (1e6, 1.0 / 3), (0.1, 0)].map {
      Coordinate(x: $0.0, y: $0.1)
    }
    let layer = VectorLayer(
      source: "a", crs: utm, fields: ["name", "größe", "label"],
      features: [
        Feature(
          geometry: .polygons([[square]]),
          attributes: [
            "name": .text("a \"b\"\n\\ \u{1} 滑坡"), "größe": .number(1.0 / 3), "label": .null,
          ]),
        Feature(
          geometry: .points([.init(x: 1, y: -2)]),
          attributes: ["name": .null, "größe": .number(12), "label": .number(1)]),
        Feature(
          geometry: .lines([
            [.init(x: 1, y: 2), .init(x: 3, y: 4)], [.init(x: 5, y: 6), .init(x: 7, y: 8)],
          ]),
          attributes: ["name": .text(""), "größe": .null, "label": .number(0)]),
      ])
    let file = folder.file("b.geojson")
    try layer.writeGeoJSON(to: file)
    let own = try GeoJSONReader(file: file).layer()
    #expect(own.features == layer.features && own.crs.isSame(as: utm))
    #expect(Set(own.fields) == Set(layer.fields))
    let back = try VectorLayer.read(file, gridCRS: .unknown)
    #expect(back.features == layer.features && back.crs.isSame(as: utm))
  }

  @Test func aSystemWithoutACodeIsNamedByItsText() throws {
    let esri =
      #"PROJCS["WGS_1984_UTM_Zone_43N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",75.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#
    let layer = VectorLayer(
      source: "a", crs: CoordinateReferenceSystem(wellKnownText: esri), fields: [],
      features: [Feature(geometry: .points([.init(x: 500_000, y: 1)]))])
    try layer.writeGeoJSON(to: folder.file("c.geojson"))
    let back = try VectorLayer.read(folder.file("c.geojson"), gridCRS: .unknown)
    #expect(!back.crs.isUnknown && back.crs.isSame(as: utm))
  }
}
