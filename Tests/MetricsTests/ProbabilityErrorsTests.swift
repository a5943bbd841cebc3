import Foundation
import Metrics
import TestSupport
import Testing

@Suite struct ProbabilityErrorsTests {
  @Test func errorsByHand() {
    let labels = [true, false]
    let probabilities = [0.5, 0.25]
    // Squares 0.25 and 0.0625.
    #expect(brierScore(labels: labels, probabilities: probabilities) == 0.15625)
    #expect(
      rootMeanSquareError(labels: labels, probabilities: probabilities) == 0.15625.squareRoot())
    let loss = logLoss(labels: labels, probabilities: probabilities)
    #expect(abs(loss + (log(0.5) + log(0.75)) / 2) < 1e-15)
  }

  @Test func noSamplesAndNaNAreUndefined() {
    for measure in [rootMeanSquareError, brierScore, logLoss] {
      #expect(measure([], []).isNaN)
      #expect(measure([true], [.nan]).isNaN)
    }
  }

  @Test func certainForecastsLoseNothingOrEverything() {
    #expect(logLoss(labels: [true, false], probabilities: [1, 0]) == 0)
    #expect(logLoss(labels: [true, false], probabilities: [1, 1]) == .infinity)
  }

  /// evaluation.py: scikit-learn's log_loss of numpy's clip.
  @Test func clippedLossIsFinite() {
    let loss = logLoss(
      labels: EvaluationSample.labels, probabilities: EvaluationSample.first, clippedTo: 0.05)
    #expect(abs(loss - 0.459_205_413_590_940_64) < 1e-12)
    #expect(logLoss(labels: [true], probabilities: [0], clippedTo: 0.5) == log(2))
    #expect(logLoss(labels: [true], probabilities: [0], clippedTo: 0) == .infinity)
    #expect(logLoss(labels: [true], probabilities: [.nan], clippedTo: 0.1).isNaN)
    #expect(logLoss(labels: [], probabilities: [], clippedTo: 0.1).isNaN)
    for margin in [-0.1, 0.6, .nan] {
      #expect(logLoss(labels: [true], probabilities: [0.5], clippedTo: margin).isNaN)
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreeWithScikitLearn() throws {
    let golden = try ReferenceData.golden("metrics")
    for item in golden["cases"].elements {
      let labels = item["labels"].ints.map { $0 == 1 }
      let scores = item["scores"].doubles
      let rmse = try #require(item["rmse"].double)
      let brier = try #require(item["brier"].double)
      #expect(abs(rootMeanSquareError(labels: labels, probabilities: scores) - rmse) < 1e-12)
      #expect(abs(brierScore(labels: labels, probabilities: scores) - brier) < 1e-12)
      if let loss = item["log_loss"].double {
        #expect(abs(logLoss(labels: labels, probabilities: scores) - loss) < 1e-12)
      }
    }
    let decrease = golden["relative_decrease"]
    let all = try #require(decrease["auc_all"].double)
    let computed = decrease["auc_without"].doubles.map { relativeDecrease(of: all, without: $0) }
    #expect(largestDifference(computed, decrease["rd"].doubles) < 1e-12)
  }

  @Test func relativeDecreaseOfNothingIsUndefined() {
    #expect(relativeDecrease(of: 0, without: 0.5).isNaN)
    #expect(relativeDecrease(of: 0.8, without: 0.9) < 0)
  }
}
