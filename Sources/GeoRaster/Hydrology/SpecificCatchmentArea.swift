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
    var areas = grid.cellAreas(where: isValid)
    var waiting = donorCounts(of: codes, columns: grid.columns)
    var result = [Float](repeating: .nan, count: grid.count)
    var stack: [Int] = []
    var step = FlowStep(exponent: exponent)
    for source in codes.indices where waiting[source] == 0 && isValid[source] {
      stack.append(source)
      // So that the loop does not come back to a cell that has passed its water on.
      while let cell = stack.popLast() {
        waiting[cell] = .max
        step.setCell(size: grid.cellSizeInMeters(row: cell / grid.columns))
        let width = step.share(codes[cell], elevations, cell: cell, offsets: offsets)
        result[cell] = Float(areas[cell] / width)
        var remaining = codes[cell]
        while remaining != 0 {
          let receiver = cell + offsets[remaining.neighbor]
          areas[receiver] += areas[cell] * step.shares[remaining.neighbor]
          waiting[receiver] -= 1
          if waiting[receiver] == 0 { stack.append(receiver) }
          remaining &= remaining - 1
        }
      }
    }
    return result
  }
}

/// How one cell's water is shared out.
private struct FlowStep {
  let exponent: Double
  /// The share of each neighbour.
  private(set) var shares = [Double](repeating: 0, count: 8)
  private var width = 0.0
  private var height = 0.0
  private var diagonal = 0.0

  init(exponent: Double) { self.exponent = exponent }

  mutating func setCell(size: (width: Double, height: Double)) {
    guard size.width != width || size.height != height else { return }
    (width, height) = size
    diagonal = (width * width + height * height).squareRoot()
  }

  /// Sets ``shares`` and returns the width of the flow in metres.
  mutating func share(
    _ codes: UInt8, _ elevations: [Float], cell: Int, offsets: [Int]
  ) -> Double {
    let area = width * height
    guard codes != 0 else { return area.squareRoot() }
    let steepest = setSteepness(codes, elevations, cell: cell, offsets: offsets)
    var sum = 0.0
    var (east, south, distance) = (0.0, 0.0, 0.0)
    var remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      remaining &= remaining - 1
      // Level ground has one receiver, which gets everything.
      let relative = steepest > 0 ? shares[neighbor] / steepest : 1
      let weight = contour(neighbor) * (exponent == 1 ? relative : pow(relative, exponent))
      shares[neighbor] = weight
      sum += weight
      east += weight * Double(FlowNeighbors.steps[neighbor].column) * width
      south += weight * Double(FlowNeighbors.steps[neighbor].row) * height
      distance += weight * self.distance(neighbor)
    }
    remaining = codes
    while remaining != 0 {
      shares[remaining.neighbor] /= sum
      remaining &= remaining - 1
    }
    let step = max((east * east + south * south).squareRoot(), distance / 2) / sum
    return area / step
  }

  /// Sets ``shares`` to the drops per distance and returns the largest.
  private mutating func setSteepness(
    _ codes: UInt8, _ elevations: [Float], cell: Int, offsets: [Int]
  ) -> Double {
    var steepest = 0.0
    var remaining = codes
    while remaining != 0 {
      let neighbor = remaining.neighbor
      let drop = Double(elevations[cell]) - Double(elevations[cell + offsets[neighbor]])
      shares[neighbor] = drop / distance(neighbor)
      steepest = max(steepest, shares[neighbor])
      remaining &= remaining - 1
    }
    return steepest
  }

  @inline(__always)
  private func distance(_ neighbor: Int) -> Double {
    neighbor % 2 == 1 ? diagonal : neighbor % 4 == 0 ? width : height
  }

  /// The length of the contour that the water crosses on its way to a neighbour.
  @inline(__always)
  private func contour(_ neighbor: Int) -> Double {
    neighbor % 2 == 1 ? diagonal / 4 : neighbor % 4 == 0 ? height / 2 : width / 2
  }
}
