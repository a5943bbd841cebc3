import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct FlowMethodTests {
  static let methods: [FlowMethod] = [
    .d8, .dInfinity, .multiple(), .multiple(exponent: 4), .freeman(),
  ]

  /// A surface whose elevations follow from metres east and south of the first cell's centre.
  private func surface(
    _ size: Int, width: Double = 30, height: Double = 30,
    _ elevation: (_ east: Double, _ south: Double) -> Double
  ) -> Raster {
    var raster = Raster(
      grid: metricGrid(rows: size, columns: size, width: width, height: height), repeating: 0)
    for row in 0..<size {
      for column in 0..<size {
        raster[row, column] = Float(elevation(Double(column) * width, Double(row) * height))
      }
    }
    return raster
  }

  @Test func infiniteDirectionSharesByTheAngle() throws {
    // The plane falls 20 degrees south of east: the share of the south-east is 20 of 45 degrees.
    let (x, y) = (cos(20 * Double.pi / 180), sin(20 * Double.pi / 180))
    let plane = surface(5) { 1000 - 0.3 * ($0 * x + $1 * y) }
    let cells = try plane.flowAccumulation(method: .dInfinity)
    // The cell in the corner gives 20 / 45 to the one south-east of it.
    let share = 20.0 / 45
    #expect(abs(Double(cells[0, 1]) - (2 - share)) < 1e-3)
    #expect(abs(Double(cells[1, 1]) - (1 + share + 1 - share)) < 1e-3)
  }

  /// Made by Scripts/reference-values/infinite_directions.py: Tarboton's rule in plain Python with NumPy 2.4.6.
  @Test func infiniteDirectionsEqualReferenceValues() throws {
    let raster = metricRaster(
      [
        [207, 189, 179, 169, 157, 152, 141], [198, 182, 171, 162, 152, 143, 131],
        [188, 176, 170, 159, 142, 132, 124], [182, 175, 161, 149, 138, 129, 118],
        [173, 167, 156, 147, 135, 119, 108], [170, 159, 149, 139, 123, 118, 99],
      ], width: 1, height: 1)
    let expected = [
      [1.0, 1.527767, 1.215252, 1.270271, 1.631752, 1.0, 1.060585],
      [1.0, 2.015432, 4.095302, 4.362578, 1.638519, 2.631752, 3.862253],
      [1.0, 2.350942, 1.232645, 2.752384, 7.305118, 7.232749, 7.938485],
      [1.0, 1.105859, 3.973815, 5.296192, 5.310613, 3.710888, 15.089325],
      [1.251332, 1.748668, 1.969846, 1.982954, 2.795423, 8.883872, 20.702771],
      [1.0, 3.251332, 5.513139, 8.335621, 11.318575, 12.540739, 42.0],
    ]
    let cells = try raster.flowAccumulation(method: .dInfinity)
    #expect(largestDifference(cells.values, expected.flatMap { $0 }) < 1e-5)
  }

  @Test func infiniteDirectionOfOblongCells() throws {
    // Along the diagonal of cells of 40 x 30 m nearly all goes to the diagonal neighbour.
    let plane = surface(4, width: 40, height: 30) { 1000 - ($0 * 0.8 + $1 * 0.6) }
    let cells = try plane.flowAccumulation(method: .dInfinity)
    for index in 0..<3 { #expect(abs(cells[index, index] - Float(index + 1)) < 1e-3) }
  }

  /// Water is neither lost nor made: what leaves through the edge is what fell.
  @Test(arguments: methods)
  func everyCellLeaves(method: FlowMethod) throws {
    // A valley with one outlet in the south, so that all water passes it.
    var raster = bumpyRaster(rows: 41, columns: 31)
    for row in 0..<41 {
      for column in 0..<31 {
        raster[row, column] += Float(abs(column - 15) * 40 - row * 50)
        if row == 0 || row == 40 || column == 0 || column == 30 { raster[row, column] = 50_000 }
      }
    }
    raster[40, 15] = -10_000
    let cells = try raster.flowAccumulation(method: method)
    // The walls beside the outlet may drain along the outside of it.
    let inside = Float(39 * 29 + 1)
    #expect(cells[40, 15] >= inside * 0.9999 && cells[40, 15] <= Float(41 * 31))
    #expect(cells.validCount == 41 * 31)
  }

  /// a = r / 2 below the top of a cone, exactly.
  @Test(arguments: methods, [(30.0, 30.0), (20.0, 30.0)])
  func coneHasHalfTheRadius(method: FlowMethod, size: (Double, Double)) throws {
    let half = 100
    let top = (Double(half) * size.0, Double(half) * size.1)
    let raster = surface(2 * half + 1, width: size.0, height: size.1) {
      9000 - hypot($0 - top.0, $1 - top.1)
    }
    let area = try raster.specificCatchmentArea(method: method)
    var ratios: [Double] = []
    for row in -half...half {
      for column in -half...half {
        let radius = hypot(Double(column) * size.0, Double(row) * size.1)
        guard radius > 40 * size.0, radius < 95 * size.0 else { continue }
        ratios.append(Double(area[row + half, column + half]) / (radius / 2))
      }
    }
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    let spread = (ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(ratios.count))
      .squareRoot()
    // D8 gathers the water of a cone in eight directions; the others share it out evenly.
    #expect(abs(mean - 1) < (method == .d8 ? 0.3 : 0.05), "mean \(mean), spread \(spread)")
    if method != .d8 { #expect(spread < 0.25, "mean \(mean), spread \(spread)") }
  }

  /// a = the length of the way back to the divide, for planes of any aspect and cells of any shape.
  ///
  /// The way is that of the water: sharing by angles, as D-infinity does, turns it a little from the way down.
  @Test(arguments: [0.0, 20, 35, 70, 110, 215, 300], [(30.0, 30.0), (20.0, 35.0)])
  func planeHasTheLengthOfTheWay(azimuth: Double, size: (Double, Double)) throws {
    let count = 121
    let angle = azimuth * .pi / 180
    let (east, south) = (sin(angle), -cos(angle))
    let raster = surface(count, width: size.0, height: size.1) {
      20_000 - 0.5 * (east * $0 + south * $1)
    }
    let area = try raster.specificCatchmentArea(method: .dInfinity)
    // The mean step, by Tarboton's shares: x along the axis that is nearer to the way down.
    let isAlongRow = abs(east) / size.0 >= abs(south) / size.1
    let (run, rise) = isAlongRow ? size : (size.1, size.0)
    let turned = isAlongRow ? atan2(abs(south), abs(east)) : atan2(abs(east), abs(south))
    let across = rise * turned / atan2(rise, run)
    let (x, y) = isAlongRow ? (run, across) : (across, run)
    // A cell 90 cells from the edges that the water comes from.
    let row = south > 0.01 ? 90 : south < -0.01 ? 30 : 60
    let column = east > 0.01 ? 90 : east < -0.01 ? 30 : 60
    // Steps back to the outer edge of the cells that the water comes from, their own width included.
    let steps = min(
      y > 0.01 ? 91 * size.1 / y : .infinity, x > 0.01 ? 91 * size.0 / x : .infinity)
    let way = steps * hypot(x, y)
    #expect(
      abs(Double(area[row, column]) / way - 1) < 1e-3, "\(area[row, column]) for \(way)")
  }

  @Test(arguments: methods)
  func lakeAndClosedBasinDrain(method: FlowMethod) throws {
    // A level lake, and a bowl without an outlet: all water passes the lowest place of the rim.
    let lake = Raster(grid: metricGrid(rows: 20, columns: 30), repeating: 7)
    let area = try lake.specificCatchmentArea(method: method)
    #expect(area.values.allSatisfy { $0.isFinite && $0 >= 15 })
    var bowl = surface(21) { hypot($0 - 300, $1 - 300) / 30 }
    for index in 0..<21 {
      for (row, column) in [(0, index), (20, index), (index, 0), (index, 20)] {
        bowl[row, column] = 90
      }
    }
    bowl[10, 20] = 50
    let cells = try bowl.flowAccumulation(method: method)
    #expect(cells[10, 20] > 361.9)
    #expect(cells.validCount == 441)
  }

  @Test(arguments: methods, [DepressionRemoval.fill, .breach()])
  func holesEdgesAndInfiniteValuesWork(method: FlowMethod, removal: DepressionRemoval) throws {
    for (rows, columns) in [(1, 1), (1, 40), (40, 1), (2, 2), (60, 45)] {
      var raster = bumpyRaster(rows: rows, columns: columns)
      for (index, value) in [(3, Float.nan), (17, .infinity), (20, -.infinity), (500, .nan)]
      where index < raster.values.count { raster.values[index] = value }
      let isMissing = raster.values.map { !$0.isFinite }
      let cells = try raster.flowAccumulation(method: method, depressions: removal, threads: 1)
      #expect(cells.values.map { !($0 >= 1) } == isMissing)
      let wetness = try raster.topographicWetnessIndex(method: method, depressions: removal)
      #expect(wetness.values.map { !$0.isFinite } == isMissing)
      #expect(
        try raster.flowAccumulation(method: method, depressions: removal, threads: 3).values
          .map(\.bitPattern) == cells.values.map(\.bitPattern))
    }
  }

  @Test func exponentsOutOfRangeThrow() {
    let raster = bumpyRaster(rows: 4, columns: 4)
    for exponent in [0, -1, Double.nan, .infinity] {
      #expect(throws: GeoRasterError.self) {
        try raster.specificCatchmentArea(method: .multiple(exponent: exponent))
      }
      #expect(throws: GeoRasterError.self) {
        try raster.flowAccumulation(method: .freeman(exponent: exponent))
      }
    }
  }
}
