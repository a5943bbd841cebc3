import Foundation

/// How one cell's water is shared out, and how wide it flows.
struct FlowStep {
  /// The share of each neighbour that receives water.
  private(set) var shares = [Double](repeating: 0, count: 8)
  private(set) var row = -1
  /// What each cell of the row adds.
  private(set) var own = 0.0

  private let method: FlowMethod
  private let surface: PaddedSurface
  private let grid: RasterGrid
  private let offsets: [Int]
  private var ways = [Way](repeating: Way(), count: 8)
  private var size = (width: 0.0, height: 0.0)

  /// The way to a neighbour, in metres.
  private struct Way {
    var east = 0.0
    var south = 0.0
    var distance = 0.0
    /// The length of the contour that the water crosses.
    var contour = 0.0
  }

  init(method: FlowMethod, surface: PaddedSurface, grid: RasterGrid) {
    self.method = method
    self.surface = surface
    self.grid = grid
    offsets = neighborOffsets(stride: surface.stride)
  }

  func hasElevation(_ cell: Int) -> Bool { !surface.values[surface.padded(cell)].isNaN }

  mutating func setRow(_ row: Int, own: Double) {
    self.row = row
    self.own = own
    size = grid.cellSizeInMeters(row: row)
    for (neighbor, step) in FlowNeighbors.steps.enumerated() {
      let east = Double(step.column) * size.width
      let south = Double(step.row) * size.height
      let distance = (east * east + south * south).squareRoot()
      let contour =
        step.row == 0 ? size.height / 2 : step.column == 0 ? size.width / 2 : distance / 4
      ways[neighbor] = Way(east: east, south: south, distance: distance, contour: contour)
    }
  }

  /// Sets ``shares`` of the receiving neighbours of a cell in ``row`` and returns the width of the flow in metres.
  mutating func share(_ codes: UInt8, cell: Int) -> Double {
    let area = size.width * size.height
    guard codes != 0 else { return area.squareRoot() }
    if codes & (codes - 1) == 0 {
      shares[codes.neighbor] = 1
      return area / ways[codes.neighbor].distance
    }
    let place = surface.padded(cell)
    switch method {
    case .d8, .dInfinity: shareBetweenTwo(codes, place)
    case .multiple(let exponent):
      shareAmongLower(codes, place, exponent: exponent) { $0.contour }
    case .freeman(let exponent): shareAmongLower(codes, place, exponent: exponent) { _ in 1 }
    }
    var (east, south, distance) = (0.0, 0.0, 0.0)
    var remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      let way = ways[neighbor]
      east += shares[neighbor] * way.east
      south += shares[neighbor] * way.south
      distance += shares[neighbor] * way.distance
    }
    return area / max((east * east + south * south).squareRoot(), distance / 2)
  }

  private mutating func shareBetweenTwo(_ codes: UInt8, _ place: Int) {
    let sharesEdge: UInt8 = 0b0101_0101
    let edge = (codes & sharesEdge).neighbor
    let diagonal = (codes & ~sharesEdge).neighbor
    let isAlongRow = edge & 2 == 0
    let facet = Facet(
      center: Double(surface.values[place]), edge: Double(surface.values[place + offsets[edge]]),
      diagonal: Double(surface.values[place + offsets[diagonal]]),
      run: isAlongRow ? size.width : size.height, rise: isAlongRow ? size.height : size.width)
    shares[edge] = 1 - facet.diagonalShare
    shares[diagonal] = facet.diagonalShare
  }

  @inline(__always)
  private mutating func shareAmongLower(
    _ codes: UInt8, _ place: Int, exponent: Double, weight: (Way) -> Double
  ) {
    var steepest = 0.0
    var remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      let drop = Double(surface.values[place]) - Double(surface.values[place + offsets[neighbor]])
      shares[neighbor] = drop / ways[neighbor].distance
      steepest = max(steepest, shares[neighbor])
    }
    var sum = 0.0
    remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      // Relative to the steepest, so that no power runs out of the range of numbers.
      let relative = shares[neighbor] / steepest
      shares[neighbor] =
        weight(ways[neighbor]) * (exponent == 1 ? relative : pow(relative, exponent))
      sum += shares[neighbor]
    }
    remaining = codes
    while remaining != 0 {
      shares[remaining.neighbor] /= sum
      remaining &= remaining - 1
    }
  }
}
