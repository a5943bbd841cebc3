import Foundation
import Metrics
import Testing

@Suite struct AreaUnderCurveComparisonTests {
  private let labels = EvaluationSample.labels
  private let first = EvaluationSample.first
  private let second = EvaluationSample.second

  /// evaluation.py: the covariances of the placements over all pairs with numpy.
  @Test func equalsTheDefinition() {
    let test = AreaUnderCurveComparison(labels: labels, first: first, second: second)
    #expect(abs(test.first - 0.872_053_872_053_872) < 1e-12)
    #expect(abs(test.second - 0.734_567_901_234_567_9) < 1e-12)
    #expect(abs(test.difference - 0.137_485_970_819_304_14) < 1e-12)
    #expect(abs(test.standardError - 0.073_309_333_663_751_4) < 1e-12)
    #expect(abs(test.z - 1.875_422_459_163_417) < 1e-11)
    #expect(abs(test.pValue - 0.060_734_627_759_355_85) < 1e-12)
    let interval = areaUnderCurveInterval(labels: labels, scores: first)
    #expect(abs(interval.standardError - 0.043_270_834_553_152_43) < 1e-12)
    #expect(abs(interval.low - 0.787_244_594_748_701_9) < 1e-12)
    #expect(abs(interval.high - 0.956_863_149_359_042) < 1e-12)
  }

  @Test func ranksAloneCountAndTheOrderOfModelsTurnsTheSign() {
    let test = AreaUnderCurveComparison(labels: labels, first: first, second: second)
    let monotonic = AreaUnderCurveComparison(
      labels: labels, first: first.map { exp(3 * $0) }, second: second.map { $0 - 7 })
    #expect(abs(monotonic.z - test.z) < 1e-12)
    let swapped = AreaUnderCurveComparison(labels: labels, first: second, second: first)
    #expect(swapped.difference == -test.difference)
    #expect(abs(swapped.pValue - test.pValue) < 1e-12)
  }

  @Test func modelsOfTheSameOrderDoNotDiffer() {
    let test = AreaUnderCurveComparison(
      labels: labels, first: first, second: first.map { 2 * $0 })
    #expect(test.difference == 0 && test.standardError == 0)
    #expect(test.z.isNaN && test.pValue == 1)
  }

  @Test func tooFewSamplesTellNothing() {
    // Perfect against inverted: no variance to measure the difference by.
    let opposite = AreaUnderCurveComparison(
      labels: [true, true, false, false], first: [4, 3, 2, 1], second: [1, 2, 3, 4])
    #expect(opposite.difference == 1 && opposite.standardError == 0)
    #expect(opposite.z.isNaN && opposite.pValue.isNaN)
    let single = AreaUnderCurveComparison(
      labels: [true, false, false], first: [3, 2, 1], second: [1, 2, 3])
    #expect(single.difference == 1 && single.standardError.isNaN && single.pValue.isNaN)
    let oneClass = AreaUnderCurveComparison(labels: [true, true], first: [1, 2], second: [1, 2])
    #expect(oneClass.difference.isNaN && oneClass.pValue.isNaN)
    let empty = AreaUnderCurveComparison(labels: [], first: [], second: [])
    #expect(empty.difference.isNaN && empty.pValue.isNaN)
    let unranked = AreaUnderCurveComparison(
      labels: [true, true, false, false], first: [1, 2, .nan, 4], second: [1, 2, 3, 4])
    #expect(unranked.difference.isNaN && unranked.pValue.isNaN)
  }
}
