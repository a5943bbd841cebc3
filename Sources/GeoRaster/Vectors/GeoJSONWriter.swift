import Foundation

extension VectorLayer {
  /// Writes the layer as GeoJSON, one feature on a line; the file appears under its name when it is whole.
  ///
  /// Coordinates are in the layer's own system, which the `crs` member names (the format's first edition; GDAL and QGIS
  /// read it): by its authority's code, or by its well-known text when it has none. Numbers read back exactly;
  /// numbers that are not finite are null.
  ///
  /// - Throws: ``GeoRasterError/unwritable(file:reason:)``.
  public func writeGeoJSON(to file: URL) throws {
    try FileReplacement.write(Data(geoJSON.utf8), to: file)
  }

  /// The layer as the text of a GeoJSON file.
  var geoJSON: String {
    var text = "{\n\"type\": \"FeatureCollection\",\n"
    if let name = crs.geoJSONName {
      text += "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \(Self.quoted(name))}},\n"
    }
    let lines = features.map { feature in
      let members = fields.map { field in
        "\(Self.quoted(field)): \(Self.value(feature.attributes[field] ?? .null))"
      }
      return "{\"type\": \"Feature\", \"properties\": {\(members.joined(separator: ", "))}, "
        + "\"geometry\": \(Self.geometry(feature.geometry))}"
    }
    return text + "\"features\": [\n\(lines.joined(separator: ",\n"))\n]\n}\n"
  }

  private static func geometry(_ geometry: Geometry) -> String {
    func object(_ type: String, _ coordinates: String) -> String {
      "{\"type\": \"\(type)\", \"coordinates\": \(coordinates)}"
    }
    func list(_ elements: [String]) -> String { "[\(elements.joined(separator: ", "))]" }
    func positions(_ places: [Coordinate]) -> String {
      list(places.map { "[\(number($0.x)), \(number($0.y))]" })
    }
    func rings(_ rings: [[Coordinate]]) -> String {
      // A ring of GeoJSON ends where it began.
      list(rings.map { positions($0.first == $0.last ? $0 : $0 + $0.prefix(1)) })
    }
    switch geometry {
    case .points(let points):
      guard points.count == 1, let point = points.first else {
        return object("MultiPoint", positions(points))
      }
      return object("Point", "[\(number(point.x)), \(number(point.y))]")
    case .lines(let lines):
      return lines.count == 1
        ? object("LineString", positions(lines[0]))
        : object("MultiLineString", list(lines.map(positions)))
    case .polygons(let polygons):
      return polygons.count == 1
        ? object("Polygon", rings(polygons[0]))
        : object("MultiPolygon", list(polygons.map(rings)))
    }
  }

  private static func value(_ value: AttributeValue) -> String {
    switch value {
    case .number(let number): self.number(number)
    case .text(let text): quoted(text)
    case .null: "null"
    }
  }

  private static func number(_ value: Double) -> String { JSONValue.number(value).text }

  private static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}

extension JSONValue {
  /// The value as JSON; numbers read back exactly, those that are not finite are null.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .number(let value):
      value.isFinite ? AttributeValue.number(value).textValue ?? "null" : "null"
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
    case .object(let members):
      "{"
        + members.map { "\(Self.quoted($0.name)): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension CoordinateReferenceSystem {
  /// The name in a GeoJSON file's `crs` member; `nil` for longitudes and latitudes of WGS 84, which need none, and for
  /// an unknown system.
  var geoJSONName: String? {
    guard !isUnknown else { return nil }
    if authorityCode == "EPSG:4326" { return "urn:ogc:def:crs:OGC:1.3:CRS84" }
    guard let code = authorityCode, let colon = code.firstIndex(of: ":") else {
      return wellKnownText
    }
    return "urn:ogc:def:crs:\(code[..<colon])::\(code[code.index(after: colon)...])"
  }
}
