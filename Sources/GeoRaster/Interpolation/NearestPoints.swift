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

  /// Finds the nearest points of a tree to a place.
  ///
  /// - Parameter excluded: a point that does not count.
  /// - Complexity: O(k log n) on average for n points.
  func find(near place: Coordinate, in tree: PointTree, excluding excluded: Int32 = -1) {
    count = 0
    tree.boxes.withUnsafeBufferPointer { boxes in
      tree.indices.withUnsafeBufferPointer { indices in
        tree.x.withUnsafeBufferPointer { x in
          tree.y.withUnsafeBufferPointer { y in
            let search = Search(
              place: place, excluded: excluded, boxes: boxes, indices: indices, x: x, y: y)
            visit(0, search)
          }
        }
      }
    }
  }

  /// Bounds: boxes name positions of the other three, which are equally long.
  private struct Search {
    let place: Coordinate
    let excluded: Int32
    let boxes: UnsafeBufferPointer<PointTree.Box>
    let indices: UnsafeBufferPointer<Int32>
    let x: UnsafeBufferPointer<Double>
    let y: UnsafeBufferPointer<Double>
  }

  private func visit(_ position: Int, _ search: Search) {
    let box = search.boxes[position]
    guard box.second > 0 else {
      for point in box.range where search.indices[point] != search.excluded {
        let dx = search.x[point] - search.place.x
        let dy = search.y[point] - search.place.y
        insert(search.indices[point], dx * dx + dy * dy)
      }
      return
    }
    let first = search.boxes[position + 1].squaredDistance(to: search.place)
    let second = search.boxes[box.second].squaredDistance(to: search.place)
    let isFirstNearer = first <= second
    visit(isFirstNearer ? position + 1 : box.second, search)
    // A point as near as the last one may come before it; and distances that overflow rule nothing out.
    if count == limit, max(first, second) > distanceBuffer[count - 1] { return }
    visit(isFirstNearer ? box.second : position + 1, search)
  }

  @inline(__always)
  private func insert(_ candidate: Int32, _ squaredDistance: Double) {
    func comesBefore(_ position: Int) -> Bool {
      squaredDistance < distanceBuffer[position]
        || (squaredDistance == distanceBuffer[position] && candidate < indexBuffer[position])
    }
    var position = count
    if position < limit {
      count += 1
    } else {
      guard comesBefore(position - 1) else { return }
      position -= 1
    }
    while position > 0, comesBefore(position - 1) {
      indexBuffer[position] = indexBuffer[position - 1]
      distanceBuffer[position] = distanceBuffer[position - 1]
      position -= 1
    }
    indexBuffer[position] = candidate
    distanceBuffer[position] = squaredDistance
  }
}
