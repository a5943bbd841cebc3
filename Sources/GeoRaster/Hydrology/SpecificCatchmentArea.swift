import Foundation

extension Raster {
  /// The specific catchment area: the area whose water passes through a cell, per width of the flow.
  ///
  /// Depressions are filled, then each cell gives water to all its lower neighbours (multiple flow direction):
  ///
  ///     share_i = L_i (tan b_i)^p / sum over lower neighbours of L_j (tan b_j)^p
  ///
  /// tan b_i is the drop per distance to the neighbour and L_i the length of the contour towards it: half the cell for neighbours
  /// that share an edge, a quarter of the diagonal for the others. On level ground all water follows
  /// ``flowDirections(threads:)``. The width of the flow is
  ///
  ///     width = cell area / length of the mean step,  mean step = sum of share_i (x_i, y_i)
  ///
  /// with (x_i, y_i) the way to the neighbour in metres: one cell for flow along rows or columns, less for diagonal flow. On a
  /// plane of any aspect, with cells of any shape, this makes the specific catchment area grow by a metre per metre
  /// downhill. On ridges and peaks, where steps in opposite directions cancel, the length is at
  /// least half of the mean distance.
  ///
  /// Source: shares by Quinn, Beven, Chevallier and Planchon (1991), Hydrol. Process. 5, with Holmgren's (1994) exponent; the
  /// width is our choice (not in the paper), because that of Quinn et al. is 21 % too wide on a plane that
  /// falls along a column.
  ///
  /// - Parameter exponent: p, above 0: 1 spreads flow as Quinn et al., 4 to 6 gathers it as Holmgren advises.
  /// - Returns: m2/m, above 0 on every cell with an elevation; NaN where it is NaN or infinite.
  /// - Precondition: `exponent` is a number above 0.
  /// - Complexity: O(cells); the same for any number of threads.
  public func specificCatchmentArea(exponent: Double = 1, threads: Int? = nil) -> Raster {
    precondition(
      exponent > 0 && exponent.isFinite, "exponent is \(exponent), expected a number above 0")
    let filled = fillingDepressions(threads: threads)
    let directions = filled.flowDirections(threads: threads)
    let surface = PaddedSurface(filled, threads: threads)
    var codes = surface.lowerNeighbors(threads: threads)
    for cell in codes.indices where codes[cell] == 0 { codes[cell] = directions.codes[cell] }
    let flow = MultipleFlow(grid: grid, codes: codes, exponent: exponent)
    return Raster(
      grid: grid,
      values: flow.specificCatchmentArea(of: filled.values, isValid: directions.isValid))
  }
}

/// The kernel of ``Raster/specificCatchmentArea(exponent:threads:)``.
private struct MultipleFlow {
  let grid: RasterGrid
  /// Which neighbours receive water, as added codes.
  let codes: [UInt8]
  let exponent: Double

  /// Passes the water on from each cell once all its donors have done so.
  func specificCatchmentArea(of elevations: [Float], isValid: [Bool]) -> [Float] {
    let offsets = FlowNeighbors.offsets(columns: grid.columns)
    let passedOn = UInt8.max
    var areas = grid.cellAreas(where: isValid)
    var waiting = donorCounts(of: codes, columns: grid.columns)
    var result = [Float](repeating: .nan, count: grid.count)
    var stack: [Int] = []
    var step = FlowStep(exponent: exponent)
    // Bounds: codes never point out of the grid.
    elevations.withUnsafeBufferPointer { elevations in
      areas.withUnsafeMutableBufferPointer { areas in
        waiting.withUnsafeMutableBufferPointer { waiting in
          for source in codes.indices where waiting[source] == 0 && isValid[source] {
            stack.append(source)
            while let cell = stack.popLast() {
              waiting[cell] = passedOn
              let row = cell / grid.columns
              if row != step.row { step.setRow(row, size: grid.cellSizeInMeters(row: row)) }
              let width = step.share(codes[cell], elevations, cell: cell, offsets: offsets)
              result[cell] = Float(areas[cell] / width)
              var remaining = codes[cell]
              while remaining != 0 {
                let neighbor = remaining.neighbor
                let receiver = cell + offsets[neighbor]
                remaining &= remaining - 1
                areas[receiver] += areas[cell] * step.shares[neighbor]
                waiting[receiver] -= 1
                if waiting[receiver] == 0 { stack.append(receiver) }
              }
            }
          }
        }
      }
    }
    return result
  }
}

/// How one cell's water is shared out.
private struct FlowStep {
  let exponent: Double
  /// The share of each neighbour that receives water.
  private(set) var shares = [Double](repeating: 0, count: 8)
  private(set) var row = -1
  private var ways = [Way](repeating: Way(), count: 8)
  private var area = 0.0

  /// The way to a neighbour, in metres.
  private struct Way {
    var east = 0.0
    var south = 0.0
    var distance = 0.0
    /// The length of the contour that the water crosses.
    var contour = 0.0
  }

  init(exponent: Double) { self.exponent = exponent }

  mutating func setRow(_ row: Int, size: (width: Double, height: Double)) {
    self.row = row
    area = size.width * size.height
    for (neighbor, step) in FlowNeighbors.steps.enumerated() {
      let east = Double(step.column) * size.width
      let south = Double(step.row) * size.height
      let distance = (east * east + south * south).squareRoot()
      let contour =
        step.row == 0 ? size.height / 2 : step.column == 0 ? size.width / 2 : distance / 4
      ways[neighbor] = Way(east: east, south: south, distance: distance, contour: contour)
    }
  }

  /// Sets ``shares`` of the receiving neighbours and returns the width of the flow in metres.
  mutating func share(
    _ codes: UInt8, _ elevations: UnsafeBufferPointer<Float>, cell: Int, offsets: [Int]
  ) -> Double {
    guard codes != 0 else { return area.squareRoot() }
    if codes & (codes - 1) == 0 {
      shares[codes.neighbor] = 1
      return area / ways[codes.neighbor].distance
    }
    var steepest = 0.0
    var remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      let drop = Double(elevations[cell]) - Double(elevations[cell + offsets[neighbor]])
      shares[neighbor] = drop / ways[neighbor].distance
      steepest = max(steepest, shares[neighbor])
    }
    var sum = 0.0
    var (east, south, distance) = (0.0, 0.0, 0.0)
    remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      let way = ways[neighbor]
      // Relative to the steepest, so that no power runs out of the range of numbers.
      let relative = shares[neighbor] / steepest
      let weight = way.contour * (exponent == 1 ? relative : pow(relative, exponent))
      shares[neighbor] = weight
      sum += weight
      east += weight * way.east
      south += weight * way.south
      distance += weight * way.distance
    }
    remaining = codes
    while remaining != 0 {
      shares[remaining.neighbor] /= sum
      remaining &= remaining - 1
    }
    let step = max((east * east + south * south).squareRoot(), distance / 2) / sum
    return area / step
  }
}
