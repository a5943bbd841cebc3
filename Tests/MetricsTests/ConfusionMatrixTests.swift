import Metrics
import TestSupport
import Testing

@Suite struct ConfusionMatrixTests {
  @Test func countsAndRatiosByHand() {
    let matrix = ConfusionMatrix(
      labels: [true, true, true, false, false], probabilities: [0.9, 0.5, 0.2, 0.6, 0.1])
    #expect(matrix.truePositives == 2 && matrix.falseNegatives == 1)
    #expect(matrix.falsePositives == 1 && matrix.trueNegatives == 1)
    #expect(matrix.count == 5)
    #expect(matrix.accuracy == 3.0 / 5)
    #expect(matrix.sensitivity == 2.0 / 3)
    #expect(matrix.specificity == 1.0 / 2)
    #expect(matrix.precision == 2.0 / 3)
    #expect(matrix.f1Score == 4.0 / 6)
    // Pe = (3 * 3 + 2 * 2) / 25 = 0.52, kappa = (0.6 - 0.52) / 0.48 = 1/6.
    #expect(abs(matrix.expectedAgreement - 0.52) < 1e-15)
    #expect(abs(matrix.kappa - 1.0 / 6) < 1e-15)
    #expect(abs(matrix.matthewsCorrelation - 1.0 / 6) < 1e-15)
  }

  /// The kappa of Table 5 of the paper's hybrid network follows from balanced classes: 2 * accuracy - 1.
  @Test func kappaOfBalancedClassesIsTwiceTheAccuracyLessOne() {
    let matrix = ConfusionMatrix(
      truePositives: 159, falsePositives: 36, trueNegatives: 150, falseNegatives: 27)
    #expect(abs(matrix.kappa - (2 * matrix.accuracy - 1)) < 1e-12)
  }

  @Test func ratiosWithoutSamplesAreUndefined() {
    let empty = ConfusionMatrix(labels: [], probabilities: [])
    for value in [
      empty.accuracy, empty.sensitivity, empty.specificity, empty.precision, empty.f1Score,
      empty.kappa, empty.matthewsCorrelation, empty.expectedAgreement,
    ] {
      #expect(value.isNaN)
    }
  }

  @Test func oneClassLeavesTheOtherClassUndefined() {
    let matrix = ConfusionMatrix(labels: [true, true], probabilities: [0.9, 0.8])
    #expect(matrix.sensitivity == 1)
    #expect(matrix.specificity.isNaN)
    #expect(matrix.kappa.isNaN)
  }

  @Test func theThresholdItselfCountsAsLandslideAndNaNDoesNot() {
    let matrix = ConfusionMatrix(
      labels: [true, true], probabilities: [0.3, .nan], threshold: 0.3)
    #expect(matrix.truePositives == 1 && matrix.falseNegatives == 1)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithScikitLearn() throws {
    for item in try ReferenceData.golden("metrics")["cases"].elements {
      let matrix = ConfusionMatrix(
        labels: item["labels"].ints.map { $0 == 1 }, probabilities: item["scores"].doubles)
      let expected = item["at_0.5"]
      #expect(matrix.truePositives == expected["tp"].int)
      #expect(matrix.trueNegatives == expected["tn"].int)
      #expect(matrix.falsePositives == expected["fp"].int)
      #expect(matrix.falseNegatives == expected["fn"].int)
      let measures = [
        ("accuracy", matrix.accuracy), ("expected_agreement", matrix.expectedAgreement),
        ("sensitivity", matrix.sensitivity), ("specificity", matrix.specificity),
        ("precision", matrix.precision), ("f1", matrix.f1Score), ("kappa", matrix.kappa),
        ("mcc", matrix.matthewsCorrelation),
      ]
      for (name, value) in measures where expected[name].exists {
        #expect(abs(value - (expected[name].double ?? .nan)) < 1e-12, "\(name)")
      }
    }
  }
}
