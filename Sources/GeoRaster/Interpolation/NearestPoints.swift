/// The k nearest of some points to a place, nearest first; of points as near the one that comes first.
struct NearestPoints {
  private(set) var indices: [Int32]
  private(set) var squaredDistances: [Double]
  private let limit: Int

  /// - Parameter limit: k, at least 1.
  init(limit: Int) {
    self.limit = limit
    indices = []
    squaredDistances = []
    indices.reserveCapacity(limit)
    squaredDistances.reserveCapacity(limit)
  }

  /// Finds the nearest of `candidates` to a place.
  ///
  /// - Parameter excluded: a point that does not count.
  mutating func find(
    near place: Coordinate, among candidates: some Sequence<Int32>, of points: InterpolationPoints,
    excluding excluded: Int32 = -1
  ) {
    indices.removeAll(keepingCapacity: true)
    squaredDistances.removeAll(keepingCapacity: true)
    points.x.withUnsafeBufferPointer { x in
      points.y.withUnsafeBufferPointer { y in
        for candidate in candidates where candidate != excluded {
          let dx = x[Int(candidate)] - place.x
          let dy = y[Int(candidate)] - place.y
          insert(candidate, dx * dx + dy * dy)
        }
      }
    }
  }

  private mutating func insert(_ candidate: Int32, _ squaredDistance: Double) {
    var position = indices.count
    if position < limit {
      indices.append(candidate)
      squaredDistances.append(squaredDistance)
    } else {
      guard squaredDistance < squaredDistances[position - 1] else { return }
      position -= 1
    }
    while position > 0, squaredDistance < squaredDistances[position - 1] {
      indices[position] = indices[position - 1]
      squaredDistances[position] = squaredDistances[position - 1]
      position -= 1
    }
    indices[position] = candidate
    squaredDistances[position] = squaredDistance
  }
}

extension InterpolationPoints {
  /// The points that can be among the k nearest of any place within `radius` of `center`, in order.
  ///
  /// With the k-th nearest of the centre at distance d, that of a place in the circle is at most d + radius away from
  /// it, hence at most d + 2 radius from the centre.
  func candidates(center: Coordinate, radius: Double, limit: Int) -> [Int32] {
    guard count > limit else { return allIndices }
    var nearest = NearestPoints(limit: limit)
    nearest.find(near: center, among: 0..<Int32(truncatingIfNeeded: count), of: self)
    guard let last = nearest.squaredDistances.last else { return allIndices }
    // A little more than the bound, for rounding.
    let reach = (last.squareRoot() + 2 * radius) * (1 + 1e-9)
    return allIndices.filter {
      let dx = x[Int($0)] - center.x
      let dy = y[Int($0)] - center.y
      // Also true when distances overflow.
      return !(dx * dx + dy * dy > reach * reach)
    }
  }

  /// 0 to before ``count``.
  var allIndices: [Int32] { Array(0..<Int32(truncatingIfNeeded: count)) }
}
