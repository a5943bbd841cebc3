import Foundation
import Testing

@testable import GeoRaster

/// Files whose bytes were changed at random must be read or refused, never trap.
@Suite struct DamagedFilesTests {
  private static let grid =
    "ncols 4\nnrows 3\nxllcorner 0.5\nyllcenter -1e3\ncellsize 30\nNODATA_value -9999\n1 2 3 4\n5.5 -9999 1e3 nan\n0 0 0 0\n"
  private static let table = "id,x,y,name\n1,5.5,6,\"a \"\"b\"\"\"\r\n2,7,8,滑坡\n"
  private static let vectors =
    #"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32643"}},"features":[{"type":"Feature","properties":{"a":1.5,"b":"x\u00e9"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]]}},{"type":"Feature","properties":null,"geometry":{"type":"MultiPoint","coordinates":[[1,2,3],[4,5]]}}]}"#
  private static let filter =
    "year >= 2005 AND (kind IN ('a', 'b''c') OR NOT \"area m2\" <> -1e3 OR kind LIKE 'a%_!%' ESCAPE '!' OR year BETWEEN 1 AND 2)"
  private static let system = CoordinateReferenceSystemTests.esriUTM43

  /// A text with some bytes changed, dropped or doubled.
  private func damaged(_ text: String, _ seed: UInt64) -> Data {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var bytes = Array(text.utf8)
    for _ in 0...next(4) where !bytes.isEmpty {
      let place = next(bytes.count)
      switch next(4) {
      case 0: bytes[place] = UInt8(next(256))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[next(bytes.count)], at: place)
      default: bytes.removeSubrange(place..<min(bytes.count, place + next(20)))
      }
    }
    return Data(bytes)
  }

  @Test func ownReadersNeverTrap() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.asc")
    let target = RasterGrid(
      rows: 3, columns: 4, geoTransform: .init(left: 0, top: 90, cellWidth: 30, cellHeight: 30),
      crs: .unknown)
    for seed in 0..<3000 as Range<UInt64> {
      try damaged(Self.grid, seed).write(to: file)
      if let raster = try? EsriASCIIGrid.read(file) { #expect(raster.values.count < 10_000) }
      _ = try? DelimitedTable(parsing: damaged(Self.table, seed), source: "a")
        .points(gridCRS: .unknown)
      if let layer = try? GeoJSONReader(data: damaged(Self.vectors, seed), source: "a").layer() {
        for feature in layer.features {
          _ = target.cells(touchedBy: feature.geometry)
          _ = feature.geometry.representativePoint
        }
      }
      let text = String(decoding: damaged(Self.filter, seed), as: UTF8.self)
      _ = try? AttributeFilter(parsing: text).matches([
        "year": .number(2006), "kind": .text("a"), "area m2": .null,
      ])
      let system = CoordinateReferenceSystem(
        wellKnownText: String(decoding: damaged(Self.system, seed), as: UTF8.self))
      #expect(system.metersPerUnit > 0)
    }
  }

  @Test func systemsThatCannotBeReadAreDifferentOrUnknown() {
    for seed in 0..<60 as Range<UInt64> {
      let system = CoordinateReferenceSystem(
        wellKnownText: String(decoding: damaged(Self.system, seed), as: UTF8.self))
      _ = system.isSame(as: .wgs84)
      _ = system.esriText
      _ = system.geoJSONName
    }
  }
}
