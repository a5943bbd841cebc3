/// Points in a binary tree of boxes, so that the nearest ones are found without looking at all.
///
/// Each box is cut through its longer side so that both halves hold as many points, down to a few. Source: Bentley (1975),
/// Multidimensional binary search trees used for associative searching.
struct PointTree: Sendable {
  struct Box: Sendable {
    var minimumX = Double.infinity
    var minimumY = Double.infinity
    var maximumX = -Double.infinity
    var maximumY = -Double.infinity
    /// The points, as positions in `indices`.
    var range: Range<Int>
    /// The second half; the first one follows the box itself. 0 for a box that is not cut.
    var second = 0

    /// The least squared distance that a point in the box can have.
    ///
    /// Rounding keeps the order of differences, so no point of the box comes out nearer.
    @inline(__always)
    func squaredDistance(to place: Coordinate) -> Double {
      let dx = max(minimumX - place.x, place.x - maximumX, 0)
      let dy = max(minimumY - place.y, place.y - maximumY, 0)
      return dx * dx + dy * dy
    }
  }

  private(set) var boxes: [Box] = []
  /// The points in the order of the tree, and their positions.
  private(set) var indices: [Int32]
  let x: [Double]
  let y: [Double]

  private static let pointsInLeaf = 8

  /// A tree of the points with these positions.
  ///
  /// - Complexity: O(n log n) on average for n points.
  init(x: [Double], y: [Double]) {
    var order = x.indices.map { Int32(truncatingIfNeeded: $0) }
    var boxes: [Box] = []
    Self.split(0..<order.count, &order, x, y, &boxes)
    self.boxes = boxes
    indices = order
    self.x = order.map { x[Int($0)] }
    self.y = order.map { y[Int($0)] }
  }

  private static func split(
    _ range: Range<Int>, _ order: inout [Int32], _ x: [Double], _ y: [Double],
    _ boxes: inout [Box]
  ) {
    var box = Box(range: range)
    for point in order[range] {
      box.minimumX = min(box.minimumX, x[Int(point)])
      box.maximumX = max(box.maximumX, x[Int(point)])
      box.minimumY = min(box.minimumY, y[Int(point)])
      box.maximumY = max(box.maximumY, y[Int(point)])
    }
    let place = boxes.count
    boxes.append(box)
    guard range.count > pointsInLeaf else { return }
    let middle = range.lowerBound + range.count / 2
    let isWide = box.maximumX - box.minimumX >= box.maximumY - box.minimumY
    select(middle, in: range, of: &order, by: isWide ? x : y)
    split(range.lowerBound..<middle, &order, x, y, &boxes)
    boxes[place].second = boxes.count
    split(middle..<range.upperBound, &order, x, y, &boxes)
  }

  /// Puts the point that belongs at `position` of a sorted range there, smaller ones before it and larger ones behind.
  ///
  /// Source: Hoare (1961), Algorithm 65: Find.
  private static func select(
    _ position: Int, in range: Range<Int>, of order: inout [Int32], by key: [Double]
  ) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let pivot = key[Int(order[(low + high) / 2])]
      var (left, right) = (low, high)
      repeat {
        while key[Int(order[left])] < pivot { left += 1 }
        while key[Int(order[right])] > pivot { right -= 1 }
        if left <= right {
          order.swapAt(left, right)
          left += 1
          right -= 1
        }
      } while left <= right
      if position <= right {
        high = right
      } else if position >= left {
        low = left
      } else {
        return
      }
    }
  }
}
