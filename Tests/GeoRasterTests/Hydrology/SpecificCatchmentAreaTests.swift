import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct SpecificCatchmentAreaTests {
  /// A plane that falls along `azimuth` from a divide in the north-west, and the way from the grid's edge to each cell's centre.
  private func plane(size: Int, width: Double, height: Double, azimuth: Double) -> Raster {
    let angle = azimuth * .pi / 180
    return metricRaster(
      (0..<size).map { row in
        (0..<size).map { column in
          Float(
            5000 - 0.3 * (sin(angle) * Double(column) * width - cos(angle) * Double(row) * height))
        }
      }, width: width, height: height)
  }

  @Test(arguments: [(30.0, 30.0), (20.0, 35.0)], [1.0, 6.0])
  func growsByAMeterPerMeterDownAColumn(size: (Double, Double), exponent: Double) throws {
    let area = try plane(size: 81, width: size.0, height: size.1, azimuth: 180)
      .specificCatchmentArea(method: .multiple(exponent: exponent))
    // Far from the sides a cell in row r has r + 1 cells above its lower edge.
    for row in [0, 1, 5, 20] {
      #expect(abs(Double(area[row, 40]) / (Double(row + 1) * size.1) - 1) < 1e-3)
    }
  }

  @Test func growsByAMeterPerMeterOnADiagonalPlane() throws {
    // Rows and columns below 10 from the divide: the growth per cell along the diagonal, 30 * sqrt(2) m.
    for exponent in [1.0, 1.1, 4.0] {
      let area = try plane(size: 121, width: 30, height: 30, azimuth: 135)
        .specificCatchmentArea(method: .multiple(exponent: exponent))
      let growth = Double(area[100, 100] - area[90, 90]) / (10 * 30 * 2.0.squareRoot())
      #expect(abs(growth - 1) < 0.1)
    }
  }

  @Test func steepestNeighborTakesAlmostAllWithALargeExponent() throws {
    let raster = metricRaster([[9, 9, 9], [4, 5, 9], [9, 9, 3]])
    let shared = try raster.specificCatchmentArea(method: .multiple(exponent: 1))
    let gathered = try raster.specificCatchmentArea(method: .multiple(exponent: 50))
    #expect(gathered[2, 2] > shared[2, 2])
    #expect(gathered.values.allSatisfy { $0.isFinite && $0 > 0 })
  }

  @Test func isPositiveOnEveryCellWithAnElevation() throws {
    for step: Float in [0.01, 10, 1000] {
      var raster = bumpyRaster(rows: 50, columns: 40)
      raster.values = raster.values.map { ($0 / step).rounded() }
      raster.values[77] = .nan
      raster.values[99] = .infinity
      let area = try raster.specificCatchmentArea(threads: 1)
      #expect(
        area.values.indices.allSatisfy {
          raster.values[$0].isFinite
            ? area.values[$0].isFinite && area.values[$0] > 0 : area.values[$0].isNaN
        })
      #expect(
        try raster.specificCatchmentArea(threads: 4).values.map(\.bitPattern)
          == area.values.map(\.bitPattern))
    }
  }
}
