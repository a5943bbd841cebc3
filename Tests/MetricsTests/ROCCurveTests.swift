import LearningCore
import Metrics
import TestSupport
import Testing

@Suite struct ROCCurveTests {
  @Test func tiesAreOnePointAndCountHalf() {
    let labels = [true, false, true, false]
    let scores = [0.9, 0.5, 0.5, 0.1]
    let curve = ROCCurve(labels: labels, scores: scores)
    #expect(curve.points.map(\.threshold) == [.infinity, 0.9, 0.5, 0.1])
    #expect(curve.points.map(\.falsePositiveRate) == [0, 0, 0.5, 1])
    #expect(curve.points.map(\.truePositiveRate) == [0, 0.5, 1, 1])
    // Pairs: 0.9 beats both, 0.5 ties one and beats one: (2 + 1.5) / 4.
    #expect(curve.areaUnderCurve == 3.5 / 4)
  }

  @Test func oneClassHasNoArea() {
    for label in [true, false] {
      let curve = ROCCurve(labels: [label, label], scores: [0.2, 0.7])
      #expect(curve.areaUnderCurve.isNaN)
      #expect(areaUnderCurve(labels: [label, label], scores: [0.2, 0.7]).isNaN)
      #expect(curve.points.count == 3)
      #expect(curve.points.allSatisfy { $0.truePositiveRate.isNaN != $0.falsePositiveRate.isNaN })
    }
    #expect(areaUnderCurve(labels: [], scores: []).isNaN)
  }

  @Test func scoresWithoutARankHaveNoCurve() {
    let curve = ROCCurve(labels: [true, false], scores: [.nan, 0.5])
    #expect(curve.points.isEmpty && curve.areaUnderCurve.isNaN)
  }

  @Test func infinitiesAndBothZerosHaveTheirRank() {
    #expect(areaUnderCurve(labels: [true, false], scores: [.infinity, -.infinity]) == 1)
    #expect(areaUnderCurve(labels: [true, false], scores: [-0.0, 0.0]) == 0.5)
    #expect(areaUnderCurve(labels: [true, false], scores: [-2, -1]) == 0)
  }

  @Test(arguments: [10, 700, 2000])
  func isTheShareOfPairsThatAreInOrder(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    let labels = (0..<count).map { _ in generator.uniform() < 0.4 }
    // Sixteenths of both signs, so that ties occur and sums are exact.
    let scores = labels.map { ($0 ? 0.25 : 0) + (generator.normal() * 16).rounded() / 16 }
    var won = 0.0
    var pairs = 0.0
    for i in 0..<count where labels[i] {
      for j in 0..<count where !labels[j] {
        pairs += 1
        won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
    #expect(areaUnderCurve(labels: labels, scores: scores) == won / pairs)
    let monotonic = scores.map { $0 * $0 * $0 + 5 * $0 - 100 }
    #expect(areaUnderCurve(labels: labels, scores: monotonic) == won / pairs)
  }

  @Test func radixSortEqualsTheStandardSort() {
    var generator = SplitMix64(seed: 9)
    for count in [0, 1, 511, 512, 5000] {
      let full = (0..<count).map { _ in generator.next() }
      // Keys of single precision leave low digits constant: an odd and an even number of passes occur.
      let coarse = (0..<count).map { _ in SortedScores.key(Double(Float(generator.uniform()))) }
      let narrow = (0..<count).map { _ in generator.next() & 0xFF }
      for keys in [full, coarse, narrow] {
        var sorted = keys
        RadixSort.sort(&sorted)
        #expect(sorted == keys.sorted())
      }
    }
  }

  @Test func keysKeepTheOrderAndTheValue() {
    let scores = [-Double.infinity, -3.5, -1e-300, 0, 1e-300, 0.1, 7, .infinity]
    #expect(scores.map(SortedScores.key) == scores.map(SortedScores.key).sorted())
    #expect(scores.map { SortedScores.score(SortedScores.key($0)) } == scores)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithScikitLearn() throws {
    for item in try ReferenceData.golden("metrics")["cases"].elements {
      let labels = item["labels"].ints.map { $0 == 1 }
      let scores = item["scores"].doubles
      let curve = ROCCurve(labels: labels, scores: scores)
      let area = try #require(item["auc"].double)
      #expect(abs(curve.areaUnderCurve - area) < 1e-12)
      #expect(abs(areaUnderCurve(labels: labels, scores: scores) - area) < 1e-12)
      let expected = item["roc_all_points"]
      #expect(
        largestDifference(curve.points.map(\.falsePositiveRate), expected["fpr"].doubles) < 1e-12)
      #expect(
        largestDifference(curve.points.map(\.truePositiveRate), expected["tpr"].doubles) < 1e-12)
      #expect(
        curve.points.dropFirst().map(\.threshold) == expected["thresholds_after_first"].doubles)
    }
  }

  @Test func cornersLeaveStraightLinesOut() {
    let curve = ROCCurve(
      labels: [true, true, true, false, false], scores: [0.9, 0.8, 0.7, 0.2, 0.1])
    #expect(curve.points.count == 6)
    #expect(curve.corners.map(\.truePositiveRate) == [0, 1, 1])
    #expect(curve.corners.map(\.falsePositiveRate) == [0, 0, 1])
  }
}
