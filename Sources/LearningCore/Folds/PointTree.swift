/// Points in a k-d tree, to find the nearest one fast.
///
/// Source: Bentley (1975), Communications of the ACM 18, 509-517. The tree is the order of the points: the middle of a
/// range parts it along the longer side of its extent, and short ranges are searched point by point.
struct PointTree {
  private static let leafSize = 8

  private var points: [SIMD2<Double>]
  /// What each point belongs to, in the order of `points`.
  private var owners: [Int]
  /// The axis along which the middle of a range parts it, at the position of the middle.
  private var axes: [UInt8]

  /// A tree of finite points.
  ///
  /// - Parameter owners: a number for each point; points of a number can be left out of a search.
  init(_ points: [SIMD2<Double>], owners: [Int]? = nil) {
    var order = Array(points.indices)
    var axes = [UInt8](repeating: 0, count: points.count)
    points.withUnsafeBufferPointer { points in
      Self.build(points, &order, &axes, 0..<points.count)
    }
    self.points = order.map { points[$0] }
    self.owners = owners.map { owners in order.map { owners[$0] } } ?? order.map { _ in 0 }
    self.axes = axes
  }

  /// The squared distance to the nearest point that does not belong to `excluded`; infinite when there is none.
  func nearestSquaredDistance(to place: SIMD2<Double>, excluding excluded: Int? = nil) -> Double {
    nearestSquaredDistances(to: CollectionOfOne(place), excluding: excluded.map { [$0] })[0]
  }

  /// The squared distance from each place to the nearest point; infinite when there is none.
  ///
  /// - Parameter excluded: for each place, the owner whose points don't count.
  func nearestSquaredDistances(
    to places: some Collection<SIMD2<Double>>, excluding excluded: [Int]? = nil
  ) -> [Double] {
    points.withUnsafeBufferPointer { points in
      owners.withUnsafeBufferPointer { owners in
        axes.withUnsafeBufferPointer { axes in
          var search = Search(points: points, owners: owners, axes: axes)
          return places.enumerated().map {
            search.squaredDistance(to: $1, excluding: excluded?[$0])
          }
        }
      }
    }
  }

  /// One search after another; places that follow each other are often neighbours, so each starts from the last find.
  private struct Search {
    let points: UnsafeBufferPointer<SIMD2<Double>>
    let owners: UnsafeBufferPointer<Int>
    let axes: UnsafeBufferPointer<UInt8>
    private var place = SIMD2<Double>.zero
    private var excluded: Int?
    private var best = Double.infinity
    private var found = 0

    init(
      points: UnsafeBufferPointer<SIMD2<Double>>, owners: UnsafeBufferPointer<Int>,
      axes: UnsafeBufferPointer<UInt8>
    ) {
      self.points = points
      self.owners = owners
      self.axes = axes
    }

    mutating func squaredDistance(to place: SIMD2<Double>, excluding excluded: Int?) -> Double {
      guard !points.isEmpty else { return .infinity }
      self.place = place
      self.excluded = excluded
      best = .infinity
      visit(found)
      search(0, points.count)
      return best
    }

    private mutating func visit(_ index: Int) {
      guard owners[index] != excluded else { return }
      let difference = points[index] - place
      let distance = (difference * difference).sum()
      if distance < best {
        best = distance
        found = index
      }
    }

    private mutating func search(_ low: Int, _ high: Int) {
      guard high - low > PointTree.leafSize else {
        for index in low..<high { visit(index) }
        return
      }
      let middle = (low + high) / 2
      let axis = Int(axes[middle])
      let offset = place[axis] - points[middle][axis]
      visit(middle)
      if offset < 0 {
        search(low, middle)
        if offset * offset < best { search(middle + 1, high) }
      } else {
        search(middle + 1, high)
        if offset * offset < best { search(low, middle) }
      }
    }
  }

  private static func build(
    _ points: UnsafeBufferPointer<SIMD2<Double>>, _ order: inout [Int], _ axes: inout [UInt8],
    _ range: Range<Int>
  ) {
    guard range.count > leafSize else { return }
    var (low, high) = (points[order[range.lowerBound]], points[order[range.lowerBound]])
    for index in order[range] {
      low = pointwiseMin(low, points[index])
      high = pointwiseMax(high, points[index])
    }
    let extent = high - low
    let axis = extent.x >= extent.y ? 0 : 1
    let middle = (range.lowerBound + range.upperBound) / 2
    select(points, &order, range, middle, axis)
    axes[middle] = UInt8(axis)
    build(points, &order, &axes, range.lowerBound..<middle)
    build(points, &order, &axes, middle + 1..<range.upperBound)
  }

  /// Reorders a range so that what comes before the middle is not above it and what comes after is not below
  /// (Hoare's quickselect).
  private static func select(
    _ points: UnsafeBufferPointer<SIMD2<Double>>, _ order: inout [Int], _ range: Range<Int>,
    _ middle: Int, _ axis: Int
  ) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let pivot = points[order[(low + high) / 2]][axis]
      var left = low
      var right = high
      // The pivot stops both walks, so they stay in the range.
      while left <= right {
        while points[order[left]][axis] < pivot { left += 1 }
        while points[order[right]][axis] > pivot { right -= 1 }
        if left <= right {
          order.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if middle <= right {
        high = right
      } else if middle >= left {
        low = left
      } else {
        return
      }
    }
  }
}
