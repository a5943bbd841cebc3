import Foundation

/// Well-known texts that are written without a database of systems: WGS 84 and its UTM zones.
enum WellKnownTexts {
  /// EPSG:4326.
  static let wgs84 =
    #"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,"#
    + #"AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,"#
    + #"AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],"#
    + #"AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]"#

  /// The text for `EPSG:CODE`, `urn:ogc:def:crs:EPSG::CODE` or `CRS84`, or `nil` for any other.
  static func text(forCode code: String) -> String? {
    let parts = code.uppercased().split(separator: ":", omittingEmptySubsequences: true)
    guard parts.count >= 2, let last = parts.last else { return nil }
    if last == "CRS84", parts.contains("OGC") { return wgs84 }
    guard parts.contains("EPSG"), let number = Int(last) else { return nil }
    switch number {
    case 4326: return wgs84
    case 32601...32660: return utm(zone: number - 32600, isSouth: false)
    case 32701...32760: return utm(zone: number - 32700, isSouth: true)
    default: return nil
    }
  }

  private static func utm(zone: Int, isSouth: Bool) -> String {
    let code = (isSouth ? 32700 : 32600) + zone
    return #"PROJCS["WGS 84 / UTM zone \#(zone)\#(isSouth ? "S" : "N")",\#(wgs84),"#
      + #"PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],"#
      + #"PARAMETER["central_meridian",\#(zone * 6 - 183)],PARAMETER["scale_factor",0.9996],"#
      + #"PARAMETER["false_easting",500000],PARAMETER["false_northing",\#(isSouth ? 10_000_000 : 0)],"#
      + #"UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],"#
      + #"AUTHORITY["EPSG","\#(code)"]]"#
  }
}
