/// Points that may be near, copied out so that their positions lie side by side.
struct CandidatePoints {
  let indices: [Int32]
  let x: [Double]
  let y: [Double]

  init(_ indices: [Int32], of points: InterpolationPoints) {
    self.indices = indices
    x = indices.map { points.x[Int($0)] }
    y = indices.map { points.y[Int($0)] }
  }
}

/// The k nearest of some points to a place, nearest first; of points as near the one that comes first.
///
/// Bounds: both buffers have room for `limit` elements, and `count` is at most `limit`.
final class NearestPoints {
  private let limit: Int
  private let indexBuffer: UnsafeMutablePointer<Int32>
  private let distanceBuffer: UnsafeMutablePointer<Double>
  private(set) var count = 0

  /// - Parameter limit: k, at least 1.
  init(limit: Int) {
    self.limit = limit
    indexBuffer = .allocate(capacity: limit)
    distanceBuffer = .allocate(capacity: limit)
    indexBuffer.initialize(repeating: 0, count: limit)
    distanceBuffer.initialize(repeating: 0, count: limit)
  }

  deinit {
    indexBuffer.deallocate()
    distanceBuffer.deallocate()
  }

  /// The points found.
  var indices: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: indexBuffer, count: count) }
  /// The squares of their distances in square metres.
  var squaredDistances: UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: distanceBuffer, count: count)
  }

  /// Finds the nearest of `candidates` to a place.
  ///
  /// - Parameter excluded: a point that does not count.
  func find(
    near place: Coordinate, among candidates: CandidatePoints, excluding excluded: Int32 = -1
  ) {
    var count = 0
    candidates.indices.withUnsafeBufferPointer { indices in
      candidates.x.withUnsafeBufferPointer { x in
        candidates.y.withUnsafeBufferPointer { y in
          for position in 0..<indices.count where indices[position] != excluded {
            let dx = x[position] - place.x
            let dy = y[position] - place.y
            insert(indices[position], dx * dx + dy * dy, &count)
          }
        }
      }
    }
    self.count = count
  }

  @inline(__always)
  private func insert(_ candidate: Int32, _ squaredDistance: Double, _ count: inout Int) {
    var position = count
    if position < limit {
      count += 1
    } else {
      guard squaredDistance < distanceBuffer[position - 1] else { return }
      position -= 1
    }
    while position > 0, squaredDistance < distanceBuffer[position - 1] {
      indexBuffer[position] = indexBuffer[position - 1]
      distanceBuffer[position] = distanceBuffer[position - 1]
      position -= 1
    }
    indexBuffer[position] = candidate
    distanceBuffer[position] = squaredDistance
  }
}

extension InterpolationPoints {
  /// The points that can be among the k nearest of any place within `radius` of `center`, in order.
  ///
  /// With the k-th nearest of the centre at distance d, that of a place in the circle is at most d + radius away from
  /// it, hence at most d + 2 radius from the centre.
  func candidates(
    center: Coordinate, radius: Double, limit: Int, all: CandidatePoints
  ) -> CandidatePoints {
    guard count > limit else { return all }
    let nearest = NearestPoints(limit: limit)
    nearest.find(near: center, among: all)
    guard let last = nearest.squaredDistances.last else { return all }
    // A little more than the bound, for rounding.
    let reach = (last.squareRoot() + 2 * radius) * (1 + 1e-9)
    let chosen = all.indices.filter {
      let dx = x[Int($0)] - center.x
      let dy = y[Int($0)] - center.y
      // Also true when distances overflow.
      return !(dx * dx + dy * dy > reach * reach)
    }
    return CandidatePoints(chosen, of: self)
  }

  /// All points.
  var allCandidates: CandidatePoints {
    CandidatePoints(Array(0..<Int32(truncatingIfNeeded: count)), of: self)
  }
}
