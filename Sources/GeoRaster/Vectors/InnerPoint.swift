extension Geometry {
  /// Whether a place lies inside one of the polygons (even-odd rule within each); `false` for points and lines.
  ///
  /// Western and southern edges belong to a polygon, eastern and northern ones do not.
  public func contains(_ place: Coordinate) -> Bool {
    guard case .polygons(let polygons) = self else { return false }
    return polygons.contains { rings in
      var isInside = false
      for ring in rings {
        for (a, b) in RingEdges(ring) where (a.y > place.y) != (b.y > place.y) {
          if place.x >= crossing(a, b, atY: place.y) { isInside.toggle() }
        }
      }
      return isInside
    }
  }

  /// One place that stands for the geometry: the centroid, or for polygons whose centroid lies outside an inner point.
  ///
  /// The inner point is the middle of the widest stretch of a horizontal line through the middle of the polygons, halfway
  /// between two vertices (as ST_PointOnSurface of PostGIS chooses it). For lines the nearest place on them, for
  /// several points the nearest of them. `nil` for an empty geometry.
  public var representativePoint: Coordinate? {
    guard let centroid, centroid.x.isFinite, centroid.y.isFinite else { return nil }
    switch self {
    case .polygons(let polygons):
      if contains(centroid) { return centroid }
      return Self.innerPoint(of: polygons) ?? centroid
    case .lines(let lines):
      return Self.nearest(to: centroid, on: lines) ?? centroid
    case .points(let points):
      return points.min { $0.squaredDistance(to: centroid) < $1.squaredDistance(to: centroid) }
    }
  }

  /// The middle of the widest inner stretch over all polygons; `nil` when none has an inside.
  private static func innerPoint(of polygons: [[[Coordinate]]]) -> Coordinate? {
    var best: (width: Double, point: Coordinate)?
    for rings in polygons {
      guard let y = scanHeight(of: rings) else { continue }
      let crossings = rings.flatMap { ring in
        RingEdges(ring).filter { ($0.y > y) != ($1.y > y) }.map { crossing($0, $1, atY: y) }
      }.sorted()
      for index in stride(from: 0, to: crossings.count - 1, by: 2) {
        let width = crossings[index + 1] - crossings[index]
        if width > best?.width ?? 0 {
          best = (width, Coordinate(x: (crossings[index] + crossings[index + 1]) / 2, y: y))
        }
      }
    }
    return best?.point
  }

  /// Halfway between the vertices next above and below the middle of a polygon, so that the line meets no vertex.
  private static func scanHeight(of rings: [[Coordinate]]) -> Double? {
    guard let box = BoundingBox(around: rings.flatMap { $0 }) else { return nil }
    let middle = box.minimumY + (box.maximumY - box.minimumY) / 2
    var low = box.minimumY
    var high = box.maximumY
    for y in rings.joined().lazy.map(\.y) where y.isFinite {
      if y <= middle { low = max(low, y) } else { high = min(high, y) }
    }
    return low + (high - low) / 2
  }

  private static func nearest(to place: Coordinate, on lines: [[Coordinate]]) -> Coordinate? {
    var best: (distance: Double, point: Coordinate)?
    for line in lines {
      for (a, b) in line.count == 1 ? [(line[0], line[0])] : Array(zip(line, line.dropFirst())) {
        let length = a.squaredDistance(to: b)
        let along = (place.x - a.x) * (b.x - a.x) + (place.y - a.y) * (b.y - a.y)
        let share = length > 0 ? min(max(along / length, 0), 1) : 0
        let point = Coordinate(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y))
        let distance = point.squaredDistance(to: place)
        if distance < best?.distance ?? .infinity { best = (distance, point) }
      }
    }
    return best?.point
  }
}

/// x where an edge that passes a height meets it.
func crossing(_ a: Coordinate, _ b: Coordinate, atY y: Double) -> Double {
  // From the lower end, so that two polygons that share an edge find the same place on it.
  let (low, high) = a.y < b.y ? (a, b) : (b, a)
  return low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x)
}

extension Coordinate {
  func squaredDistance(to other: Coordinate) -> Double {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }
}
