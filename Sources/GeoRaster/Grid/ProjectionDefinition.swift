/// What defines a coordinate reference system, without the names that programs spell differently.
///
/// Compares WKT 1 texts of OGC's and of Esri's spelling where no database of systems is at hand.
struct ProjectionDefinition {
  let isGeographic: Bool
  let metersPerUnit: Double
  /// Semi-major axis and inverse flattening.
  let ellipsoid: [Double]
  let projection: String
  /// Values of the projection's parameters by their plain names.
  let parameters: [String: Double]

  /// `nil` when the text cannot be read.
  init?(of crs: CoordinateReferenceSystem) {
    guard let root = WellKnownTextNode(parsing: crs.wellKnownText)?.horizontal else { return nil }
    isGeographic = crs.isGeographic
    metersPerUnit = crs.metersPerUnit
    let geographic = root.keyword == "GEOGCS" ? root : root.child("GEOGCS")
    ellipsoid = Array((geographic?.child("DATUM")?.child("SPHEROID")?.numbers ?? []).prefix(2))
    projection = Self.plain(root.child("PROJECTION")?.texts.first ?? "")
    var parameters: [String: Double] = [:]
    for node in root.children where node.keyword == "PARAMETER" {
      parameters[Self.plain(node.texts.first ?? "")] = node.numbers.first ?? 0
    }
    self.parameters = parameters
  }

  /// Whether all parts agree but for the last digits that programs round differently.
  func isClose(to other: ProjectionDefinition) -> Bool {
    isGeographic == other.isGeographic && projection == other.projection
      && Self.areClose(metersPerUnit, other.metersPerUnit)
      && ellipsoid.count == other.ellipsoid.count
      && zip(ellipsoid, other.ellipsoid).allSatisfy(Self.areClose)
      && Set(parameters.keys) == Set(other.parameters.keys)
      && parameters.allSatisfy { Self.areClose($0.value, other.parameters[$0.key] ?? .nan) }
  }

  private static func areClose(_ first: Double, _ second: Double) -> Bool {
    abs(first - second) <= 1e-9 * max(1, abs(first), abs(second))
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
