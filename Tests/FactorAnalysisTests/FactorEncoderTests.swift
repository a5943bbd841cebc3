import Foundation
import LearningCore
import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct FactorEncoderTests {
  private func weightedEncoder() throws -> FactorEncoder {
    let classes = try FactorClasses(scheme: .categories, fittedTo: [1, 2, 3])
    let table = ClassTable(
      factor: "lithology", classes: classes, cells: [50, 30, 20], landslides: [2, 3, 5])
    return try .weighted(table: table, by: .frequencyRatio)
  }

  @Test func classesTakeTheirScaledRatio() throws {
    // Ratios 0.4, 1, 2.5: encoded 0, 0.6 / 2.1, 1.
    let encoder = try weightedEncoder()
    let plane = encoder.encode([1, 2, 3, 4, .nan, 3.2])[0]
    #expect(plane[0] == 0 && plane[2] == 1 && plane[5] == 1)
    #expect(abs(plane[1] - 0.6 / 2.1) < 1e-6)
    // An unknown category is as average as ratio 1, which here class 2 has.
    #expect(plane[3] == plane[1] && encoder.outsideValues == [plane[1]])
    #expect(plane[4].isNaN)
    #expect(encoder.planeCount == 1)
  }

  /// numpy.clip and percentiles (0.5, 99.5) of 0...1000: 5 and 995.
  @Test func rawValuesAreClippedAtPercentilesAndScaled() throws {
    let values = (0...1_000).map { Float($0) }
    let encoder = try FactorEncoder.scaled(factor: "elevation", values: values)
    let plane = encoder.encode([0, 5, 500, 995, 2_000, -.infinity, .infinity, .nan])[0]
    #expect(plane.dropLast() == [0, 0, 0.5, 1, 1, 0, 1])
    #expect(plane[7].isNaN)
    #expect(abs(encoder.outsideValues[0] - 0.5) < 1e-6)
  }

  @Test func theFullRangeIsNotClipped() throws {
    let values = (0...1_000).map { Float($0) }
    let encoder = try FactorEncoder.scaled(factor: "elevation", values: values, scale: .fullRange)
    let plane = encoder.encode([0, 1, 500, 1_000, 2_000, -5, .infinity, .nan])[0]
    #expect(plane.dropLast() == [0, 0.001, 0.5, 1, 1, 0, 1])
    #expect(plane[7].isNaN)
    #expect(encoder.outsideValues == [0.5])
  }

  @Test func smoothingDrawsClassesTowardsTheAverage() throws {
    let classes = try FactorClasses(scheme: .categories, fittedTo: [1, 2])
    let table = ClassTable(
      factor: "lithology", classes: classes, cells: [90, 10], landslides: [10, 0])
    for weighting in ClassWeighting.allCases {
      let encoder = try FactorEncoder.weighted(table: table, by: weighting, smoothing: 5)
      #expect(encoder.encode([1, 2])[0] == [1, 0])
      #expect(encoder.outsideValues[0] > 0 && encoder.outsideValues[0] < 1)
    }
  }

  @Test func zScoresHaveMeanZeroAndDeviationOne() throws {
    let values: [Float] = [1, 2, 3, 6, .nan]
    let encoder = try FactorEncoder.scaled(factor: "twi", values: values, scale: .zScore)
    // Mean 3, population variance 3.5.
    let plane = encoder.encode(values + [.infinity])[0]
    let expected = [-2, -1, 0, 3].map { $0 / 3.5.squareRoot() }
    #expect(largestDifference(Array(plane[0..<4]), expected) < 1e-6)
    #expect(plane[4].isNaN)
    #expect(plane[5] == plane[3])
    #expect(abs(encoder.outsideValues[0]) < 1e-7)
  }

  /// NumPy: v = clip(x, 5, 995), (v - v.mean()) / v.std() with x = 0...999 and 1e6, whose percentiles 0.5 and 99.5 are 5
  /// and 995.
  @Test func robustScalingDoesNotSeeTheTails() throws {
    let values = (0..<1_000).map { Float($0) } + [Float(1e6)]
    let encoder = try FactorEncoder.scaled(factor: "catchment", values: values, scale: .robust)
    let plane = encoder.encode([0, 5, 500, 995, 1e6, .infinity, .nan])[0]
    let edge = 1.71332369
    #expect(largestDifference(Array(plane.dropLast()), [-edge, -edge, 0, edge, edge, edge]) < 1e-6)
    #expect(plane[6].isNaN && abs(encoder.outsideValues[0]) < 1e-6)

    // With one value in nearly all cells the limits are the least and the greatest: mean 2.002, deviation 2 sqrt(0.000999).
    let lone = try FactorEncoder.scaled(
      factor: "s", values: [Float](repeating: 2, count: 999) + [4], scale: .robust)
    let deviation: Double = 2 * 0.000_999.squareRoot()
    let expected = [-0.002 / deviation, 1.998 / deviation]
    #expect(largestDifference(lone.encode([2, 4])[0], expected) < 1e-4)
  }

  @Test func aspectIsTwoPlanes() throws {
    let values: [Float] = [0, 90, 180, 270, -1, .nan, .infinity]
    let encoder = try FactorEncoder.sineCosine(factor: "aspect", values: values)
    let planes = encoder.encode(values)
    #expect(encoder.planeCount == 2 && planes.count == 2)
    #expect(largestDifference(Array(planes[0][0..<5]), [0, 1, 0, -1, 0]) < 1e-6)
    #expect(largestDifference(Array(planes[1][0..<5]), [1, 0, -1, 0, 0]) < 1e-6)
    #expect(planes[0][5].isNaN && planes[1][5].isNaN)
    #expect(planes[0][6] == 0 && planes[1][6] == 0)
    #expect(largestDifference(encoder.outsideValues, [0, 0]) < 1e-7)
  }

  @Test func joinedEncodersStandSideBySide() throws {
    let values: [Float] = [0, 90, 180, 270, -1, .nan]
    let classes = try FactorClasses(scheme: .aspectSectors, fittedTo: values)
    let table = ClassTable(
      factor: "aspect", classes: classes, values: values, landslideValues: [0, 0, 90])
    let directions = try FactorEncoder.sineCosine(factor: "aspect", values: values)
    let weights = try FactorEncoder.weighted(table: table, by: .frequencyRatio)
    let joined = FactorEncoder.joined(directions, weights)
    #expect(joined.planeCount == 3)
    #expect(joined.planeNames == ["aspect (sine)", "aspect (cosine)", "aspect (class)"])
    #expect(joined.outsideValues == directions.outsideValues + weights.outsideValues)
    let planes = joined.encode(values.dropLast())
    #expect(
      planes == directions.encode(values.dropLast()) + weights.encode(values.dropLast()))
    #expect(joined.isDirection && !weights.isDirection)
    #expect(joined.first == directions && weights.first == weights)
    #expect(joined.classes == nil)
  }

  @Test func almostConstantValuesUseTheirWholeRange() throws {
    let values = Array(repeating: Float(7), count: 999) + [9]
    let encoder = try FactorEncoder.scaled(factor: "spi", values: values)
    #expect(encoder.encode([7, 8, 9])[0] == [0, 0.5, 1])
  }

  @Test func extremeRangesStayFinite() throws {
    for values: [Float] in [
      [-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude],
      [0, .leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude],
    ] {
      for scale in FactorEncoder.Scale.allCases {
        let encoder = try FactorEncoder.scaled(factor: "x", values: values, scale: scale)
        #expect(encoder.encode(values)[0].allSatisfy { $0.isFinite })
        #expect(encoder.outsideValues.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func threadsDoNotChangeTheResult() throws {
    var generator = SplitMix64(seed: 5)
    let values = (0..<150_000).map { _ in Float(generator.normal()) }
    let classes = try FactorClasses(scheme: .quantiles(6), fittedTo: values)
    let table = ClassTable(
      factor: "x", classes: classes, values: values, landslideValues: Array(values[0..<90]))
    let encoder = try FactorEncoder.weighted(table: table, by: .weightsOfEvidence)
    let one = encoder.encode(values, threads: 1)
    #expect(one == encoder.encode(values, threads: 4))
    let weights = try table.encodedWeights(by: .weightsOfEvidence).encoded
    let expected = values.map { weights[classes.index(of: $0) ?? 0] }
    #expect(largestDifference(one[0], expected) < 1e-7)
  }

  @Test func nothingToFitThrows() {
    #expect(throws: FactorAnalysisError.noValues) {
      try FactorEncoder.scaled(factor: "x", values: [.nan])
    }
    #expect(throws: FactorAnalysisError.constant(value: 1)) {
      try FactorEncoder.scaled(factor: "x", values: [1, 1], scale: .zScore)
    }
    #expect(throws: FactorAnalysisError.noValues) {
      try FactorEncoder.sineCosine(factor: "x", values: [])
    }
  }

  @Test func emptyInputGivesEmptyPlanes() throws {
    #expect(try weightedEncoder().encode([]) == [[]])
  }

  @Test func codingRoundTripsAndRejectsCorruption() throws {
    let encoders = [
      try weightedEncoder(), try .scaled(factor: "x", values: [1, 2, 4]),
      try .sineCosine(factor: "a", values: [0, 10]),
      .joined(
        try .scaled(factor: "lithology", values: [1, 2, 3]), try weightedEncoder()),
    ]
    for encoder in encoders {
      let data = try JSONEncoder().encode(encoder)
      #expect(try JSONDecoder().decode(FactorEncoder.self, from: data) == encoder)
      let text = String(decoding: data, as: UTF8.self)
        .replacingOccurrences(of: "\"outsideValues\":[", with: "\"outsideValues\":[0,0,")
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FactorEncoder.self, from: Data(text.utf8))
      }
    }
  }
}
