import TestSupport
import Testing

@testable import FactorAnalysis

/// Expected values: Scripts/reference-values/class_weights.py, with 40-digit decimals.
@Suite struct SmoothingTests {
  private func table(
    cells: [Int] = [400, 250, 300, 50], landslides: [Int] = [2, 8, 15, 0]
  ) throws -> ClassTable {
    let breaks = (1..<cells.count).map { Double($0) }
    let classes = try FactorClasses(scheme: .breaks(breaks), fittedTo: [0, 1])
    return ClassTable(factor: "slope", classes: classes, cells: cells, landslides: landslides)
  }

  private func numbers(_ weights: WeightsOfEvidence) -> [Double] {
    [
      weights.positive, weights.negative, weights.positiveVariance, weights.negativeVariance,
      weights.contrast, weights.studentizedContrast,
    ]
  }

  @Test func weightsOfEvidenceWithoutSmoothing() throws {
    let table = try table()
    let third = [
      0.7191226669632059, -0.5705448584676129, 0.07017543859649122, 0.10144927536231885,
      1.289667525430819, 3.1130625789361024,
    ]
    #expect(relativeDifference(numbers(table.weightsOfEvidence(2)), third) < 1e-14)
    // No landslide: a half more of everything.
    let fourth = [
      -0.989754468449649, 0.03371036854243871, 2.01980198019802, 0.040296183303142975,
      -1.0234648369920878, -0.7130647515546289,
    ]
    #expect(relativeDifference(numbers(table.weightsOfEvidence(3)), fourth) < 1e-14)
  }

  @Test func weightsOfEvidenceWithSmoothing() throws {
    let table = try table()
    let third = [
      0.6321112899735762, -0.4527618228112295, 0.06411483253588517, 0.07552334943639291,
      1.0848731127848057, 2.9031993166018246,
    ]
    #expect(relativeDifference(numbers(table.weightsOfEvidence(2, smoothing: 5)), third) < 1e-14)
    let fourth = [
      -1.817077277212345, 0.04427548381490538, 4.02, 0.03469452645923234, -1.8613527610272502,
      -0.9243780353618278,
    ]
    #expect(relativeDifference(numbers(table.weightsOfEvidence(3, smoothing: 5)), fourth) < 1e-14)
  }

  @Test func ratiosAndInformationAreDrawnTowardsTheAverage() throws {
    let table = try table()
    #expect(relativeDifference(table.frequencyRatios, [0.2, 1.28, 2, 0]) < 1e-15)
    let ratios = [0.3333333333333333, 1.2333333333333334, 1.8333333333333333, 0.16666666666666666]
    #expect(
      relativeDifference(table.weights(by: .frequencyRatio, smoothing: 5), ratios) < 1e-15)
    let information = [
      -1.0986122886681098, 0.20972053098206908, 0.6061358035703155, -1.791759469228055,
    ]
    #expect(
      relativeDifference(table.weights(by: .informationValue, smoothing: 5), information) < 1e-14)
  }

  @Test(arguments: [0, 0.1, 1, 1_000]) func theMeanRatioWeightedByCellsStaysOne(
    smoothing: Double
  ) throws {
    let table = try table(cells: [17, 5, 113, 40], landslides: [4, 0, 11, 9])
    let mean = table.cells.indices.reduce(0) {
      $0 + table.frequencyRatio($1, smoothing: smoothing) * Double(table.cells[$1]) / 175
    }
    #expect(abs(mean - 1) < 1e-14)
  }

  @Test(arguments: ClassWeighting.allCases, [0, 1e-9, 1])
  func everyClassWithCellsHasAFiniteWeight(weighting: ClassWeighting, smoothing: Double) throws {
    // No landslides, more landslides than cells, no cells; and a class that has everything.
    for table in [
      try table(cells: [10, 2, 90, 0], landslides: [0, 5, 3, 0]),
      try table(cells: [50, 0], landslides: [4, 0]),
    ] {
      let weights = table.weights(by: weighting, smoothing: smoothing)
      for (weight, cells) in zip(weights, table.cells) {
        #expect(cells > 0 ? weight.isFinite : weight.isNaN)
      }
      let encoded = try table.encodedWeights(by: weighting, smoothing: smoothing)
      #expect(encoded.encoded.allSatisfy { (0...1).contains($0) })
    }
  }
}
