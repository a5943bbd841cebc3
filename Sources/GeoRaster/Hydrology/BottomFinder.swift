/// Finds pieces of level ground without lower neighbours.
///
/// Bounds: open cells are not outlets, so all their neighbours are in the padded surface.
struct BottomFinder: @unchecked Sendable {
  let levels: UnsafePointer<Float>
  /// The steepest ways down, without the ring.
  let codes: UnsafePointer<UInt8>
  /// Whether a cell has no lower neighbour, is no outlet, and has not been looked at.
  let isOpen: UnsafeMutablePointer<Bool>
  let stride: Int
  private let offsets: [Int]

  init(
    levels: UnsafePointer<Float>, codes: UnsafePointer<UInt8>, isOpen: UnsafeMutablePointer<Bool>,
    stride: Int
  ) {
    (self.levels, self.codes, self.isOpen, self.stride) = (levels, codes, isOpen, stride)
    offsets = neighborOffsets(stride: stride)
  }

  /// The bottoms in some rows, and the cells of pieces that reach beyond these; other rows' flags are left alone.
  func find(in rows: Range<Int>) -> (bottoms: [[UInt32]], crossing: [UInt32]) {
    var bottoms: [[UInt32]] = []
    var crossing: [UInt32] = []
    // With the ring.
    let rows = rows.lowerBound + 1..<rows.upperBound + 1
    for seed in rows.lowerBound * stride..<rows.upperBound * stride where isOpen[seed] {
      let piece = piece(around: seed, rows: rows)
      if piece.crosses {
        crossing += piece.cells
      } else if !piece.drains {
        bottoms.append(piece.cells)
      }
    }
    return (bottoms, crossing)
  }

  /// The piece around an open cell in any rows, `nil` when it drains.
  func bottom(around seed: Int) -> [UInt32]? {
    let piece = piece(around: seed, rows: 0..<Int.max)
    return piece.drains ? nil : piece.cells
  }

  private func piece(
    around seed: Int, rows: Range<Int>
  ) -> (cells: [UInt32], drains: Bool, crosses: Bool) {
    var cells = [UInt32(seed)]
    var (drains, crosses) = (false, false)
    let level = levels[seed]
    isOpen[seed] = false
    var position = 0
    while position < cells.count {
      let cell = Int(cells[position])
      position += 1
      for neighbor in offsets.lazy.map({ cell + $0 }) where levels[neighbor] == level {
        if !rows.contains(neighbor / stride) {
          crosses = true
        } else if isOpen[neighbor] {
          isOpen[neighbor] = false
          cells.append(UInt32(neighbor))
        } else if codes[unpadded(neighbor)] != 0 || isOutlet(neighbor) {
          drains = true
        }
      }
    }
    return (cells, drains, crosses)
  }

  /// The index in the grid without the ring of a cell in it.
  private func unpadded(_ cell: Int) -> Int {
    let (row, column) = cell.quotientAndRemainder(dividingBy: stride)
    return (row - 1) * (stride - 2) + column - 1
  }

  private func isOutlet(_ cell: Int) -> Bool { offsets.contains { levels[cell + $0].isNaN } }
}
