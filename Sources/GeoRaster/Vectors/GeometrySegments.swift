extension Geometry {
  /// The straight pieces of the outline; a point is a piece without length.
  package var segments: [(Coordinate, Coordinate)] {
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
}
