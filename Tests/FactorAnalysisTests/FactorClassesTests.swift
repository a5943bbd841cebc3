import Foundation
import LearningCore
import Testing

@testable import FactorAnalysis

@Suite struct FactorClassesTests {
  let values: [Float] = [0, 5, 5.1, 15, 20, .nan, 30]

  @Test func breaksHoldTheirUpperLimit() throws {
    let classes = try FactorClasses(scheme: .breaks([5, 15, 25]), fittedTo: values)
    #expect(classes.count == 4)
    #expect(classes.indices(of: values) == [0, 0, 1, 1, 2, -1, 3])
    #expect(classes.counts(of: values) == [2, 2, 1, 1])
    #expect((0..<4).map { classes.lower($0) } == [0, 5, 15, 25])
    #expect((0..<4).map { classes.upper($0) } == [5, 15, 25, 30])
    #expect((0..<4).map { classes.label($0) } == ["<= 5", "5 to 15", "15 to 25", "> 25"])
  }

  @Test func valuesBeyondTheFittedOnesBelongToTheEndClasses() throws {
    let classes = try FactorClasses(scheme: .equal(3), fittedTo: [0, 9])
    #expect(classes.index(of: -.infinity) == 0)
    #expect(classes.index(of: 1e30) == 2)
    #expect(classes.index(of: .nan) == nil)
  }

  @Test func breaksBeyondTheValuesMakeEmptyClasses() throws {
    let classes = try FactorClasses(scheme: .breaks([100, 200]), fittedTo: [120, 130])
    #expect(classes.counts(of: [120, 130]) == [0, 2, 0])
    #expect(classes.lower(0) == 100 && classes.upper(2) == 200)
  }

  @Test func aspectHasFlatAndEightSectors() throws {
    let classes = try FactorClasses(scheme: .aspectSectors, fittedTo: [-1, 10, 200])
    let aspects: [Float] = [-1, 0, 22.5, 22.6, 67.5, 90, 180, 337.5, 337.6, 360, 360.5, 3.6e30]
    #expect(
      aspects.map { classes.index(of: $0).map(classes.label) ?? "" }.dropLast()
        == ["flat", "N", "N", "NE", "NE", "E", "S", "NW", "N", "N", "N"])
    #expect(classes.index(of: .infinity) == nil)
    #expect(classes.lower(1) == 337.5 && classes.upper(1) == 22.5)
    #expect(classes.lower(2) == 22.5 && classes.upper(8) == 337.5)
    #expect(classes.lower(0) == nil)
  }

  @Test func categoriesAreRoundedCodesWithTheirLegend() throws {
    let classes = try FactorClasses(
      scheme: .categories, fittedTo: [3, 7.0001, -2, 3, .nan], legend: [7: "schist", 99: "lime"])
    #expect((0..<3).map { classes.label($0) } == ["-2", "3", "schist"])
    #expect((0..<3).map { classes.code($0) } == [-2, 3, 7])
    #expect(classes.index(of: 6.9) == 2)
    #expect(classes.index(of: 5) == nil)
    #expect(classes.index(of: 1e30) == nil)
    #expect(classes.lower(0) == nil && classes.upper(0) == nil)
    #expect(classes.indices(of: [3, 5, .nan, -.infinity, 1e30]) == [1, -1, -1, -1, -1])
  }

  @Test func codesFarApartAreFound() throws {
    let codes: [Float] = [-9e18, 0, 9e18]
    let classes = try FactorClasses(scheme: .categories, fittedTo: codes)
    #expect(classes.indices(of: codes + [1, 1e19, .infinity]) == [0, 1, 2, -1, -1, -1])
    #expect(throws: FactorAnalysisError.categoryCode(value: 1e19)) {
      try FactorClasses(scheme: .categories, fittedTo: [1, 1e19])
    }
    #expect(throws: FactorAnalysisError.categoryCode(value: .infinity)) {
      try FactorClasses(scheme: .categories, fittedTo: [1, .infinity])
    }
  }

  @Test(arguments: [
    ClassScheme.quantiles(8), .quantiles(50), .equal(7), .naturalBreaks(5),
    .standardDeviation(6),
    .breaks([-0.5, 0.1, 0.7]),
    .categories, .aspectSectors,
  ])
  func manyValuesAtOnceAgreeWithOneByOne(scheme: ClassScheme) throws {
    var generator = SplitMix64(seed: 4)
    var values = (0..<9_000).map { _ in Float(2 * generator.normal()) }
    let classes = try FactorClasses(scheme: scheme, fittedTo: values)
    values += [.nan, .infinity, -.infinity, 1e38, -1e38, 2.5, -2.5, 0.1, 0.5, -0.5, 0.7]
    let indices = classes.indices(of: values, threads: 3)
    #expect(indices == values.map { classes.index(of: $0) ?? -1 })
    let counts = (0..<classes.count).map { index in indices.count { $0 == index } }
    #expect(classes.counts(of: values, threads: 2) == counts)
  }

  @Test func limitsThatNoFloatHasCompareExactly() throws {
    // 0.1 in double precision is below the Float 0.1, which therefore lies above the break.
    let classes = try FactorClasses(scheme: .breaks([0.1]), fittedTo: [0, 1])
    #expect(classes.indices(of: [0.1, Float(0.1).nextDown]) == [1, 0])
    let extreme = try FactorClasses(scheme: .breaks([-1e300, 1e300]), fittedTo: [0, 1])
    #expect(extreme.indices(of: [-.infinity, 0, .infinity]) == [0, 1, 2])
  }

  @Test func unusableInputThrows() {
    let cases: [(ClassScheme, [Float], FactorAnalysisError)] = [
      (.breaks([]), [1, 2], .noBreaks),
      (.breaks([1, .nan]), [1, 2], .breakNotFinite(position: 1)),
      (.breaks([1, 1]), [1, 2], .breaksNotAscending(position: 1, previous: 1, found: 1)),
      (.breaks([3, 2]), [1, 2], .breaksNotAscending(position: 1, previous: 3, found: 2)),
      (.breaks([1]), [.nan], .noValues),
      (.breaks([1]), [2, 2], .constant(value: 2)),
      (.quantiles(0), [1, 2], .classCount(found: 0, maximum: 1_000)),
      (.equal(3), [4, 4, .nan], .constant(value: 4)),
      (.naturalBreaks(3), [], .noValues),
      (.aspectSectors, [-1, -1], .constant(value: -1)),
      (.geometric(3), [-1, 0, 5], .notPositive(minimum: -1)),
      (.standardDeviation(3), [4, 4], .constant(value: 4)),
      (.categories, [], .noValues),
      (.categories, [2.2, 1.8], .constant(value: 2)),
    ]
    for (scheme, values, error) in cases {
      #expect(throws: error) { try FactorClasses(scheme: scheme, fittedTo: values) }
      #expect(!error.description.isEmpty)
    }
  }

  @Test(arguments: [
    ClassScheme.quantiles(3), .breaks([0.5]), .categories, .aspectSectors, .naturalBreaks(2),
    .geometric(3), .standardDeviation(4),
  ])
  func codingRoundTrips(scheme: ClassScheme) throws {
    let classes = try FactorClasses(scheme: scheme, fittedTo: [0.1, 0.2, 3, 4], legend: [3: "x"])
    let data = try JSONEncoder().encode(classes)
    #expect(try JSONDecoder().decode(FactorClasses.self, from: data) == classes)
  }

  @Test func corruptedClassesThrowWhenDecoded() throws {
    let classes = try FactorClasses(scheme: .breaks([5, 15]), fittedTo: [0, 30])
    let text = String(decoding: try JSONEncoder().encode(classes), as: UTF8.self)
    let corrupted = text.replacingOccurrences(of: "15,30", with: "4,30")
    #expect(corrupted != text)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FactorClasses.self, from: Data(corrupted.utf8))
    }
  }
}
