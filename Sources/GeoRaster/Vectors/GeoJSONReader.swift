import Foundation
import Parallelism

/// Reads GeoJSON without GDAL: feature collections, single features and bare geometries.
///
/// RFC 7946, and the `crs` member of the format's first edition.
struct GeoJSONReader {
  private let source: String
  private let root: JSONValue
  /// Deeper collections of collections are refused.
  private static let maximumDepth = 16

  /// - Throws: ``GeoRasterError/unreadable(file:reason:)``, ``GeoRasterError/malformed(file:place:expected:found:)``.
  init(file: URL) throws {
    try self.init(data: InputFile.bytes(of: file), source: file.path)
  }

  init(data: Data, source: String) throws {
    self.source = source
    root = try JSONParser.parse(data, source: source)
    guard case .object = root else {
      throw malformed("the whole file", "a JSON object", "something else")
    }
  }

  /// The features; the system is unknown when the file names none and its coordinates cannot be degrees, and when
  /// it names one that this build cannot look up.
  ///
  /// - Parameter progress: gets a unit for each feature.
  func layer(progress: Progress? = nil) throws -> VectorLayer {
    var warnings: [String] = []
    var fields: [String] = []
    var known: Set<String> = []
    var features: [Feature] = []
    var left = 0
    let objects = try objects()
    Progress.begin(progress, units: objects.count)
    for (index, object) in objects.enumerated() {
      try Progress.advance(progress, to: index + 1)
      var attributes: [String: AttributeValue] = [:]
      if case .object(let members)? = object["properties"] {
        for member in members {
          if known.insert(member.name).inserted { fields.append(member.name) }
          attributes[member.name] = attribute(member.value)
        }
      }
      guard let member = object["geometry"], member != .null else {
        left += 1
        continue
      }
      let geometry = try geometry(member, place: "feature \(index + 1)", depth: 0)
      guard geometry.isUsable else {
        left += 1
        continue
      }
      features.append(Feature(geometry: geometry, attributes: attributes))
    }
    for index in features.indices {
      for name in fields where features[index].attributes[name] == nil {
        features[index].attributes[name] = .null
      }
    }
    if left > 0 { warnings.append(Geometry.warning(ofUnusable: left, source: source)) }
    return VectorLayer(
      source: source, crs: crs(of: features), fields: fields, features: features,
      warnings: warnings)
  }

  private func objects() throws -> [JSONValue] {
    switch root["type"]?.string {
    case "FeatureCollection":
      guard let list = root["features"]?.array else {
        throw malformed("features", "a list", "none")
      }
      for (index, element) in list.enumerated() {
        guard case .object = element else {
          throw malformed("feature \(index + 1)", "an object", "something else")
        }
      }
      return list
    case "Feature": return [root]
    case .some: return [.object([.init(name: "geometry", value: root)])]
    case nil: throw malformed("type", "FeatureCollection, Feature or a geometry", "none")
    }
  }

  private func geometry(_ object: JSONValue, place: String, depth: Int) throws -> Geometry {
    guard let type = object["type"]?.string else {
      throw malformed(place, "a geometry", "something else")
    }
    if type == "GeometryCollection" {
      guard let members = object["geometries"]?.array, depth < Self.maximumDepth else {
        throw malformed(place, "a list of geometries", "something else")
      }
      let parts = try members.map { try geometry($0, place: place, depth: depth + 1) }
      guard let joined = Geometry.joined(parts) else {
        throw malformed(place, "geometries of one kind", "points, lines and polygons mixed")
      }
      return joined
    }
    let coordinates = object["coordinates"] ?? .null
    switch type {
    case "Point":
      // An empty list is a point without a place.
      return .points(coordinates == .array([]) ? [] : [try position(coordinates, place)])
    case "MultiPoint": return .points(try positions(coordinates, place))
    case "LineString": return .lines([try positions(coordinates, place)])
    case "MultiLineString": return .lines(try rings(coordinates, place))
    case "Polygon": return .polygons([try rings(coordinates, place)])
    case "MultiPolygon": return .polygons(try list(coordinates, place).map { try rings($0, place) })
    default: throw malformed(place, "a geometry of GeoJSON", "\"\(type)\"")
    }
  }

  private func rings(_ value: JSONValue, _ place: String) throws -> [[Coordinate]] {
    try list(value, place).map { try positions($0, place) }
  }

  private func positions(_ value: JSONValue, _ place: String) throws -> [Coordinate] {
    try list(value, place).map { try position($0, place) }
  }

  private func position(_ value: JSONValue, _ place: String) throws -> Coordinate {
    guard let numbers = value.array, numbers.count >= 2, let x = numbers[0].number,
      let y = numbers[1].number
    else { throw malformed(place, "a position of two numbers", "something else") }
    return Coordinate(x: x, y: y)
  }

  private func list(_ value: JSONValue, _ place: String) throws -> [JSONValue] {
    guard let list = value.array else { throw malformed(place, "a list", "something else") }
    return list
  }

  private func attribute(_ value: JSONValue) -> AttributeValue {
    switch value {
    case .null: .null
    case .bool(let truth): .number(truth ? 1 : 0)
    case .number(let number): number.isFinite ? .number(number) : .null
    case .string(let text): .text(text)
    case .array, .object: .text(value.text)
    }
  }

  private func crs(of features: [Feature]) -> CoordinateReferenceSystem {
    if let name = root["crs"]?["properties"]?["name"]?.string {
      return (try? CoordinateReferenceSystem(userText: name)) ?? .unknown
    }
    return GeoJSONReader.canBeDegrees(features) ? .wgs84 : .unknown
  }

  /// Whether there are places and all of them can be longitudes and latitudes.
  static func canBeDegrees(_ features: [Feature]) -> Bool {
    !features.isEmpty
      && features.allSatisfy { feature in
        feature.geometry.coordinates.allSatisfy { abs($0.x) <= 360 && abs($0.y) <= 90 }
      }
  }

  private func malformed(_ place: String, _ expected: String, _ found: String) -> GeoRasterError {
    .malformed(file: source, place: place, expected: expected, found: found)
  }
}

extension Geometry {
  /// The parts of several geometries of one kind as one; `nil` for different kinds. No part makes no points.
  static func joined(_ parts: [Geometry]) -> Geometry? {
    guard var result = parts.first else { return .points([]) }
    for part in parts.dropFirst() {
      switch (result, part) {
      case (.points(let a), .points(let b)): result = .points(a + b)
      case (.lines(let a), .lines(let b)): result = .lines(a + b)
      case (.polygons(let a), .polygons(let b)): result = .polygons(a + b)
      default: return nil
      }
    }
    return result
  }
}
