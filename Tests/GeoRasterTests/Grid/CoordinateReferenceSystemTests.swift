import Foundation
import Testing

@testable import GeoRaster

@Suite struct CoordinateReferenceSystemTests {
  static let esriUTM43 =
    #"PROJCS["WGS_1984_UTM_Zone_43N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",75.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#

  @Test func spellingsOfOneSystemAreTheSame() throws {
    let esri = CoordinateReferenceSystem(wellKnownText: Self.esriUTM43)
    let code = try CoordinateReferenceSystem(userText: "EPSG:32643")
    #expect(esri.isSame(as: code) && code.isSame(as: esri))
    #expect(
      esri.isSame(
        as: CoordinateReferenceSystem(
          wellKnownText: Self.esriUTM43.replacingOccurrences(of: "0.9996", with: "0.99960"))))
    for other in ["EPSG:32644", "EPSG:32743", "EPSG:4326"] {
      #expect(!esri.isSame(as: try CoordinateReferenceSystem(userText: other)), "\(other)")
    }
    #expect(esri.isSame(as: .unknown) && CoordinateReferenceSystem.unknown.isSame(as: esri))
    let spellings = ["epsg:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"]
    for text in spellings {
      #expect(try CoordinateReferenceSystem(userText: text).isSame(as: .wgs84), "\(text)")
    }
  }

  @Test func kindAndUnitAreReadFromTheText() throws {
    #expect(CoordinateReferenceSystem.wgs84.isGeographic)
    let feet = CoordinateReferenceSystem(
      wellKnownText: Self.esriUTM43.replacingOccurrences(
        of: #"UNIT["Meter",1.0]"#, with: #"UNIT["Foot_US",0.3048006096012192]"#))
    #expect(!feet.isGeographic && feet.metersPerUnit == 0.3048006096012192)
    let compound = CoordinateReferenceSystem(
      wellKnownText: #"COMPD_CS["x",\#(feet.wellKnownText),VERT_CS["h",UNIT["metre",1]]]"#)
    #expect(compound.metersPerUnit == 0.3048006096012192)
    let local = CoordinateReferenceSystem(wellKnownText: #"LOCAL_CS["site",UNIT["metre",1]]"#)
    #expect(local.isUnknown && local.isSame(as: .wgs84))
    #expect(CoordinateReferenceSystem(wellKnownText: "rubbish [[[").metersPerUnit == 1)
    #expect(try CoordinateReferenceSystem(userText: "EPSG:32717").authorityCode == "EPSG:32717")
  }

  @Test(arguments: [
    "", "metres", "http://example.org/a.prj", "/etc/passwd", "a.prj", "EPSG:", ":1",
  ])
  func whatIsNoSystemThrows(text: String) {
    #expect(throws: GeoRasterError.self) { try CoordinateReferenceSystem(userText: text) }
  }

  @Test func codesOfTheDatabaseNeedGDAL() throws {
    if RasterFile.usesGDAL {
      let feet = try CoordinateReferenceSystem(userText: "EPSG:2263")
      #expect(abs(feet.metersPerUnit - 0.3048006096) < 1e-9)
      #expect(throws: GeoRasterError.self) { try CoordinateReferenceSystem(userText: "EPSG:1") }
    } else {
      #expect(throws: GeoRasterError.self) { try CoordinateReferenceSystem(userText: "EPSG:2263") }
    }
  }

  @Test func esriTextReadsBackAsTheSameSystem() throws {
    let code = try CoordinateReferenceSystem(userText: "EPSG:32717")
    let esri = CoordinateReferenceSystem(wellKnownText: code.esriText)
    #expect(esri.isSame(as: code))
    if RasterFile.usesGDAL { #expect(esri.wellKnownText.contains("WGS_1984_UTM_Zone_17S")) }
  }
}
