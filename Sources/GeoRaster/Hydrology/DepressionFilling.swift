import Parallelism

extension Raster {
  /// The lowest surface above this one without depressions: from every cell a path that never rises leads to an outlet.
  ///
  /// Outlets are the cells on the edge of the grid and those next to NoData. Depressions become level; see
  /// ``flowDirections(threads:)`` for how water finds its way across.
  ///
  /// Source: Barnes, Lehman and Mulla (2014), Priority-flood, Computers & Geosciences 62; cells that only
  /// rise from the flood bypass the queue, as in Zhou, Sun and Fu (2016), Computers & Geosciences 90. Not in the
  /// paper, whose TWI and SPI need a surface that drains.
  ///
  /// - Returns: elevations in the raster's unit; NaN where the elevation is NaN or infinite.
  /// - Precondition: fewer than 2^32 cells.
  /// - Complexity: O(cells) with a small heap for cells of nearly equal elevation. The flood itself runs on one thread.
  public func fillingDepressions(threads: Int? = nil) -> Raster {
    var surface = PaddedSurface(self, threads: threads)
    surface.fillDepressions()
    return surface.raster(on: grid)
  }
}

extension PaddedSurface {
  /// The distances of the eight neighbours in ``values``.
  var neighborOffsets: [Int] {
    [1, stride + 1, stride, stride - 1, -1, -stride - 1, -stride, -stride + 1]
  }

  fileprivate mutating func fillDepressions() {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where !value.isNaN {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return }
    let offsets = neighborOffsets
    let (rows, columns, stride) = (rows, columns, stride)
    values.withUnsafeMutableBufferPointer { levels in
      guard let base = levels.baseAddress else { return }
      // Bounds: cells of the flood are never in the ring (it is NaN, so closed), so their neighbours lie in the array.
      var flood = Flood(levels: base, count: levels.count, range: low...high, offsets: offsets)
      for row in 1...rows {
        for column in 1...columns {
          flood.seed(row * stride + column)
        }
      }
      flood.run()
    }
  }
}

/// The state of one priority flood, over elevations that it raises in place.
private struct Flood: ~Copyable {
  private let levels: UnsafeMutablePointer<Float>
  private let offsets: [Int]
  /// Whether the final level of a cell is known, or there is none.
  private let isClosed: UnsafeMutablePointer<Bool>
  private var queue: FloodQueue
  /// Cells at the level of the flood, whose neighbours are to be looked at.
  private var level = CellStack()
  /// Cells above the flood that water reaches by a path that only rises.
  private var rising = CellStack()

  /// - Parameter levels: `count` elevations; those without one are closed from the start.
  init(
    levels: UnsafeMutablePointer<Float>, count: Int, range: ClosedRange<Float>, offsets: [Int]
  ) {
    self.levels = levels
    self.offsets = offsets
    isClosed = .allocate(capacity: count)
    for cell in 0..<count { isClosed[cell] = levels[cell].isNaN }
    queue = FloodQueue(range: range, cellCount: count)
  }

  deinit { isClosed.deallocate() }

  /// Starts from a cell if it is an outlet.
  mutating func seed(_ cell: Int) {
    guard !levels[cell].isNaN, offsets.contains(where: { levels[cell + $0].isNaN }) else { return }
    isClosed[cell] = true
    queue.push(cell, level: levels[cell])
  }

  mutating func run() {
    while let cell = queue.pop() {
      fillLevel(from: cell)
      climb()
    }
  }

  /// Raises what lies below the level of a cell and can be reached from it.
  @inline(__always)
  private mutating func fillLevel(from cell: Int) {
    let height = levels[cell]
    level.push(cell)
    while let current = level.pop() {
      for position in 0..<8 {
        let neighbor = current + offsets[position]
        if isClosed[neighbor] { continue }
        isClosed[neighbor] = true
        if levels[neighbor] <= height {
          levels[neighbor] = height
          level.push(neighbor)
        } else {
          rising.push(neighbor)
        }
      }
    }
  }

  /// Closes all cells that are reached by paths that only rise; those with lower neighbours must wait for the flood.
  @inline(__always)
  private mutating func climb() {
    while let current = rising.pop() {
      let height = levels[current]
      var mayFloodLower = false
      for position in 0..<8 {
        let neighbor = current + offsets[position]
        if isClosed[neighbor] { continue }
        if levels[neighbor] >= height {
          isClosed[neighbor] = true
          rising.push(neighbor)
        } else {
          mayFloodLower = true
        }
      }
      if mayFloodLower { queue.push(current, level: height) }
    }
  }
}

/// The last cell put in comes out first.
private struct CellStack: ~Copyable {
  private var cells = UnsafeMutablePointer<Int>.allocate(capacity: 1024)
  private var capacity = 1024
  private var count = 0

  deinit { cells.deallocate() }

  @inline(__always)
  mutating func push(_ cell: Int) {
    if count == capacity { grow() }
    cells[count] = cell
    count += 1
  }

  @inline(__always)
  mutating func pop() -> Int? {
    if count == 0 { return nil }
    count -= 1
    return cells[count]
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: 2 * capacity)
    larger.update(from: cells, count: count)
    cells.deallocate()
    cells = larger
    capacity *= 2
  }
}
