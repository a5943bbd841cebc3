/// Distances to an earthquake's source: an epicentre, the trace of a fault, the outline of a rupture.
///
/// Inside a polygon the distance is 0, as the Joyner-Boore distance is above a rupture.
struct SourceDistance: Sendable {
  private struct Piece: Sendable {
    let a: Coordinate
    let b: Coordinate

    func squaredDistance(to place: Coordinate) -> Double {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = dx * dx + dy * dy
      let along = (place.x - a.x) * dx + (place.y - a.y) * dy
      let share = length > 0 ? min(max(along / length, 0), 1) : 0
      return Coordinate(x: a.x + share * dx, y: a.y + share * dy).squaredDistance(to: place)
    }
  }

  private var pieces: [Piece]
  private let polygons: [Geometry]

  /// - Parameters:
  ///   - source: in metres, as the places are.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` without a place, or with one that is not finite.
  init(_ source: [Geometry]) throws {
    let places = source.flatMap(\.coordinates)
    guard !places.isEmpty, places.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      throw GeoRasterError.argument(
        name: "source",
        value: places.isEmpty ? "empty" : "a geometry with coordinates that are not finite",
        expected: "points, lines or polygons with finite coordinates")
    }
    pieces = source.flatMap { $0.segments.map { Piece(a: $0.0, b: $0.1) } }
    polygons = source.filter { if case .polygons = $0 { true } else { false } }
  }

  /// Metres from a place to the source.
  func distance(to place: Coordinate) -> Double {
    if polygons.contains(where: { $0.contains(place) }) { return 0 }
    return pieces.reduce(.infinity) { min($0, $1.squaredDistance(to: place)) }.squareRoot()
  }

  /// The same distances for places within `radius` of `center`, without the pieces that cannot be the nearest there.
  func near(_ center: Coordinate, radius: Double) -> SourceDistance {
    guard pieces.count > 1 else { return self }
    let distances = pieces.map { $0.squaredDistance(to: center).squareRoot() }
    // A little more than the bound, for rounding.
    let reach = ((distances.min() ?? 0) + 2 * radius) * (1 + 1e-9)
    var near = self
    near.pieces = zip(pieces, distances).filter { !($0.1 > reach) }.map(\.0)
    return near
  }
}
