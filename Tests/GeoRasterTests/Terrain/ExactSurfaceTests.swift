import Foundation
import GeoRaster
import Testing

/// Surfaces whose derivatives are known.
@Suite struct ExactSurfaceTests {
  /// Heights over places that are metres east and north of the middle cell.
  private func surface(
    size: Int = 41, width: Double = 20, height: Double = 30, _ z: (Double, Double) -> Double
  ) -> Raster {
    let middle = Double(size / 2)
    return metricRaster(
      (0..<size).map { row in
        (0..<size).map { column in
          Float(z((Double(column) - middle) * width, (middle - Double(row)) * height))
        }
      }, width: width, height: height)
  }

  /// Calls `body` for the cells beside the edge, with their metres east and north of the middle.
  private func forEachInnerCell(
    of raster: Raster, _ body: (_ cell: Int, _ x: Double, _ y: Double) -> Void
  ) {
    let grid = raster.grid
    for row in 1..<grid.rows - 1 {
      for column in 1..<grid.columns - 1 {
        body(
          row * grid.columns + column,
          Double(column - grid.columns / 2) * grid.geoTransform.cellWidth,
          Double(grid.rows / 2 - row) * grid.geoTransform.cellHeight)
      }
    }
  }

  @Test(arguments: GradientMethod.allCases)
  func planesHaveTheirSlopeAndDirection(method: GradientMethod) throws {
    // tan b = 0.5, faces 36.87 degrees west of south.
    let plane = surface { x, y in 1000 + 0.3 * x + 0.4 * y }
    let slope = try plane.slope(method: method)
    let percent = try plane.slope(method: method, unit: .percent)
    let aspect = try plane.aspect(method: method)
    let northness = try plane.northness(method: method)
    let eastness = try plane.eastness(method: method)
    forEachInnerCell(of: plane) { cell, _, _ in
      #expect(abs(Double(slope.values[cell]) - atan(0.5) * 180 / .pi) < 1e-3)
      #expect(abs(percent.values[cell] - 50) < 1e-3)
      #expect(abs(Double(aspect.values[cell]) - 180 - atan(0.75) * 180 / .pi) < 1e-3)
      #expect(abs(northness.values[cell] + 0.8) < 1e-5)
      #expect(abs(eastness.values[cell] + 0.6) < 1e-5)
    }
  }

  @Test func conesHaveOneSlopeAndFaceOutwards() throws {
    let cone = surface { x, y in 500 - 0.6 * (x * x + y * y).squareRoot() }
    let slope = try cone.slope()
    let aspect = try cone.aspect()
    forEachInnerCell(of: cone) { cell, x, y in
      let radius = (x * x + y * y).squareRoot()
      // Differences over two cells miss the derivative by the square of cell over radius.
      guard radius > 200 else { return }
      let tolerance = 900 / (radius * radius)
      #expect(abs(tan(Double(slope.values[cell]) * .pi / 180) - 0.6) < tolerance)
      let outwards = (atan2(x, y) * 180 / .pi + 360).truncatingRemainder(dividingBy: 360)
      let difference = abs(Double(aspect.values[cell]) - outwards)
      #expect(min(difference, 360 - difference) < tolerance * 180 / .pi)
    }
  }

  @Test(arguments: [0.002, -0.002])
  func paraboloidsHaveTheirCurvatures(c: Double) throws {
    // Zevenbergen and Thorne's surface goes through it: z_xx = z_yy = 2 c everywhere.
    let paraboloid = surface { x, y in c * (x * x + y * y) }
    let method = GradientMethod.zevenbergenThorne
    let slope = try paraboloid.slope(method: method, unit: .percent)
    let eastness = try paraboloid.eastness(method: method)
    let curvatures = try CurvatureKind.allCases.map { ($0, try paraboloid.curvature($0).values) }
    forEachInnerCell(of: paraboloid) { cell, x, y in
      let radius = (x * x + y * y).squareRoot()
      guard radius > 0 else { return }
      let steepness = 2 * abs(c) * radius
      #expect(abs(Double(slope.values[cell]) - 100 * steepness) < 1e-2)
      #expect(abs(Double(eastness.values[cell]) + (c > 0 ? x : -x) / radius) < 1e-4)
      for (kind, values) in curvatures {
        let expected =
          switch kind {
          case .total: -400 * c
          case .profile: 200 * c
          case .plan: -200 * c
          case .tangential: -200 * c / (1 + steepness * steepness).squareRoot()
          }
        #expect(abs(Double(values[cell]) - expected) < 1e-3, "\(kind)")
      }
    }
    #expect(try paraboloid.curvature(.tangential)[20, 20] == 0)
  }

  @Test func levelGroundFacesNowhere() throws {
    let level = Raster(grid: metricGrid(rows: 3, columns: 4), repeating: 7)
    #expect(try level.aspect().values.allSatisfy { $0 == -1 })
    #expect(try level.northness().values.allSatisfy { $0 == 0 })
    #expect(try level.eastness().values.allSatisfy { $0 == 0 })
  }

  @Test func northnessAndEastnessAreCosineAndSineOfTheAspect() throws {
    let raster = bumpyRaster(rows: 30, columns: 20)
    let aspect = try raster.aspect().values
    let northness = try raster.northness().values
    let eastness = try raster.eastness().values
    for cell in aspect.indices where aspect[cell] >= 0 {
      let angle = Double(aspect[cell]) * .pi / 180
      #expect(abs(Double(northness[cell]) - cos(angle)) < 1e-5)
      #expect(abs(Double(eastness[cell]) - sin(angle)) < 1e-5)
    }
  }
}
