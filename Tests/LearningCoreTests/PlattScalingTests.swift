import LearningCore
import TestSupport
import Testing

@Suite struct PlattScalingTests {
  @Test func probabilitiesByHand() {
    let scaling = PlattScaling(slope: -1, offset: 0)
    #expect(scaling.probability(ofDecisionValue: 0) == 0.5)
    #expect(scaling.probability(ofDecisionValue: 1e9) == 1)
    #expect(scaling.probability(ofDecisionValue: -1e9) == 0)
    #expect(scaling.probability(ofDecisionValue: .nan).isNaN)
  }

  /// Without information in the values the probability is the mean of the targets: (3/4 + 1/4 * 2 + 3/4) / 4 = 1/2.
  @Test func equalValuesGiveTheMeanTarget() throws {
    let scaling = try PlattScaling(
      decisionValues: [0, 0, 0, 0], labels: [true, true, false, false])
    #expect(abs(scaling.probability(ofDecisionValue: 0) - 0.5) < 1e-9)
  }

  @Test func separatedValuesStayFinite() throws {
    let scaling = try PlattScaling(
      decisionValues: [-9, -8, 8, 9], labels: [false, false, true, true])
    #expect(scaling.slope.isFinite && scaling.offset.isFinite && scaling.slope < 0)
  }

  @Test func whatCannotBeFittedThrows() {
    #expect(throws: EstimatorError.noSamples) { try PlattScaling(decisionValues: [], labels: []) }
    #expect(throws: EstimatorError.oneClass(label: true, count: 2)) {
      try PlattScaling(decisionValues: [1, 2], labels: [true, true])
    }
    #expect(throws: EstimatorError.labelCount(samples: 1, labels: 2)) {
      try PlattScaling(decisionValues: [1], labels: [true, false])
    }
    #expect(throws: CalibrationError.notFinite(sample: 1, value: .infinity)) {
      try PlattScaling(decisionValues: [1, .infinity], labels: [true, false])
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsTheReference() throws {
    for item in try ReferenceData.golden("svm_rbf")["platt"].elements {
      let values = item["decision"].doubles
      let scaling = try PlattScaling(
        decisionValues: values, labels: item["labels"].ints.map { $0 == 1 })
      #expect(abs(scaling.slope - (item["A"].double ?? .nan)) < 1e-6)
      #expect(abs(scaling.offset - (item["B"].double ?? .nan)) < 1e-6)
      let probabilities = values.map(scaling.probability(ofDecisionValue:))
      #expect(largestDifference(probabilities, item["probability"].doubles) < 1e-7)
    }
  }
}
