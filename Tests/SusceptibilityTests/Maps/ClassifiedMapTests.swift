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
      by: .breaks(.geometric, classes: 2), landslides: [], threads: 1)
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
      Raster(grid: grid, values: values), by: .breaks(method, classes: classes), landslides: [],
      threads: 1)
    #expect(map.warnings.count == 1)
    #expect(map.warnings.first?.contains(expected) == true, "\(map.warnings)")
  }

  @Test func givenLimitsKeepClassesWithoutCells() throws {
    let limits = try MapLimits(
      of: [0.1, 0.3], by: .limits([0.1, 0.5]), landslides: [], threads: 1)
    #expect(limits.lower == 0 && limits.upper == [0.1, 0.5, 1])
    // A class holds its upper limit; the limit 0.1 is a Double, and the Float 0.1 lies above it.
    #expect([Float(0), 0.0999, 0.1, 0.5, 1, .nan].map(limits.classNumber) == [1, 1, 2, 2, 3, 0])
  }

  @Test func landslidesAreSharedOut() throws {
    // Ten landslides from 0.1 to 1.0: the upper half of them, the next three, the last two.
    let landslides = (1...10).map { Float($0) / 10 }
    let mapped = landslides + [0, 0.05]
    let limits = try MapLimits(
      of: mapped, by: .landslideShares([0.5, 0.3, 0.2]), landslides: landslides, threads: 1)
    let classes = landslides.map(limits.classNumber)
    #expect(classes == [1, 1, 2, 2, 2, 3, 3, 3, 3, 3])
    #expect(limits.lower == 0 && limits.upper.last == 1)
    // 0.15 of 20 is 3, though the sum of shares before it is not exact.
    let twenty = (1...20).map { Float($0) / 20 }
    let usual = try MapLimits(
      of: twenty, by: .landslideShares(MapOptions.usualShares), landslides: twenty, threads: 1)
    #expect(
      (1...5).map { number in twenty.count { usual.classNumber(of: $0) == number } } == [
        0, 1, 3, 6, 10,
      ])
  }

  @Test func landslidesOfOneProbabilityMakeOneClass() throws {
    let limits = try MapLimits(
      of: [0.2, 0.5, 0.9], by: .landslideShares([0.5, 0.5]), landslides: [0.9, 0.9], threads: 1)
    #expect(limits.upper.count == 2)
    #expect([Float(0.5), 0.9].map(limits.classNumber) == [1, 2])
    let none = try MapLimits(
      of: [0.2], by: .landslideShares([0.5, 0.5]), landslides: [], threads: 1)
    #expect(none.upper == [Double(Float(0.2))])
  }

  @Test func changesOfClassAreCounted() {
    let stability = ClassStability("natural", [0, 1, 2, 3, 5, 5], "equal", [0, 1, 3, 3, 3, 0])
    #expect(stability.cells == 4 && stability.changed == 2 && stability.changedByMore == 1)
    #expect(stability.row(model: .svm) == ["svm", "natural", "equal", "4", "2", "0.5", "1"])
    #expect(
      MapOptions.Scheme.breaks(.natural, classes: 5).alternatives.map(\.name)
        == ["quantile", "equal", "geometric", "landslide-share"])
    #expect(MapOptions.Scheme.limits([0.5]).alternatives.count == 4)
  }

  @Test func modelsAgreeOnTheirTwoHighestClasses() {
    var agreement = ModelAgreement(cells: 4)
    agreement.add([1, 4, 5, 0], classes: 5)
    agreement.add([3, 2, 5, 5], classes: 5)
    #expect(agreement.counts == [0, 1, 2, nil])
    var ofTwo = ModelAgreement(cells: 2)
    ofTwo.add([1, 2], classes: 2)
    #expect(ofTwo.counts == [0, 1])
  }
}
