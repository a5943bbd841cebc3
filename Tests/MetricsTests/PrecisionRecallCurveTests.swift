import Metrics
import TestSupport
import Testing

@Suite struct PrecisionRecallCurveTests {
  @Test func pointsAndAreaByHand() {
    let labels = [true, false, true, false]
    let scores = [0.9, 0.8, 0.5, 0.5]
    let curve = PrecisionRecallCurve(labels: labels, scores: scores)
    #expect(curve.points.map(\.threshold) == [.infinity, 0.9, 0.8, 0.5])
    #expect(curve.points.map(\.precision) == [1, 1, 0.5, 0.5])
    #expect(curve.points.map(\.recall) == [0, 0.5, 0.5, 1])
    #expect(curve.averagePrecision == 0.75)
    #expect(averagePrecision(labels: labels, scores: scores) == 0.75)
  }

  @Test func withoutLandslidesOrWithNaNItIsUndefined() {
    let noLandslides = PrecisionRecallCurve(labels: [false], scores: [0.5])
    #expect(noLandslides.averagePrecision.isNaN)
    #expect(noLandslides.points.allSatisfy { $0.recall.isNaN })
    #expect(averagePrecision(labels: [false], scores: [0.5]).isNaN)
    #expect(PrecisionRecallCurve(labels: [true], scores: [.nan]).points.isEmpty)
    #expect(averagePrecision(labels: [true], scores: [.nan]).isNaN)
    #expect(averagePrecision(labels: [true], scores: [0.5]) == 1)
  }

  /// scikit-learn lists the points in rising order of thresholds and ends with precision 1, recall 0.
  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithScikitLearn() throws {
    for item in try ReferenceData.golden("metrics")["cases"].elements {
      let labels = item["labels"].ints.map { $0 == 1 }
      let scores = item["scores"].doubles
      let curve = PrecisionRecallCurve(labels: labels, scores: scores)
      let expected = item["precision_recall"]
      let points = Array(curve.points.reversed())
      #expect(largestDifference(points.map(\.precision), expected["precision"].doubles) < 1e-12)
      #expect(largestDifference(points.map(\.recall), expected["recall"].doubles) < 1e-12)
      #expect(points.dropLast().map(\.threshold) == expected["thresholds"].doubles)
      let average = try #require(item["average_precision"].double)
      #expect(abs(curve.averagePrecision - average) < 1e-12)
      #expect(abs(averagePrecision(labels: labels, scores: scores) - average) < 1e-12)
    }
  }
}
