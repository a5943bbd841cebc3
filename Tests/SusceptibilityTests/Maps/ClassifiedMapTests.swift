import FactorAnalysis
import GeoRaster
import Testing

@testable import Susceptibility

@Suite struct ClassifiedMapTests {
  /// A forest gives a probability of 0, from which no geometric series can begin.
  @Test func geometricClassesHoldProbabilitiesOfZero() throws {
    let grid = RasterGrid(
      rows: 1, columns: 6,
      geoTransform: GeoTransform(left: 0, top: 30, cellWidth: 30, cellHeight: 30), crs: .unknown)
    let map = try ClassifiedMap(
      Raster(grid: grid, values: [0, 0.01, 0.05, 0.5, 1, .nan]),
      options: MapOptions(classes: 2, method: .geometric), threads: 1)
    // The limit between the two is the geometric mean of 0.01 and 1.
    #expect(map.values == [1, 1, 1, 2, 2, 0])
    #expect(map.limits.first == 0)
    #expect(abs(map.limits[1] - 0.1) < 1e-6)
  }

  /// What is missing, and why: by the method.
  @Test(arguments: [
    (
      BreakMethod.natural, [0, 0, 0.5, 1], 4,
      "3 of the 4 classes asked for: it has no more different"
    ),
    // Limits at 0.5 and one deviation of 0.53 from it: only the first lies between the values.
    (
      .standardDeviation, [0, 0, 0, 0, 1, 1, 1, 1], 4,
      "2 of the 4 classes asked for: the other limits"
    ),
    (.quantile, [0, 0, 0, 0, 0, 0, 0.5, 1], 4, "of the 4 classes asked for: so many cells"),
  ])
  func fewerClassesAreExplained(
    method: BreakMethod, values: [Float], classes: Int, expected: String
  ) throws {
    let grid = RasterGrid(
      rows: 1, columns: values.count,
      geoTransform: GeoTransform(left: 0, top: 30, cellWidth: 30, cellHeight: 30), crs: .unknown)
    let map = try ClassifiedMap(
      Raster(grid: grid, values: values), options: MapOptions(classes: classes, method: method),
      threads: 1)
    #expect(map.warnings.count == 1)
    #expect(map.warnings.first?.contains(expected) == true, "\(map.warnings)")
  }
}
