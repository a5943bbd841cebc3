/// One connected piece of level ground after another, with the ways over it to its outlet.
///
/// Bounds: cells of level ground are not outlets, so they and all their neighbours lie inside of the padded surface.
struct LevelGround {
  /// Marks a cell without a direction whose piece of ground has not been looked at.
  static let unvisited = UInt32.max
  /// Marks a cell of a piece that reaches beyond the rows in which it was looked at.
  static let crossing = UInt32.max - 1

  private let levels: UnsafePointer<Float>
  /// With the ring: 0 for cells that drain by themselves, else a mark or 1 + the position in ``cells``.
  private let marks: UnsafeMutablePointer<UInt32>
  /// Without the ring.
  private let codes: UnsafeMutablePointer<UInt8>
  private let stride: Int
  private let offsets: [Int]
  /// The cells of the present piece.
  private var cells: [Cell] = []
  /// For each of them the steps to the nearest cell that drains, from 1; 0 when not counted.
  private var toOutlet: [UInt32] = []
  /// The steps from the nearest cell below higher ground, from 1; 0 when not counted.
  private var fromHigher: [UInt32] = []
  private var queue: [UInt32] = []
  private var highest: UInt32 = 0

  private struct Cell {
    let index: UInt32
    /// Neighbours of the piece, and those on the same level that drain, as codes.
    var sameGround: UInt8 = 0
    var drained: UInt8 = 0
    var isBelowHigherGround = false
  }

  init(
    levels: UnsafePointer<Float>, marks: UnsafeMutablePointer<UInt32>,
    codes: UnsafeMutablePointer<UInt8>, stride: Int
  ) {
    self.levels = levels
    self.marks = marks
    self.codes = codes
    self.stride = stride
    offsets = neighborOffsets(stride: stride)
  }

  /// Gives directions to the piece of ground around a cell.
  ///
  /// - Parameter rows: those that may be looked at; `nil` for all, after all rows have been looked at.
  /// - Returns: whether the piece reaches the first or last of `rows`; then it is only marked.
  mutating func resolve(from seed: Int, rows: Range<Int>?) -> Bool {
    let crosses = collect(from: seed, rows: rows)
    if crosses {
      for cell in cells { marks[Int(cell.index)] = Self.crossing }
      return true
    }
    countToOutlet()
    // Without an outlet there is no way to show.
    if queue.isEmpty { return false }
    countFromHigher()
    for cell in cells {
      let (row, column) = Int(cell.index).quotientAndRemainder(dividingBy: stride)
      codes[(row - 1) * (stride - 2) + column - 1] = direction(of: cell)
    }
    return false
  }

  private mutating func collect(from seed: Int, rows: Range<Int>?) -> Bool {
    let wanted = rows == nil ? Self.crossing : Self.unvisited
    let level = levels[seed]
    cells.removeAll(keepingCapacity: true)
    cells.append(Cell(index: UInt32(seed)))
    marks[seed] = 1
    var reachesBeyond = false
    var position = 0
    while position < cells.count {
      let index = Int(cells[position].index)
      var readable: UInt8 = 0xFF
      if let rows {
        let row = index / stride - 1
        // South-east, south and south-west; north-west, north and north-east.
        if row == rows.upperBound - 1 { readable &= ~0b0000_1110 }
        if row == rows.lowerBound { readable &= ~0b1110_0000 }
        if readable != 0xFF { reachesBeyond = true }
      }
      var cell = cells[position]
      while readable != 0 {
        let neighbor = index + offsets[readable.neighbor]
        let code = readable & (~readable &+ 1)
        readable &= readable - 1
        if levels[neighbor] == level {
          let mark = marks[neighbor]
          if mark == 0 {
            cell.drained |= code
          } else {
            cell.sameGround |= code
            if mark == wanted {
              cells.append(Cell(index: UInt32(neighbor)))
              marks[neighbor] = UInt32(cells.count)
            }
          }
        } else if levels[neighbor] > level {
          cell.isBelowHigherGround = true
        }
      }
      cells[position] = cell
      position += 1
    }
    return reachesBeyond
  }

  private mutating func countToOutlet() {
    queue.removeAll(keepingCapacity: true)
    toOutlet.removeAll(keepingCapacity: true)
    for (position, cell) in cells.enumerated() {
      toOutlet.append(cell.drained != 0 ? 1 : 0)
      if cell.drained != 0 { queue.append(UInt32(position)) }
    }
    Self.spread(&toOutlet, over: cells, &queue, marks: marks, offsets: offsets)
  }

  private mutating func countFromHigher() {
    queue.removeAll(keepingCapacity: true)
    fromHigher.removeAll(keepingCapacity: true)
    for (position, cell) in cells.enumerated() {
      fromHigher.append(cell.isBelowHigherGround ? 1 : 0)
      if cell.isBelowHigherGround { queue.append(UInt32(position)) }
    }
    Self.spread(&fromHigher, over: cells, &queue, marks: marks, offsets: offsets)
    highest = queue.last.map { fromHigher[Int($0)] } ?? 0
  }

  /// Counts on from the cells in the queue.
  private static func spread(
    _ steps: inout [UInt32], over cells: [Cell], _ queue: inout [UInt32],
    marks: UnsafeMutablePointer<UInt32>, offsets: [Int]
  ) {
    var next = 0
    while next < queue.count {
      let position = Int(queue[next])
      next += 1
      let cell = cells[position]
      var remaining = cell.sameGround
      while remaining != 0 {
        let neighbor = Int(marks[Int(cell.index) + offsets[remaining.neighbor]]) - 1
        remaining &= remaining - 1
        if steps[neighbor] == 0 {
          steps[neighbor] = steps[position] + 1
          queue.append(UInt32(neighbor))
        }
      }
    }
  }

  /// The code of the neighbour on the same ground whose way out is shortest; of equals one that shares an edge.
  private func direction(of cell: Cell) -> UInt8 {
    let sharesEdge: UInt8 = 0b0101_0101
    if cell.drained != 0 {
      let nearest = cell.drained & sharesEdge != 0 ? cell.drained & sharesEdge : cell.drained
      return nearest & (~nearest &+ 1)
    }
    var best = Int.max
    var code: UInt8 = 0
    for neighbors in [cell.sameGround & sharesEdge, cell.sameGround & ~sharesEdge] {
      var remaining = neighbors
      while remaining != 0 {
        let other = Int(marks[Int(cell.index) + offsets[remaining.neighbor]]) - 1
        let way = 2 * Int(toOutlet[other]) + Int(highest) - Int(fromHigher[other])
        if way < best {
          best = way
          code = remaining & (~remaining &+ 1)
        }
        remaining &= remaining - 1
      }
    }
    return code
  }
}
