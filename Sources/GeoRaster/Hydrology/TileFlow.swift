/// How many cells have still to give water to one, in a byte.
enum DonorCount {
  /// Of a cell that has been visited.
  static let visited: UInt8 = 0x0F
  /// Is set for cells on the edge of a tile: their water may leave it.
  static let edge: UInt8 = 0x80

  @inline(__always)
  static func isZero(_ count: UInt8) -> Bool { count & 0x0F == 0 }
}

/// One visit to the cells of a tile, for ``FlowTiles``.
///
/// Bounds: cells are those of the tile; receivers, which codes point to, lie in the grid.
struct TileFlow<Amount: FlowAmount>: ~Copyable {
  /// What has come to each cell of the grid; only cells of the tile may be read.
  let amounts: UnsafeMutablePointer<Amount>
  /// Water for other tiles.
  private(set) var outgoing: [FlowDelivery<Amount>] = []
  /// Cells that are to be collected.
  var noted: [UInt32] = []
  /// How many cells have been visited.
  private(set) var visited = 0

  private let rows: Range<Int>
  private let columns: Range<Int>
  private let grid: (rows: Int, columns: Int)
  private let waiting: UnsafeMutablePointer<UInt8>
  /// Cells that have got all of their water.
  private var ready = GrowingBuffer<UInt32>(capacity: 256)
  /// Whether the cell that gives lies on the tile's edge.
  private var isOnEdge = false

  /// - Parameter waiting: a donor count for each cell of the grid.
  init(
    rows: Range<Int>, columns: Range<Int>, of grid: RasterGrid,
    amounts: UnsafeMutablePointer<Amount>, waiting: UnsafeMutablePointer<UInt8>
  ) {
    (self.rows, self.columns) = (rows, columns)
    self.grid = (grid.rows, grid.columns)
    (self.amounts, self.waiting) = (amounts, waiting)
  }

  /// Sets the amounts and counts of the tile's cells, then visits from all that wait for nothing.
  @inline(__always)
  mutating func begin(
    codes: [UInt8], own: (_ row: Int, _ cell: Int) -> Amount,
    _ visit: (_ cell: Int, _ water: inout TileFlow) -> Void
  ) {
    codes.withUnsafeBufferPointer { codes in
      guard let base = codes.baseAddress else { return }
      for row in rows { countDonors(row, codes: base) }
    }
    for row in rows {
      for cell in cells(row) { (amounts + cell).initialize(to: own(row, cell)) }
    }
    for row in rows {
      for cell in cells(row) where DonorCount.isZero(waiting[cell]) {
        ready.append(UInt32(truncatingIfNeeded: cell))
        visitReady(visit)
      }
    }
  }

  /// Visits from cells that have got all of their water since.
  @inline(__always)
  mutating func resume(
    with cells: [UInt32], _ visit: (_ cell: Int, _ water: inout TileFlow) -> Void
  ) {
    for cell in cells { ready.append(cell) }
    visitReady(visit)
  }

  /// Gives water of the cell that is visited to one of its receivers.
  @inline(__always)
  mutating func give(_ amount: Amount, to receiver: Int) {
    if isOnEdge && !contains(receiver) {
      outgoing.append(
        FlowDelivery(receiver: UInt32(truncatingIfNeeded: receiver), amount: amount))
      return
    }
    amounts[receiver] += amount
    let count = waiting[receiver] &- 1
    waiting[receiver] = count
    if DonorCount.isZero(count) { ready.append(UInt32(truncatingIfNeeded: receiver)) }
  }

  @inline(__always)
  private mutating func visitReady(_ visit: (_ cell: Int, _ water: inout TileFlow) -> Void) {
    while let next = ready.popLast() {
      let cell = Int(next)
      isOnEdge = waiting[cell] & DonorCount.edge != 0
      waiting[cell] = DonorCount.visited
      visited += 1
      visit(cell, &self)
    }
  }

  private func cells(_ row: Int) -> Range<Int> {
    row * grid.columns + columns.lowerBound..<row * grid.columns + columns.upperBound
  }

  private func contains(_ cell: Int) -> Bool {
    let (row, column) = cell.quotientAndRemainder(dividingBy: grid.columns)
    return rows.contains(row) && columns.contains(column)
  }

  /// Sets how many neighbours give water to each of the tile's cells in a row.
  private func countDonors(_ row: Int, codes: UnsafePointer<UInt8>) {
    let line = waiting + row * grid.columns
    let isEdge = row == rows.lowerBound || row == rows.upperBound - 1
    (line + columns.lowerBound)
      .initialize(repeating: isEdge ? DonorCount.edge : 0, count: columns.count)
    line[columns.lowerBound] = DonorCount.edge
    line[columns.upperBound - 1] = DonorCount.edge
    for (position, step) in FlowNeighbors.steps.enumerated() {
      guard (0..<grid.rows).contains(row + step.row) else { continue }
      let donors = codes + (row + step.row) * grid.columns + step.column
      // Water comes from there when its code points the other way.
      let shift = UInt8((position + 4) % 8)
      let first = max(columns.lowerBound, -step.column)
      let end = min(columns.upperBound, grid.columns - max(0, step.column))
      for column in first..<max(first, end) {
        line[column] &+= (donors[column] &>> shift) & 1
      }
    }
  }
}
