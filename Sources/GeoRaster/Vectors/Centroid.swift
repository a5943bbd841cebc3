extension Geometry {
  /// The centre of mass: of the area of polygons (holes taken out), else of the length of lines, else of the points.
  ///
  /// Polygons without area count as their outlines, lines without length as their points. `nil` for an empty geometry.
  ///
  /// ```
  /// A = 1/2 sum(x_i y_(i+1) - x_(i+1) y_i),  c_x = 1/(6 A) sum((x_i + x_(i+1)) (x_i y_(i+1) - x_(i+1) y_i))
  /// ```
  public var centroid: Coordinate? {
    // Sums near the first place keep the digits that large coordinates would take.
    guard let origin = coordinates.first else { return nil }
    var sum = WeightedSum()
    switch self {
    case .points: break
    case .lines(let lines): for line in lines { sum.add(path: line, from: origin) }
    case .polygons(let polygons):
      for rings in polygons { sum.add(polygon: rings, from: origin) }
      if !(sum.weight > 0) {
        sum = WeightedSum()
        for ring in polygons.flatMap({ $0 }) { sum.add(path: ring, from: origin) }
      }
    }
    if !(sum.weight > 0) {
      sum = WeightedSum()
      for place in coordinates {
        sum.add(weight: 1, x: place.x - origin.x, y: place.y - origin.y)
      }
    }
    return Coordinate(x: origin.x + sum.x / sum.weight, y: origin.y + sum.y / sum.weight)
  }

  /// The area of polygons in square CRS units, holes taken out; 0 for points and lines.
  public var area: Double {
    guard case .polygons(let polygons) = self, let origin = coordinates.first else { return 0 }
    var sum = WeightedSum()
    for rings in polygons { sum.add(polygon: rings, from: origin) }
    return sum.weight
  }
}

/// Weights and the sums of weighted coordinates.
private struct WeightedSum {
  var weight = 0.0
  var x = 0.0
  var y = 0.0

  mutating func add(weight: Double, x: Double, y: Double) {
    self.weight += weight
    self.x += weight * x
    self.y += weight * y
  }

  mutating func add(path: [Coordinate], from origin: Coordinate) {
    for (a, b) in zip(path, path.dropFirst()) {
      let dx = b.x - a.x
      let dy = b.y - a.y
      add(
        weight: (dx * dx + dy * dy).squareRoot(),
        x: (a.x + b.x) / 2 - origin.x, y: (a.y + b.y) / 2 - origin.y)
    }
  }

  /// The outer ring counts with its area, holes with minus theirs, whatever their directions.
  mutating func add(polygon rings: [[Coordinate]], from origin: Coordinate) {
    for (index, ring) in rings.enumerated() {
      var double = 0.0
      var x = 0.0
      var y = 0.0
      for (start, end) in RingEdges(ring) {
        let a = (x: start.x - origin.x, y: start.y - origin.y)
        let b = (x: end.x - origin.x, y: end.y - origin.y)
        let cross = a.x * b.y - b.x * a.y
        double += cross
        x += (a.x + b.x) * cross
        y += (a.y + b.y) * cross
      }
      let sign = (double < 0 ? -1.0 : 1) * (index == 0 ? 1 : -1)
      weight += sign * double / 2
      self.x += sign * x / 6
      self.y += sign * y / 6
    }
  }
}

/// The edges of a ring, the closing one included whether or not the ring repeats its first place.
struct RingEdges: Sequence, IteratorProtocol {
  private let ring: [Coordinate]
  private var index = 0

  init(_ ring: [Coordinate]) { self.ring = ring }

  mutating func next() -> (Coordinate, Coordinate)? {
    guard index < ring.count else { return nil }
    defer { index += 1 }
    return (ring[index], ring[index + 1 < ring.count ? index + 1 : 0])
  }
}
