/// Points, lines or polygons of one feature; several parts count as one geometry. Heights are not kept.
public enum Geometry: Sendable, Equatable {
  /// One or more points.
  case points([Coordinate])
  /// One or more lines, each of at least one place.
  case lines([[Coordinate]])
  /// One or more polygons, each a list of rings: the outer one first, then its holes. The last place of a ring may
  /// repeat the first; the direction of rings does not matter.
  case polygons([[[Coordinate]]])

  /// All places of all parts.
  public var coordinates: [Coordinate] {
    switch self {
    case .points(let points): points
    case .lines(let lines): lines.flatMap { $0 }
    case .polygons(let polygons): polygons.flatMap { $0.flatMap { $0 } }
    }
  }

  /// Whether the geometry has no place at all.
  public var isEmpty: Bool { coordinates.isEmpty }

  /// The smallest rectangle around all places with finite coordinates; `nil` without any.
  public var boundingBox: BoundingBox? { BoundingBox(around: coordinates) }

  /// Whether it has places, and all of them can be somewhere on the earth.
  var isUsable: Bool {
    let coordinates = coordinates
    return !coordinates.isEmpty
      && coordinates.allSatisfy { $0.x.magnitude < Self.limit && $0.y.magnitude < Self.limit }
  }

  /// No system has coordinates as large; formats write such numbers for places that are not known.
  static let limit = 1e12

  static func warning(ofUnusable count: Int, source: String) -> String {
    "\(source): \(count) features were left out: their geometry is missing, empty, wrongly nested, or has "
      + "coordinates that are not finite or beyond 1e12"
  }

  /// The straight pieces of the outline; a point is a piece without length.
  public var segments: [(Coordinate, Coordinate)] {
    switch self {
    case .points(let points): points.map { ($0, $0) }
    case .lines(let lines): lines.flatMap { Self.pieces(of: $0, closed: false) }
    case .polygons(let polygons):
      polygons.joined().flatMap { Self.pieces(of: $0, closed: true) }
    }
  }

  private static func pieces(of path: [Coordinate], closed: Bool) -> [(Coordinate, Coordinate)] {
    guard let first = path.first, let last = path.last else { return [] }
    if path.count == 1 { return [(first, first)] }
    let open = Array(zip(path, path.dropFirst()))
    return closed && first != last ? open + [(last, first)] : open
  }

  /// The geometry with every place replaced; `nil` when one has no replacement.
  func mapped(_ replace: (Coordinate) -> Coordinate?) -> Geometry? {
    func path(_ places: [Coordinate]) -> [Coordinate]? {
      let result = places.compactMap(replace)
      return result.count == places.count ? result : nil
    }
    func paths(_ parts: [[Coordinate]]) -> [[Coordinate]]? {
      let result = parts.compactMap(path)
      return result.count == parts.count ? result : nil
    }
    switch self {
    case .points(let points): return path(points).map(Geometry.points)
    case .lines(let lines): return paths(lines).map(Geometry.lines)
    case .polygons(let polygons):
      let result = polygons.compactMap(paths)
      return result.count == polygons.count ? .polygons(result) : nil
    }
  }
}

/// A rectangle along the axes.
public struct BoundingBox: Sendable, Equatable {
  /// The western edge.
  public var minimumX: Double
  /// The southern edge.
  public var minimumY: Double
  /// The eastern edge.
  public var maximumX: Double
  /// The northern edge.
  public var maximumY: Double

  /// The smallest rectangle around places; those with coordinates that are not finite are left out.
  public init?(around places: [Coordinate]) {
    var box: BoundingBox?
    for place in places where place.x.isFinite && place.y.isFinite {
      guard let old = box else {
        box = BoundingBox(
          minimumX: place.x, minimumY: place.y, maximumX: place.x, maximumY: place.y)
        continue
      }
      box = BoundingBox(
        minimumX: min(old.minimumX, place.x), minimumY: min(old.minimumY, place.y),
        maximumX: max(old.maximumX, place.x), maximumY: max(old.maximumY, place.y))
    }
    guard let box else { return nil }
    self = box
  }

  /// A rectangle with these edges.
  public init(minimumX: Double, minimumY: Double, maximumX: Double, maximumY: Double) {
    self.minimumX = minimumX
    self.minimumY = minimumY
    self.maximumX = maximumX
    self.maximumY = maximumY
  }
}
