/// Cells in the order of their elevations, for a flood that never falls below the level it has reached.
///
/// Elevations are cut into equal intervals. A cell above the interval that is being flooded is only put down with the others of its
/// own one; the cells of the present interval are kept in order, in a small heap. Both are read and written in
/// sequence, which is what counts on rasters that do not fit in the processor's cache.
struct FloodQueue: ~Copyable {
  private struct Entry {
    var level: Float
    var cell: UInt32
  }

  private let low: Double
  private let intervalsPerMeter: Double
  private var intervals: [[Entry]]
  private var interval = 0
  private var heap: [Entry] = []

  /// - Parameter range: all levels that will be pushed.
  /// - Precondition: `cellCount` is below 2^32.
  init(range: ClosedRange<Float>, cellCount: Int) {
    precondition(
      cellCount <= Int(UInt32.max), "\(cellCount) cells, expected at most \(UInt32.max)")
    low = Double(range.lowerBound)
    let intervalCount = min(max(cellCount / 64, 1), 4096)
    let extent = Double(range.upperBound) - low
    intervalsPerMeter = extent > 0 ? Double(intervalCount) / extent : 0
    intervals = Array(repeating: [], count: intervalCount)
  }

  /// Adds a cell, at a level not below the last one that came out.
  @inline(__always)
  mutating func push(_ cell: Int, level: Float) {
    let entry = Entry(level: level, cell: UInt32(truncatingIfNeeded: cell))
    // Levels lie in the range, so the quotient is finite; rounding may take it one too far.
    let position = min(Int((Double(level) - low) * intervalsPerMeter), intervals.count - 1)
    if position <= interval {
      heap.append(entry)
      rise(from: heap.count - 1)
    } else {
      intervals[position].append(entry)
    }
  }

  /// Removes the cell with the lowest level.
  @inline(__always)
  mutating func pop() -> Int? {
    while heap.isEmpty {
      guard interval + 1 < intervals.count else { return nil }
      interval += 1
      swap(&heap, &intervals[interval])
      for parent in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: parent) }
    }
    let top = heap[0].cell
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink(from: 0)
    }
    return Int(top)
  }

  private mutating func rise(from position: Int) {
    // Bounds: positions and their parents are below `heap.count`.
    heap.withUnsafeMutableBufferPointer { heap in
      let entry = heap[position]
      var child = position
      while child > 0 {
        let parent = (child - 1) / 2
        if heap[parent].level <= entry.level { break }
        heap[child] = heap[parent]
        child = parent
      }
      heap[child] = entry
    }
  }

  private mutating func sink(from position: Int) {
    // Bounds: children are compared with `heap.count` before they are read.
    heap.withUnsafeMutableBufferPointer { heap in
      let entry = heap[position]
      var parent = position
      while true {
        var child = 2 * parent + 1
        if child >= heap.count { break }
        if child + 1 < heap.count, heap[child + 1].level < heap[child].level { child += 1 }
        if entry.level <= heap[child].level { break }
        heap[parent] = heap[child]
        parent = child
      }
      heap[parent] = entry
    }
  }
}
