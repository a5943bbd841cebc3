import Foundation

/// Reads GeoJSON without GDAL: feature collections, single features and bare geometries.
///
/// RFC 7946, and the `crs` member of the format's first edition.
struct GeoJSONReader {
  private let source: String
  private let root: [String: Any]
  /// Deeper collections of collections are refused.
  private static let maximumDepth = 16

  /// - Throws: ``GeoRasterError/unreadable(file:reason:)``, ``GeoRasterError/malformed(file:place:expected:found:)``.
  init(file: URL) throws {
    try self.init(data: InputFile.bytes(of: file), source: file.path)
  }

  init(data: Data, source: String) throws {
    self.source = source
    guard let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw GeoRasterError.malformed(
        file: source, place: "the whole file", expected: "a JSON object", found: "something else")
    }
    self.root = root
  }

  /// The features; the system is unknown when the file names none and its coordinates cannot be degrees, and when
  /// it names one that this build cannot look up.
  func layer() throws -> VectorLayer {
    var warnings: [String] = []
    var fields: [String] = []
    var known: Set<String> = []
    var features: [Feature] = []
    var left = 0
    for (index, object) in try objects().enumerated() {
      let properties = object["properties"] as? [String: Any] ?? [:]
      for name in properties.keys.sorted() where known.insert(name).inserted { fields.append(name) }
      guard let member = object["geometry"], !(member is NSNull) else {
        left += 1
        continue
      }
      let geometry = try geometry(member, place: "feature \(index + 1)", depth: 0)
      guard !geometry.isEmpty, geometry.coordinates.allSatisfy({ $0.x.isFinite && $0.y.isFinite })
      else {
        left += 1
        continue
      }
      features.append(Feature(geometry: geometry, attributes: properties.mapValues(attribute)))
    }
    for index in features.indices {
      for name in fields where features[index].attributes[name] == nil {
        features[index].attributes[name] = .null
      }
    }
    if left > 0 {
      warnings.append("\(source): \(left) features have no geometry and were left out")
    }
    return VectorLayer(
      source: source, crs: crs(of: features), fields: fields, features: features,
      warnings: warnings)
  }

  private func objects() throws -> [[String: Any]] {
    switch root["type"] as? String {
    case "FeatureCollection":
      guard let list = root["features"] as? [Any] else {
        throw malformed("features", "a list", "none")
      }
      return try list.enumerated().map { index, element in
        guard let object = element as? [String: Any] else {
          throw malformed("feature \(index + 1)", "an object", "something else")
        }
        return object
      }
    case "Feature": return [root]
    case .some: return [["geometry": root]]
    case nil: throw malformed("type", "FeatureCollection, Feature or a geometry", "none")
    }
  }

  private func geometry(_ member: Any, place: String, depth: Int) throws -> Geometry {
    guard let object = member as? [String: Any], let type = object["type"] as? String else {
      throw malformed(place, "a geometry", "something else")
    }
    if type == "GeometryCollection" {
      guard let members = object["geometries"] as? [Any], depth < Self.maximumDepth else {
        throw malformed(place, "a list of geometries", "something else")
      }
      let parts = try members.map { try geometry($0, place: place, depth: depth + 1) }
      guard let joined = Geometry.joined(parts) else {
        throw malformed(place, "geometries of one kind", "points, lines and polygons mixed")
      }
      return joined
    }
    let coordinates = object["coordinates"] ?? NSNull()
    switch type {
    case "Point":
      // An empty list is a point without a place.
      if let list = coordinates as? [Any], list.isEmpty { return .points([]) }
      return .points([try position(coordinates, place)])
    case "MultiPoint": return .points(try positions(coordinates, place))
    case "LineString": return .lines([try positions(coordinates, place)])
    case "MultiLineString":
      return .lines(try list(coordinates, place).map { try positions($0, place) })
    case "Polygon": return .polygons([try rings(coordinates, place)])
    case "MultiPolygon": return .polygons(try list(coordinates, place).map { try rings($0, place) })
    default: throw malformed(place, "a geometry of GeoJSON", "\"\(type)\"")
    }
  }

  private func rings(_ value: Any, _ place: String) throws -> [[Coordinate]] {
    try list(value, place).map { try positions($0, place) }
  }

  private func positions(_ value: Any, _ place: String) throws -> [Coordinate] {
    try list(value, place).map { try position($0, place) }
  }

  private func position(_ value: Any, _ place: String) throws -> Coordinate {
    guard let numbers = value as? [Any], numbers.count >= 2, let x = numbers[0] as? NSNumber,
      let y = numbers[1] as? NSNumber
    else { throw malformed(place, "a position of two numbers", "something else") }
    return Coordinate(x: x.doubleValue, y: y.doubleValue)
  }

  private func list(_ value: Any, _ place: String) throws -> [Any] {
    guard let list = value as? [Any] else { throw malformed(place, "a list", "something else") }
    return list
  }

  private func attribute(_ value: Any) -> AttributeValue {
    switch value {
    case is NSNull: return .null
    case let text as String: return .text(text)
    case let number as NSNumber: return .number(number.doubleValue)
    default:
      let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
      return data.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .null
    }
  }

  private func crs(of features: [Feature]) -> CoordinateReferenceSystem {
    if let member = root["crs"] as? [String: Any],
      let name = (member["properties"] as? [String: Any])?["name"] as? String
    {
      return (try? CoordinateReferenceSystem(userText: name)) ?? .unknown
    }
    return GeoJSONReader.canBeDegrees(features) ? .wgs84 : .unknown
  }

  /// Whether all places can be longitudes and latitudes.
  static func canBeDegrees(_ features: [Feature]) -> Bool {
    features.allSatisfy { feature in
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
