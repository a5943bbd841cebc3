import Foundation

/// What coordinates mean: a well-known text, with what Scarp itself needs of it read out.
///
/// An empty text means unknown; such coordinates count as metres.
public struct CoordinateReferenceSystem: Sendable, Hashable {
  /// The well-known text (WKT 1 where the system has one, else WKT 2), or empty when unknown.
  public let wellKnownText: String
  /// Whether coordinates are longitude and latitude in degrees.
  public let isGeographic: Bool
  /// Metres in one unit of a projected system; 1 for an unknown one; not used for degrees.
  public let metersPerUnit: Double
  /// Whether nothing says where on the earth the coordinates are: no text, or that of a local system.
  public let isUnknown: Bool

  /// Reads the kind and the linear unit out of a well-known text; of a compound system, out of its horizontal part.
  ///
  /// A text that is not one makes a system of metres.
  public init(wellKnownText: String) {
    let text = wellKnownText.trimmingCharacters(in: .whitespacesAndNewlines)
    self.wellKnownText = text
    let root = WellKnownTextNode(parsing: text)?.horizontal
    isGeographic = root.map { Self.geographicKeywords.contains($0.keyword) } ?? false
    isUnknown = text.isEmpty || root.map { Self.localKeywords.contains($0.keyword) } ?? false
    let unit = root?.linearUnit ?? 1
    metersPerUnit = !isGeographic && unit > 0 && unit.isFinite ? unit : 1
  }

  private static let geographicKeywords: Set = ["GEOGCS", "GEOGCRS", "GEOGRAPHICCRS"]
  private static let localKeywords: Set = ["LOCAL_CS", "ENGCRS", "ENGINEERINGCRS"]

  /// Coordinates in metres of no known system.
  public static let unknown = CoordinateReferenceSystem(wellKnownText: "")

  /// Longitude and latitude on the WGS 84 ellipsoid, in degrees: EPSG:4326 with x east and y north.
  public static let wgs84 = CoordinateReferenceSystem(wellKnownText: WellKnownTexts.wgs84)

  /// A short name for messages: the authority's code, else the system's name, else "unknown".
  public var name: String {
    if let code = authorityCode { return code }
    guard !wellKnownText.isEmpty else { return "unknown" }
    return WellKnownTextNode(parsing: wellKnownText)?.texts.first ?? "unreadable"
  }

  /// The code that the text itself gives, such as `EPSG:32643`, or `nil` when it has none.
  public var authorityCode: String? {
    WellKnownTextNode(parsing: wellKnownText)?.authorityCode
  }
}

extension CoordinateReferenceSystem {
  /// The system that a user names.
  ///
  /// With GDAL any code that its database has, PROJ texts and well-known texts; without it well-known texts,
  /// `EPSG:4326` and the UTM zones of WGS 84 (`EPSG:32601`...`32660` and `32701`...`32760`).
  ///
  /// - Throws: ``GeoRasterError/unknownCRS(text:reason:)``; without GDAL
  ///   ``GeoRasterError/needsGDAL(file:operation:)`` for other codes.
  public init(userText text: String) throws {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard Self.isPlausible(text) else {
      throw GeoRasterError.unknownCRS(text: text, reason: "neither a code nor a well-known text")
    }
    if let known = WellKnownTexts.text(forCode: text) {
      self.init(wellKnownText: known)
      return
    }
    #if SCARP_GDAL
      self.init(wellKnownText: try SpatialReference(userText: text).wellKnownText())
    #else
      guard WellKnownTextNode(parsing: text) != nil else {
        throw GeoRasterError.needsGDAL(
          file: "crs", operation: "looking up the coordinate reference system \(text)")
      }
      self.init(wellKnownText: text)
    #endif
  }

  /// GDAL would also take names of files and network addresses: those are not meant here.
  private static func isPlausible(_ text: String) -> Bool {
    if text.isEmpty || text.lowercased().hasPrefix("http") { return false }
    if text.contains("[") || text.hasPrefix("{") || text.hasPrefix("+") { return true }
    if ["WGS84", "NAD27", "NAD83", "WGS72"].contains(text.uppercased()) { return true }
    guard let colon = text.firstIndex(of: ":"), text.first?.isLetter == true else { return false }
    return text[..<colon].allSatisfy(\.isLetter) && text.index(after: colon) < text.endIndex
      && !text.contains("/")
  }
}

extension CoordinateReferenceSystem {
  /// Whether two systems give a place the same coordinates; an unknown one is taken to be the other.
  ///
  /// With GDAL its comparison decides; without it projection, parameters, ellipsoid and unit are compared.
  public func isSame(as other: CoordinateReferenceSystem) -> Bool {
    if isUnknown || other.isUnknown || wellKnownText == other.wellKnownText { return true }
    #if SCARP_GDAL
      return SpatialReference.areSame(wellKnownText, other.wellKnownText)
    #else
      guard let first = ProjectionDefinition(of: self), let second = ProjectionDefinition(of: other)
      else { return false }
      return first.isClose(to: second)
    #endif
  }

  /// The text for an Esri `.prj` file.
  ///
  /// With GDAL in Esri's spelling; without it, or where Esri has no spelling, the text as it is.
  public var esriText: String {
    #if SCARP_GDAL
      if let text = try? SpatialReference(userText: wellKnownText).esriText() { return text }
    #endif
    return wellKnownText
  }
}
