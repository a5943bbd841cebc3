import Metrics
import Testing

@Suite struct ThresholdRuleTests {
  private let curve = ROCCurve(labels: EvaluationSample.labels, scores: EvaluationSample.first)

  /// evaluation.py: the extremes over scikit-learn's roc_curve.
  @Test func equalsTheReference() {
    #expect(ThresholdRule.youden.threshold(on: curve) == 0.35)
    #expect(ThresholdRule.cost(ratio: 5, prevalence: nil).threshold(on: curve) == 0.35)
    #expect(ThresholdRule.cost(ratio: 5, prevalence: 0.02).threshold(on: curve) == 0.67)
    #expect(ThresholdRule.cost(ratio: 0.2, prevalence: nil).threshold(on: curve) == 0.67)
    #expect(ThresholdRule.fixed(0.5).threshold(on: curve) == 0.5)
  }

  @Test func byHand() {
    let curve = ROCCurve(
      labels: [true, false, true, true, false], scores: [0.9, 0.8, 0.7, 0.4, 0.2])
    #expect(curve.prevalence == 0.6)
    // Sensitivity + specificity - 1: 1/3, -1/6, 1/6, 1/2, 0.
    #expect(ThresholdRule.youden.threshold(on: curve) == 0.4)
    // A missed landslide for a tenth of a false alarm: only the first is worth it.
    #expect(ThresholdRule.cost(ratio: 0.1, prevalence: nil).threshold(on: curve) == 0.9)
  }

  @Test func balancedCostsAreYouden() {
    for scores in [EvaluationSample.first, EvaluationSample.second] {
      let curve = ROCCurve(labels: EvaluationSample.labels, scores: scores)
      #expect(
        ThresholdRule.cost(ratio: 1, prevalence: 0.5).threshold(on: curve)
          == ThresholdRule.youden.threshold(on: curve))
    }
  }

  @Test func scoresThatSayNothingPredictNoLandslide() {
    let equal = ROCCurve(labels: [true, false], scores: [0.3, 0.3])
    #expect(ThresholdRule.youden.threshold(on: equal) == .infinity)
    let inverted = ROCCurve(labels: [true, false], scores: [0.1, 0.9])
    #expect(ThresholdRule.youden.threshold(on: inverted) == .infinity)
    #expect(ThresholdRule.cost(ratio: 10, prevalence: 0.5).threshold(on: equal) == 0.3)
  }

  @Test func whatIsOutOfRangeIsUndefined() {
    for (ratio, prevalence) in [(0, 0.5), (-1, 0.5), (.nan, 0.5), (.infinity, 0.5), (1, 1.5)] {
      let rule = ThresholdRule.cost(ratio: ratio, prevalence: prevalence)
      #expect(rule.threshold(on: curve).isNaN)
    }
    for curve in [
      ROCCurve(labels: [true], scores: [0.5]), ROCCurve(labels: [], scores: []),
      ROCCurve(labels: [true, false], scores: [.nan, 0.5]),
    ] {
      #expect(ThresholdRule.youden.threshold(on: curve).isNaN)
      #expect(ThresholdRule.cost(ratio: 1, prevalence: 0.5).threshold(on: curve).isNaN)
    }
  }
}
