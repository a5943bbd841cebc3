/// What the flood of a tile tells of it.
struct FloodedTile: Sendable {
  /// Labels from ``TileFlood/outside`` + 1 on.
  var labelCount = 0
  /// Where labels of the tile touch.
  var spills: [Spill] = []

  /// The lowest level at which water passes between two labels.
  struct Spill: Sendable {
    let first: UInt16
    let second: UInt16
    let level: Float
  }
}

/// The priority flood of one tile, from the outlets of the grid in it and from the tile's own edge.
///
/// Whether water that reaches the tile's edge gets on is not known here. So every cell is labelled by the place on the
/// edge that it drains to (the lowest cells of the edge have a label each), or as draining to an outlet.
/// What a cell must be raised to beyond this flood follows from its label alone.
///
/// Bounds: cells of the flood lie inside of a ring that is closed, so all their neighbours are in the arrays.
struct TileFlood: ~Copyable {
  /// The label of cells without an elevation.
  static let void = UInt16.max
  /// The label of outlets and what drains to them.
  static let outside: UInt16 = 1
  /// Not reached yet.
  private static let open: UInt16 = 0

  private let rows: Range<Int>
  private let columns: Range<Int>
  private let stride: Int
  private let levels: UnsafeMutablePointer<Float>
  private let labels: UnsafeMutablePointer<UInt16>
  private var labelCount = 0
  private var queue: FloodQueue
  private var spills = SpillTable()
  /// Cells at the level of the flood, whose neighbours are to be looked at.
  private var level = GrowingBuffer<UInt32>()
  /// Cells above the flood that water reaches by a path that only rises.
  private var rising = GrowingBuffer<UInt32>()

  /// Copies a tile's elevations. At most 16,000 cells may lie on its edge, so that labels suffice.
  init(_ raster: Raster, rows: Range<Int>, columns: Range<Int>) {
    let stride = columns.count + 2
    let count = (rows.count + 2) * stride
    let levels = UnsafeMutablePointer<Float>.allocate(capacity: count)
    let labels = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
    levels.initialize(repeating: .nan, count: count)
    labels.initialize(repeating: Self.void, count: count)
    var (low, high) = (Float.infinity, -Float.infinity)
    let grid = raster.grid
    raster.values.withUnsafeBufferPointer { values in
      for row in max(0, rows.lowerBound - 1)..<min(grid.rows, rows.upperBound + 1) {
        let line = levels + (row - rows.lowerBound + 1) * stride + 1 - columns.lowerBound
        for column in max(0, columns.lowerBound - 1)..<min(grid.columns, columns.upperBound + 1) {
          let value = finite(values[row * grid.columns + column], or: .nan)
          line[column] = value
          low = value < low ? value : low
          high = value > high ? value : high
        }
      }
    }
    (self.rows, self.columns, self.stride) = (rows, columns, stride)
    (self.levels, self.labels) = (levels, labels)
    queue = FloodQueue(range: min(low, high)...max(low, high), cellCount: count)
    open()
  }

  deinit {
    levels.deallocate()
    labels.deallocate()
  }

  /// Opens the cells with elevations and starts from outlets and the tile's edge.
  private mutating func open() {
    let offsets = neighborOffsets(stride: stride)
    for row in 1...rows.count {
      for column in 1...columns.count {
        let cell = row * stride + column
        if levels[cell].isNaN { continue }
        let isOutlet = offsets.contains { levels[cell + $0].isNaN }
        labels[cell] = isOutlet ? Self.outside : Self.open
        let isOnEdge =
          row == 1 || column == 1 || row == rows.count || column == columns.count
        if isOutlet || isOnEdge { queue.push(cell, level: levels[cell]) }
      }
    }
  }

  mutating func run() {
    while let cell = queue.pop() {
      if labels[cell] == Self.open {
        labelCount += 1
        labels[cell] = Self.outside + UInt16(labelCount)
      }
      fillLevel(from: cell)
      climb()
    }
  }

  /// Raises what lies below the level of a cell and can be reached from it.
  @inline(__always)
  private mutating func fillLevel(from cell: Int) {
    let (height, label) = (levels[cell], labels[cell])
    let offsets = TileOffsets(stride)
    level.append(UInt32(truncatingIfNeeded: cell))
    while let next = level.popLast() {
      let current = Int(next)
      for position in 0..<8 {
        let neighbor = current + offsets[position]
        let other = labels[neighbor]
        if other == label || other == Self.void { continue }
        if other != Self.open {
          spills.add(label, other, level: max(levels[neighbor], height))
          continue
        }
        labels[neighbor] = label
        if levels[neighbor] <= height {
          levels[neighbor] = height
          level.append(UInt32(truncatingIfNeeded: neighbor))
        } else {
          rising.append(UInt32(truncatingIfNeeded: neighbor))
        }
      }
    }
  }

  /// Closes all cells that are reached by paths that only rise; those with lower neighbours must wait for the flood.
  @inline(__always)
  private mutating func climb() {
    let offsets = TileOffsets(stride)
    while let next = rising.popLast() {
      let current = Int(next)
      let (height, label) = (levels[current], labels[current])
      var mayFloodLower = false
      for position in 0..<8 {
        let neighbor = current + offsets[position]
        let other = labels[neighbor]
        if other == label || other == Self.void { continue }
        if other != Self.open {
          spills.add(label, other, level: max(levels[neighbor], height))
        } else if levels[neighbor] >= height {
          labels[neighbor] = label
          rising.append(UInt32(truncatingIfNeeded: neighbor))
        } else {
          mayFloodLower = true
        }
      }
      if mayFloodLower { queue.push(current, level: height) }
    }
  }

  /// Writes the tile's levels and labels to their places among those of the grid.
  func finish(
    levels surface: LevelRows, labels grid: UnsafeMutablePointer<UInt16>, stride gridColumns: Int
  ) -> FloodedTile {
    for (line, row) in rows.enumerated() {
      let start = (line + 1) * stride + 1
      (surface.row(row) + columns.lowerBound)
        .update(from: levels + start, count: columns.count)
      (grid + row * gridColumns + columns.lowerBound)
        .update(from: labels + start, count: columns.count)
    }
    return FloodedTile(labelCount: labelCount, spills: spills.all)
  }
}

/// The distances of the eight neighbours of a cell, from a row to the next `stride` elements away.
func neighborOffsets(stride: Int) -> [Int] {
  [1, stride + 1, stride, stride - 1, -1, -stride - 1, -stride, -stride + 1]
}

/// The same for loops where an array would be counted and checked.
private struct TileOffsets {
  private let offsets: SIMD8<Int>

  @inline(__always)
  init(_ stride: Int) {
    offsets = SIMD8(
      1, stride + 1, stride, stride - 1, -1, -stride - 1, -stride, -stride + 1)
  }

  @inline(__always)
  subscript(position: Int) -> Int { offsets[position] }
}
