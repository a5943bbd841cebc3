/// Cells in the order of their elevations, for a flood that never falls below the level it has reached.
///
/// Elevations are cut into equal intervals. A cell above the interval that is being flooded is only put down with the others of its
/// own one; only the cells of the present interval are kept in order, in a heap. So a cell costs about the same however
/// many wait, but where a few outliers stretch the range it costs what it does in a heap of all. The idea is that of the
/// calendar queue (Brown 1988, Comm. ACM 31).
struct FloodQueue: ~Copyable {
  /// A cell at its level. Not private, as what is beside it: a debug build of the files that hold a queue needs to see it.
  struct Entry: Comparable {
    let level: Float
    let cell: UInt32

    @inline(__always)
    static func < (left: Entry, right: Entry) -> Bool { left.level < right.level }
  }

  /// A cell that waits, and the place of the next one of its interval.
  struct Waiting {
    let entry: Entry
    let next: Int32
  }

  /// No cell waits behind.
  private static let end: Int32 = -1

  private var heap = MinimumHeap<Entry>()
  private var waiting = GrowingBuffer<Waiting>()
  /// The place of the first cell that waits in each interval.
  private var firsts: GrowingBuffer<Int32>
  /// The interval that is being flooded; nothing waits in it or below it.
  private var present = 0
  private let low: Double
  private let perUnit: Double

  /// - Parameters:
  ///   - range: all levels that will be pushed.
  ///   - cellCount: about how many cells there are; at most 2^31 are pushed.
  init(range: ClosedRange<Float>, cellCount: Int) {
    let count = min(max(cellCount / 64, 1), 4096)
    firsts = GrowingBuffer(capacity: count)
    for _ in 0..<count { firsts.append(Self.end) }
    low = Double(range.lowerBound)
    let width = (Double(range.upperBound) - low) / Double(count)
    perUnit = width > 0 ? 1 / width : 0
  }

  /// Adds a cell, at a level not below the last one that came out.
  @inline(__always)
  mutating func push(_ cell: Int, level: Float) {
    let entry = Entry(level: level, cell: UInt32(truncatingIfNeeded: cell))
    let interval = interval(of: level)
    if interval > present {
      waiting.append(Waiting(entry: entry, next: firsts[interval]))
      firsts[interval] = Int32(truncatingIfNeeded: waiting.count - 1)
    } else {
      heap.push(entry)
    }
  }

  /// Removes the cell with the lowest level.
  @inline(__always)
  mutating func pop() -> Int? {
    while heap.isEmpty {
      if present + 1 >= firsts.count { return nil }
      present += 1
      var place = firsts[present]
      while place != Self.end {
        heap.push(waiting[Int(place)].entry)
        place = waiting[Int(place)].next
      }
    }
    return heap.pop().map { Int($0.cell) }
  }

  /// The interval of a level; levels beside the range belong to the first or last one.
  @inline(__always)
  private func interval(of level: Float) -> Int {
    // A range of levels too narrow for a reciprocal makes it infinite: then all of them lie in the first interval.
    let position = (Double(level) - low) * perUnit
    return position > 0 ? Int(min(position, Double(firsts.count - 1))) : 0
  }
}
