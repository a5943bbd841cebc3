/// Cells in the order of their elevations, for a flood that never falls below the level it has reached.
///
/// Elevations are cut into equal intervals. A cell above the interval that is being flooded goes to the list of its own
/// one at no cost but a link; only the cells of the present interval are kept in order, in a small heap.
struct FloodQueue: ~Copyable {
  private struct Entry {
    var level: Float
    var cell: UInt32
  }

  private static let none = UInt32.max

  private let low: Double
  private let intervalsPerMeter: Double
  private let intervalCount: Int
  /// The first cell of each interval's list.
  private let heads: UnsafeMutablePointer<UInt32>
  /// The cell after a cell in its list: `cellCount` elements.
  private let links: UnsafeMutablePointer<UInt32>
  private var interval = 0
  private var heap: [Entry] = []

  /// - Parameter range: all levels that will be pushed.
  /// - Precondition: `cellCount` is below 2^32 - 1.
  init(range: ClosedRange<Float>, cellCount: Int) {
    precondition(
      cellCount < Int(UInt32.max), "\(cellCount) cells, expected fewer than \(UInt32.max)")
    low = Double(range.lowerBound)
    intervalCount = min(max(cellCount / 8, 1), 1 << 20)
    let extent = Double(range.upperBound) - low
    intervalsPerMeter = extent > 0 ? Double(intervalCount) / extent : 0
    heads = .allocate(capacity: intervalCount)
    heads.initialize(repeating: Self.none, count: intervalCount)
    links = .allocate(capacity: max(cellCount, 1))
  }

  deinit {
    heads.deallocate()
    links.deallocate()
  }

  /// Adds a cell that is not in the queue, at a level not below the last one that came out.
  @inline(__always)
  mutating func push(_ cell: Int, level: Float) {
    // Levels lie in the range, so the quotient is finite; rounding may take it one too far.
    let position = min(Int((Double(level) - low) * intervalsPerMeter), intervalCount - 1)
    if position <= interval {
      pushToHeap(Entry(level: level, cell: UInt32(truncatingIfNeeded: cell)))
    } else {
      links[cell] = heads[position]
      heads[position] = UInt32(truncatingIfNeeded: cell)
    }
  }

  /// Removes the cell with the lowest level.
  ///
  /// - Parameter levels: the level of each cell, as it was pushed.
  @inline(__always)
  mutating func pop(levels: UnsafePointer<Float>) -> Int? {
    while heap.isEmpty {
      guard interval + 1 < intervalCount else { return nil }
      interval += 1
      var cell = heads[interval]
      while cell != Self.none {
        pushToHeap(Entry(level: levels[Int(cell)], cell: cell))
        cell = links[Int(cell)]
      }
    }
    return Int(popFromHeap())
  }
}

extension FloodQueue {
  private mutating func pushToHeap(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if heap[parent].level <= entry.level { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = entry
  }

  private mutating func popFromHeap() -> UInt32 {
    let top = heap[0].cell
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1].level < heap[child].level { child += 1 }
      if last.level <= heap[child].level { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return top
  }
}
