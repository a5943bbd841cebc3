/// Cells in the order of their elevations, for a flood that never falls below the level it has reached.
///
/// Elevations are cut into equal intervals. A cell above the interval that is being flooded is only put down with the others of its
/// own one. When the flood reaches an interval, it is cut once more into finer ones, and only the cells of the present fine
/// interval are kept in order, in a heap of a few cells. So a cell costs about the same on rasters of any size, and
/// outliers among the elevations do no harm. The idea is that of the calendar queue (Brown 1988, Comm. ACM 31).
struct FloodQueue: ~Copyable {
  fileprivate struct Entry {
    var level: Float
    var cell: UInt32
  }

  private var coarse: FloodIntervals
  private var fine: FloodIntervals
  private var heap: [Entry] = []

  /// - Parameter range: all levels that will be pushed.
  /// - Precondition: `cellCount` is below 2^32.
  init(range: ClosedRange<Float>, cellCount: Int) {
    precondition(
      cellCount <= Int(UInt32.max), "\(cellCount) cells, expected at most \(UInt32.max)")
    coarse = FloodIntervals(
      low: Double(range.lowerBound), high: Double(range.upperBound),
      count: min(max(cellCount / 64, 1), 4096))
    fine = FloodIntervals(low: coarse.start(0), high: coarse.start(1), count: 256)
  }

  /// Adds a cell, at a level not below the last one that came out.
  @inline(__always)
  mutating func push(_ cell: Int, level: Float) {
    let entry = Entry(level: level, cell: UInt32(truncatingIfNeeded: cell))
    let position = coarse.position(of: level)
    if position > coarse.present {
      coarse.cells[position].append(entry)
    } else {
      pushFine(entry)
    }
  }

  @inline(__always)
  private mutating func pushFine(_ entry: Entry) {
    let position = fine.position(of: entry.level)
    if position > fine.present {
      fine.cells[position].append(entry)
    } else {
      heap.append(entry)
      rise()
    }
  }

  /// Removes the cell with the lowest level.
  @inline(__always)
  mutating func pop() -> Int? {
    while heap.isEmpty {
      if fine.present + 1 < fine.count {
        fine.present += 1
        swap(&heap, &fine.cells[fine.present])
        for parent in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: parent) }
      } else if coarse.present + 1 < coarse.count {
        nextCoarseInterval()
      } else {
        return nil
      }
    }
    let top = heap[0].cell
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink(from: 0)
    }
    return Int(top)
  }

  private mutating func nextCoarseInterval() {
    coarse.present += 1
    var entries: [Entry] = []
    swap(&entries, &coarse.cells[coarse.present])
    fine.restart(low: coarse.start(coarse.present), high: coarse.start(coarse.present + 1))
    for entry in entries { pushFine(entry) }
  }

  /// Moves the last entry of the heap up to its place.
  private mutating func rise() {
    // Bounds: positions and their parents are below `heap.count`.
    heap.withUnsafeMutableBufferPointer { heap in
      var child = heap.count - 1
      let entry = heap[child]
      while child > 0 {
        let parent = (child - 1) / 2
        if heap[parent].level <= entry.level { break }
        heap[child] = heap[parent]
        child = parent
      }
      heap[child] = entry
    }
  }

  /// Moves an entry of the heap down to its place.
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

/// A range of levels in equal intervals, with the cells that wait in each.
private struct FloodIntervals {
  let count: Int
  /// The interval that is being flooded; nothing waits in it or below it.
  var present = 0
  var cells: [[FloodQueue.Entry]]
  private var low: Double
  private var width: Double
  private var perUnit: Double

  init(low: Double, high: Double, count: Int) {
    self.count = count
    cells = Array(repeating: [], count: count)
    self.low = low
    width = (high - low) / Double(count)
    perUnit = width > 0 ? 1 / width : 0
  }

  /// The level at which an interval starts.
  func start(_ interval: Int) -> Double { low + Double(interval) * width }

  /// The interval of a level; levels beside the range belong to the first or last one.
  @inline(__always)
  func position(of level: Float) -> Int {
    // A range of levels too narrow for a reciprocal makes it infinite: then all of them lie in the first interval.
    let position = (Double(level) - low) * perUnit
    return position > 0 ? Int(min(position, Double(count - 1))) : 0
  }

  /// Takes another range; nothing may be waiting.
  mutating func restart(low: Double, high: Double) {
    self.low = low
    width = (high - low) / Double(count)
    perUnit = width > 0 ? 1 / width : 0
    present = 0
  }
}
