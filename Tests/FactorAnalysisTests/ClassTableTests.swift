import Foundation
import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct ClassTableTests {
  func table(cells: [Int], landslides: [Int]) throws -> ClassTable {
    let breaks = (1..<cells.count).map { Double($0) }
    let classes = try FactorClasses(scheme: .breaks(breaks), fittedTo: [0, 1])
    return ClassTable(factor: "slope", classes: classes, cells: cells, landslides: landslides)
  }

  @Test func frequencyRatioIsShareOverShare() throws {
    let table = try table(cells: [60, 40, 0], landslides: [3, 7, 0])
    #expect(table.frequencyRatio(0) == 0.5)
    #expect(table.frequencyRatio(1) == 1.75)
    #expect(table.frequencyRatio(2).isNaN)
  }

  @Test func theMeanRatioWeightedByCellsIsOne() throws {
    let table = try table(cells: [17, 5, 113, 40], landslides: [4, 0, 11, 9])
    let mean = zip(table.frequencyRatios, table.cells).reduce(0) { $0 + $1.0 * Double($1.1) } / 175
    #expect(abs(mean - 1) < 1e-15)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithExactFractions() throws {
    for expected in try ReferenceData.golden("frequency_ratio")["cases"].elements {
      let isCategorical = expected["class_raster"].exists
      var values = (isCategorical ? expected["class_raster"] : expected["values"]).floats
      if let noData = expected["nodata"].double {
        values = values.map { Double($0) == noData ? .nan : $0 }
      }
      let classes = try FactorClasses(
        scheme: isCategorical ? .categories : .breaks(expected["breaks"].doubles),
        fittedTo: values)
      let landslides = zip(values, expected["landslide_raster"].ints).flatMap {
        Array(repeating: $0, count: $1)
      }
      let table = ClassTable(
        factor: "factor", classes: classes, values: values, landslideValues: landslides)
      #expect(table.cells == expected["pixels_in_class"].ints)
      #expect(table.landslides == expected["landslides_in_class"].ints)
      #expect(relativeDifference(table.frequencyRatios, expected["fr"].doubles) < 1e-15)
      for (ratio, fraction) in zip(table.frequencyRatios, expected["fr_exact"].elements) {
        let parts = (fraction.string ?? "").split(separator: "/").compactMap { Double($0) }
        #expect(ratio == parts[0] / parts[1])
      }
      if expected["fr_min_max_normalised"].exists {
        let encoded = try table.encodedWeights(by: .frequencyRatio).encoded
        #expect(largestDifference(encoded, expected["fr_min_max_normalised"].doubles) < 1e-15)
      }
      if expected["class_of_pixel"].exists {
        #expect(classes.indices(of: values) == expected["class_of_pixel"].ints)
      }
    }
  }

  /// By hand: a = 20 of b = 50 landslides in c = 1,000 of d = 10,000 cells.
  @Test func weightsOfEvidenceFollowTheirDefinition() throws {
    let weights = try table(cells: [1_000, 9_000], landslides: [20, 30]).weightsOfEvidence(0)
    #expect(abs(weights.positive - log((20.0 / 50) / (980.0 / 9_950))) < 1e-12)
    #expect(abs(weights.negative - log((30.0 / 50) / (8_970.0 / 9_950))) < 1e-12)
    #expect(abs(weights.positiveVariance - (1.0 / 20 + 1.0 / 980)) < 1e-12)
    #expect(abs(weights.negativeVariance - (1.0 / 30 + 1.0 / 8_970)) < 1e-12)
    #expect(abs(weights.contrast - 1.80862327528006) < 1e-12)
    #expect(abs(weights.studentizedContrast - 6.223133904273328) < 1e-12)
  }

  @Test func weightsAreFiniteWhereverThereAreCells() throws {
    // A class without landslides, one where more landslides than cells are counted, one with all cells.
    for table in [
      try table(cells: [10, 2, 90], landslides: [0, 5, 3]),
      try table(cells: [50, 0], landslides: [4, 0]),
    ] {
      for index in 0..<table.count where table.cells[index] > 0 {
        let weights = table.weightsOfEvidence(index)
        #expect(weights.contrast.isFinite && weights.studentizedContrast.isFinite)
        #expect(table.informationValue(index).isFinite)
      }
    }
    #expect(try table(cells: [50, 0], landslides: [4, 0]).weightsOfEvidence(1).contrast.isNaN)
  }

  @Test func informationIsTheLogarithmOfTheRatio() throws {
    let table = try table(cells: [60, 40], landslides: [3, 7])
    #expect(abs(table.informationValue(1) - log(1.75)) < 1e-15)
    let without = try self.table(cells: [50, 50], landslides: [0, 10])
    #expect(abs(without.informationValue(0) - log(0.1)) < 1e-15)
  }

  @Test(arguments: ClassWeighting.allCases)
  func encodedWeightsSpanZeroToOne(weighting: ClassWeighting) throws {
    let table = try table(cells: [60, 40, 0, 50], landslides: [3, 7, 0, 4])
    let weights = try table.encodedWeights(by: weighting)
    #expect(weights.encoded.min() == 0 && weights.encoded.max() == 1)
    #expect(weights.encoded[2] == weights.neutral)
    #expect(weights.neutral > 0 && weights.neutral < 1)
  }

  @Test func equalWeightsAreAllOneHalf() throws {
    let weights = try table(cells: [10, 20], landslides: [1, 2]).encodedWeights(by: .frequencyRatio)
    #expect(weights.encoded == [0.5, 0.5] && weights.neutral == 0.5)
  }

  @Test func noLandslidesThrow() throws {
    let table = try table(cells: [10, 20], landslides: [0, 0])
    #expect(table.frequencyRatio(0).isNaN)
    #expect(throws: FactorAnalysisError.noLandslides(factor: "slope")) {
      try table.encodedWeights(by: .frequencyRatio)
    }
  }

  @Test func codingRoundTripsAndRejectsOtherCounts() throws {
    let table = try table(cells: [60, 40], landslides: [3, 7])
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(ClassTable.self, from: data) == table)
    for (found, replacement) in [("[60,40]", "[60]"), ("[3,7]", "[3,-7]"), ("60", "9e17")] {
      let text = String(decoding: data, as: UTF8.self)
        .replacingOccurrences(of: found, with: replacement)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(ClassTable.self, from: Data(text.utf8))
      }
    }
  }
}
