import Foundation

/// How the water of cells is shared out, and how wide it flows.
///
/// Bounds: cells lie in the grid, and codes point to neighbours in it, so places are those of the padded surface.
struct FlowStep: @unchecked Sendable {
  private let method: FlowMethod
  private let levels: UnsafePointer<Float>
  private let stride: Int
  private let offsets: [Int]
  /// Of the cells of each row.
  private let ways: [Ways]

  /// The ways to the eight neighbours, in metres.
  private struct Ways {
    let size: (width: Double, height: Double)
    let east: SIMD8<Double>
    let south: SIMD8<Double>
    let distance: SIMD8<Double>
    /// The length of the contour that the water crosses.
    let contour: SIMD8<Double>

    init(_ size: (width: Double, height: Double)) {
      self.size = size
      var (east, south) = (SIMD8<Double>(), SIMD8<Double>())
      var (distance, contour) = (SIMD8<Double>(), SIMD8<Double>())
      for (neighbor, step) in FlowNeighbors.steps.enumerated() {
        let (x, y) = (Double(step.column) * size.width, Double(step.row) * size.height)
        east[neighbor] = x
        south[neighbor] = y
        distance[neighbor] = (x * x + y * y).squareRoot()
        contour[neighbor] =
          step.row == 0
          ? size.height / 2 : step.column == 0 ? size.width / 2 : distance[neighbor] / 4
      }
      (self.east, self.south, self.distance, self.contour) = (east, south, distance, contour)
    }
  }

  /// - Parameters:
  ///   - levels: of a padded surface.
  ///   - stride: from a row of it to the next.
  init(method: FlowMethod, levels: UnsafePointer<Float>, stride: Int, grid: RasterGrid) {
    self.method = method
    self.levels = levels
    self.stride = stride
    offsets = neighborOffsets(stride: stride)
    ways = (0..<grid.rows).map { Ways(grid.cellSizeInMeters(row: $0)) }
  }

  /// The share of each neighbour that receives water, any number for others, and the width of the flow in metres.
  ///
  /// - Parameters:
  ///   - codes: the neighbours that receive water, added up.
  ///   - place: the cell's place in the padded surface.
  @inline(__always)
  func share(
    _ codes: UInt8, row: Int, place: Int
  ) -> (shares: SIMD8<Double>, width: Double) {
    let ways = ways[row]
    let area = ways.size.width * ways.size.height
    guard codes != 0 else { return (.zero, area.squareRoot()) }
    if codes & (codes - 1) == 0 { return (.one, area / ways.distance[codes.neighbor]) }
    let shares =
      switch method {
      case .d8, .dInfinity: sharesOfTwo(codes, place, ways)
      case .multiple(let exponent): sharesOfLower(place, ways, exponent: exponent, ways.contour)
      case .freeman(let exponent): sharesOfLower(place, ways, exponent: exponent, .one)
      }
    let east = (shares * ways.east).sum()
    let south = (shares * ways.south).sum()
    let distance = (shares * ways.distance).sum()
    return (shares, area / max((east * east + south * south).squareRoot(), distance / 2))
  }

  private func sharesOfTwo(_ codes: UInt8, _ place: Int, _ ways: Ways) -> SIMD8<Double> {
    let sharesEdge: UInt8 = 0b0101_0101
    let edge = (codes & sharesEdge).neighbor
    let diagonal = (codes & ~sharesEdge).neighbor
    let isAlongRow = edge & 2 == 0
    let size = ways.size
    let facet = Facet(
      center: Double(levels[place]), edge: Double(levels[place + offsets[edge]]),
      diagonal: Double(levels[place + offsets[diagonal]]),
      run: isAlongRow ? size.width : size.height, rise: isAlongRow ? size.height : size.width)
    var shares = SIMD8<Double>.zero
    shares[edge] = 1 - facet.diagonalShare
    shares[diagonal] = facet.diagonalShare
    return shares
  }

  @inline(__always)
  private func sharesOfLower(
    _ place: Int, _ ways: Ways, exponent: Double, _ weights: SIMD8<Double>
  ) -> SIMD8<Double> {
    let center = levels + place
    let neighbors = SIMD8<Float>(
      center[1], center[stride + 1], center[stride], center[stride - 1], center[-1],
      center[-stride - 1], center[-stride], center[-stride + 1])
    var steepness = (Double(center[0]) - SIMD8<Double>(neighbors)) / ways.distance
    // Also those without an elevation.
    steepness.replace(with: 0, where: .!(steepness .> 0))
    if exponent != 1 {
      // Relative to the steepest, so that no power runs out of the range of numbers.
      let steepest = steepness.max()
      for neighbor in 0..<8 where steepness[neighbor] > 0 {
        steepness[neighbor] = pow(steepness[neighbor] / steepest, exponent)
      }
    }
    let shares = weights * steepness
    return shares / shares.sum()
  }
}
