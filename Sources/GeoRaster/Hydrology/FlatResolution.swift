/// Gives directions to cells that have no lower neighbour but lie on level ground with an outlet.
///
/// Two distances are counted in cells over a piece of level ground: to the nearest cell that drains (counted twice, so
/// that it always wins), and from the nearest higher ground. Their difference falls towards the outlet along the
/// middle of the ground.
///
/// Source: Barnes, Lehman and Mulla (2014), An efficient assignment of drainage direction over flat surfaces.
struct FlatResolution {
  private let surface: PaddedSurface
  private let offsets: [Int]

  init(_ surface: PaddedSurface) {
    self.surface = surface
    offsets = surface.neighborOffsets
  }

  /// - Parameter codes: `rows * columns` directions, 0 where no neighbour is lower.
  func resolve(_ codes: inout [UInt8]) {
    let undrained = undrainedCells(codes)
    if undrained.isEmpty { return }
    let count = surface.values.count
    var toOutlet = [UInt32](repeating: 0, count: count)
    var fromHigher = [UInt32](repeating: 0, count: count)
    for cell in undrained { toOutlet[cell] = LevelGround.unvisited }
    surface.values.withUnsafeBufferPointer { levels in
      toOutlet.withUnsafeMutableBufferPointer { toOutlet in
        fromHigher.withUnsafeMutableBufferPointer { fromHigher in
          offsets.withUnsafeBufferPointer { offsets in
            var ground = LevelGround(
              levels: levels, offsets: offsets, toOutlet: toOutlet, fromHigher: fromHigher)
            for cell in undrained where ground.toOutlet[cell] == LevelGround.unvisited {
              ground.measure(from: cell)
              for cell in ground.cells {
                let row = cell / surface.stride - 1
                codes[row * surface.columns + cell % surface.stride - 1] = ground.direction(
                  of: cell)
              }
            }
          }
        }
      }
    }
  }

  /// Cells without a direction that are not outlets, as indices of the padded surface.
  private func undrainedCells(_ codes: [UInt8]) -> [Int] {
    var cells: [Int] = []
    for row in 0..<surface.rows {
      for column in 0..<surface.columns where codes[row * surface.columns + column] == 0 {
        let cell = (row + 1) * surface.stride + column + 1
        let isInside = offsets.allSatisfy { !surface.values[cell + $0].isNaN }
        if isInside && !surface.values[cell].isNaN { cells.append(cell) }
      }
    }
    return cells
  }
}

/// One connected piece of level ground after another.
///
/// Bounds: cells of level ground are not outlets, so they and all their neighbours lie inside of the padded surface.
private struct LevelGround {
  /// Marks a cell without a direction whose piece of ground has not been looked at.
  static let unvisited = UInt32.max
  /// Marks a cell of the present piece, or of one without an outlet.
  private static let uncounted = UInt32.max - 1

  let levels: UnsafeBufferPointer<Float>
  let offsets: UnsafeBufferPointer<Int>
  /// 0 for cells that drain by themselves, else the steps to the nearest of them, or a mark.
  let toOutlet: UnsafeMutableBufferPointer<UInt32>
  /// The steps from the nearest cell below higher ground, from 1; 0 when not counted.
  let fromHigher: UnsafeMutableBufferPointer<UInt32>
  /// The cells of the present piece.
  private(set) var cells: [Int] = []
  private var queue: [Int] = []
  private var highest = 0

  init(
    levels: UnsafeBufferPointer<Float>, offsets: UnsafeBufferPointer<Int>,
    toOutlet: UnsafeMutableBufferPointer<UInt32>, fromHigher: UnsafeMutableBufferPointer<UInt32>
  ) {
    self.levels = levels
    self.offsets = offsets
    self.toOutlet = toOutlet
    self.fromHigher = fromHigher
  }

  /// Collects the piece of ground around a cell and counts both distances.
  mutating func measure(from seed: Int) {
    collect(from: seed)
    countToOutlet()
    highest = 0
    // Without an outlet there is no way to show.
    if !queue.isEmpty { countFromHigher() }
  }

  private mutating func collect(from seed: Int) {
    cells.removeAll(keepingCapacity: true)
    cells.append(seed)
    toOutlet[seed] = Self.uncounted
    var position = 0
    while position < cells.count {
      let cell = cells[position]
      position += 1
      for offset in offsets
      where toOutlet[cell + offset] == Self.unvisited && levels[cell + offset] == levels[cell] {
        toOutlet[cell + offset] = Self.uncounted
        cells.append(cell + offset)
      }
    }
  }

  private mutating func countToOutlet() {
    queue.removeAll(keepingCapacity: true)
    for cell in cells {
      for offset in offsets
      where toOutlet[cell + offset] == 0 && levels[cell + offset] == levels[cell] {
        queue.append(cell)
        break
      }
    }
    for cell in queue { toOutlet[cell] = 1 }
    var position = 0
    while position < queue.count {
      let cell = queue[position]
      position += 1
      for offset in offsets
      where toOutlet[cell + offset] == Self.uncounted && levels[cell + offset] == levels[cell] {
        toOutlet[cell + offset] = toOutlet[cell] + 1
        queue.append(cell + offset)
      }
    }
  }

  private mutating func countFromHigher() {
    queue.removeAll(keepingCapacity: true)
    for cell in cells {
      for offset in offsets where levels[cell + offset] > levels[cell] {
        queue.append(cell)
        break
      }
    }
    for cell in queue { fromHigher[cell] = 1 }
    var position = 0
    while position < queue.count {
      let cell = queue[position]
      position += 1
      highest = Int(fromHigher[cell])
      for offset in offsets
      where toOutlet[cell + offset] > 0 && fromHigher[cell + offset] == 0
        && levels[cell + offset] == levels[cell]
      {
        fromHigher[cell + offset] = fromHigher[cell] + 1
        queue.append(cell + offset)
      }
    }
  }

  /// The code of the neighbour on the same ground whose way out is shortest; of equals one that shares an edge.
  func direction(of cell: Int) -> UInt8 {
    var best = Int.max
    var code: UInt8 = 0
    for position in 0..<8 {
      // East, south, west, north, then the diagonals.
      let neighbor = position < 4 ? 2 * position : 2 * position - 7
      let other = cell + offsets[neighbor]
      let steps = toOutlet[other]
      guard levels[other] == levels[cell], steps < Self.uncounted else { continue }
      let way = steps == 0 ? 0 : 2 * Int(steps) + highest - Int(fromHigher[other])
      if way < best {
        best = way
        code = 1 << UInt8(neighbor)
      }
    }
    return code
  }
}
