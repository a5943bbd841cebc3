import Foundation

/// What coordinates mean: a well-known text, with what Scarp itself needs of it read out.
///
/// An empty text means unknown; such coordinates count as metres.
public struct CoordinateReferenceSystem: Sendable, Hashable {
  /// The well-known text (WKT 1), or empty when unknown.
  public let wellKnownText: String
  /// Whether coordinates are longitude and latitude in degrees.
  public let isGeographic: Bool
  /// Metres in one unit of a projected system; 1 for an unknown one; not used for degrees.
  public let metersPerUnit: Double

  /// Reads the kind and the linear unit out of a well-known text.
  public init(wellKnownText: String) {
    let text = wellKnownText.trimmingCharacters(in: .whitespacesAndNewlines)
    self.wellKnownText = text
    let root = WellKnownTextNode(parsing: text)
    isGeographic = root?.keyword == "GEOGCS" || root?.keyword == "GEOGCRS"
    let unit = root?.children.last { ["UNIT", "LENGTHUNIT"].contains($0.keyword) }
    metersPerUnit = isGeographic ? 1 : (unit?.numbers.first ?? 1)
  }

  /// Coordinates in metres of no known system.
  public static let unknown = CoordinateReferenceSystem(wellKnownText: "")

  /// Whether the system is unknown.
  public var isUnknown: Bool { wellKnownText.isEmpty }
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
      return definition == other.definition
    #endif
  }

  /// What defines the system, without names that programs spell differently.
  private var definition: Definition? {
    guard let root = WellKnownTextNode(parsing: wellKnownText) else { return nil }
    let geographic = root.keyword == "GEOGCS" ? root : root.child("GEOGCS")
    let ellipsoid = geographic?.child("DATUM")?.child("SPHEROID")?.numbers ?? []
    let parameters = root.children.filter { $0.keyword == "PARAMETER" }
      .map { "\(Self.plain($0.texts.first ?? ""))=\($0.numbers.first ?? 0)" }
    return Definition(
      isGeographic: isGeographic, metersPerUnit: metersPerUnit, ellipsoid: ellipsoid,
      projection: Self.plain(root.child("PROJECTION")?.texts.first ?? ""),
      parameters: parameters.sorted())
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private struct Definition: Equatable {
    let isGeographic: Bool
    let metersPerUnit: Double
    let ellipsoid: [Double]
    let projection: String
    let parameters: [String]
  }
}
