import Metrics
import Testing

@Suite struct PartialAreaUnderCurveTests {
  private let curve = ROCCurve(labels: EvaluationSample.labels, scores: EvaluationSample.first)

  /// evaluation.py: scikit-learn's roc_auc_score(max_fpr=...), and trapezoids of its roc_curve.
  @Test func equalsTheReference() {
    for (limit, expected) in [
      (0.1, 0.768_119_794_435_584), (0.2, 0.780_521_262_002_743_5),
      (0.5, 0.829_405_162_738_496),
    ] {
      let standardized = curve.standardizedPartialArea(falsePositiveRates: 0...limit)
      #expect(abs(standardized - expected) < 1e-12)
    }
    let low = curve.partialArea(falsePositiveRates: 0...0.2)
    #expect(abs(low - 0.120_987_654_320_987_67) < 1e-12)
    let middle = curve.partialArea(falsePositiveRates: 0.13...0.41)
    #expect(abs(middle - 0.210_312_457_912_457_87) < 1e-12)
  }

  @Test func partsAddUpToTheWhole() {
    let parts = [0...0.3, 0.3...0.35, 0.35...1].map(curve.partialArea(falsePositiveRates:))
    #expect(abs(parts.reduce(0, +) - curve.areaUnderCurve) < 1e-12)
    let whole = curve.standardizedPartialArea(falsePositiveRates: 0...1)
    #expect(abs(whole - curve.areaUnderCurve) < 1e-12)
  }

  @Test func perfectAndUselessModels() {
    let perfect = ROCCurve(labels: [true, true, false, false], scores: [4, 3, 2, 1])
    #expect(perfect.standardizedPartialArea(falsePositiveRates: 0...0.1) == 1)
    let equal = ROCCurve(labels: [true, false], scores: [1, 1])
    #expect(abs(equal.standardizedPartialArea(falsePositiveRates: 0.2...0.6) - 0.5) < 1e-15)
  }

  @Test func whatIsNotThereIsUndefined() {
    let oneClass = ROCCurve(labels: [true, true], scores: [1, 2])
    #expect(oneClass.partialArea(falsePositiveRates: 0...0.5).isNaN)
    #expect(oneClass.standardizedPartialArea(falsePositiveRates: 0...0.5).isNaN)
    #expect(ROCCurve(labels: [], scores: []).partialArea(falsePositiveRates: 0...1).isNaN)
    #expect(curve.partialArea(falsePositiveRates: -0.1...0.5).isNaN)
    #expect(curve.partialArea(falsePositiveRates: 0.5...1.1).isNaN)
    #expect(curve.partialArea(falsePositiveRates: 0.5...0.5) == 0)
    #expect(curve.standardizedPartialArea(falsePositiveRates: 0.5...0.5).isNaN)
  }
}
