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
      flood.closeMissing()
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
  let levels: UnsafeMutablePointer<Float>
  let count: Int
  let offsets: [Int]
  /// Whether the final level of a cell is known, or there is none.
  var isClosed: [Bool]
  var queue: FloodQueue
  /// Cells at the level of the flood, whose neighbours are to be looked at.
  var level: [Int] = []
  /// Cells above the flood that water reaches by a path that only rises.
  var rising: [Int] = []

  init(
    levels: UnsafeMutablePointer<Float>, count: Int, range: ClosedRange<Float>, offsets: [Int]
  ) {
    self.levels = levels
    self.count = count
    self.offsets = offsets
    isClosed = Array(repeating: false, count: count)
    queue = FloodQueue(range: range, cellCount: count)
  }

  mutating func closeMissing() {
    for cell in 0..<count where levels[cell].isNaN { isClosed[cell] = true }
  }

  /// Starts from a cell if it is an outlet.
  mutating func seed(_ cell: Int) {
    guard !levels[cell].isNaN, offsets.contains(where: { levels[cell + $0].isNaN }) else { return }
    isClosed[cell] = true
    queue.push(cell, level: levels[cell])
  }

  mutating func run() {
    isClosed.withUnsafeMutableBufferPointer { isClosed in
      offsets.withUnsafeBufferPointer { offsets in
        while let cell = queue.pop() {
          let height = levels[cell]
          level.append(cell)
          while let current = level.popLast() {
            for offset in offsets {
              let neighbor = current + offset
              if isClosed[neighbor] { continue }
              isClosed[neighbor] = true
              if levels[neighbor] <= height {
                levels[neighbor] = height
                level.append(neighbor)
              } else {
                rising.append(neighbor)
              }
            }
          }
          while let current = rising.popLast() {
            let height = levels[current]
            var mayFloodLower = false
            for offset in offsets {
              let neighbor = current + offset
              if isClosed[neighbor] { continue }
              if levels[neighbor] >= height {
                isClosed[neighbor] = true
                rising.append(neighbor)
              } else {
                mayFloodLower = true
              }
            }
            if mayFloodLower { queue.push(current, level: height) }
          }
        }
      }
    }
  }
}
