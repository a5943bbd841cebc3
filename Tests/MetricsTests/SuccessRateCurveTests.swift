import Metrics
import Testing

@Suite struct SuccessRateCurveTests {
  @Test func sharesByHand() {
    let curve = SuccessRateCurve(scores: [0.1, 0.9, 0.5, 0.5], landslides: [0, 3, 1, 0])
    #expect(curve.points.map(\.threshold) == [.infinity, 0.9, 0.5, 0.1])
    #expect(curve.points.map(\.areaShare) == [0, 0.25, 0.75, 1])
    #expect(curve.points.map(\.landslideShare) == [0, 0.75, 1, 1])
    // Trapezoids: 0.25 * 0.375 + 0.5 * 0.875 + 0.25.
    #expect(abs(curve.areaUnderCurve - 0.78125) < 1e-15)
  }

  @Test func areasWeighTheCells() {
    let curve = SuccessRateCurve(scores: [2, 1], landslides: [1, 1], areas: [3, 1])
    #expect(curve.points.map(\.areaShare) == [0, 0.75, 1])
    #expect(curve.areaUnderCurve == 0.75 * 0.25 + 0.25 * 0.75)
  }

  @Test func unmappedCellsAreLeftOut() {
    let curve = SuccessRateCurve(scores: [.nan, 1, 0], landslides: [5, 1, 0])
    #expect(curve.points.map(\.areaShare) == [0, 0.5, 1])
    #expect(curve.points.map(\.landslideShare) == [0, 1, 1])
  }

  @Test func sharesBetweenPointsAreLinear() {
    let curve = SuccessRateCurve(scores: [0.1, 0.9, 0.5, 0.5], landslides: [0, 3, 1, 0])
    let shares = [-1, 0, 0.125, 0.25, 0.5, 0.75, 0.9, 1, 2].map(
      curve.landslideShare(inMostSusceptible:))
    #expect(shares == [0, 0, 0.375, 0.75, 0.875, 1, 1, 1, 1])
    #expect(curve.landslideShare(inMostSusceptible: .nan).isNaN)
  }

  /// Landslides in as many cells: the area under the curve is that of the ROC curve, mixed with a half by the share of
  /// landslide cells: AUC_success = AUC (1 - s) + s / 2.
  @Test func isTheROCCurveWithTheWholeAreaBelow() {
    let labels = EvaluationSample.labels
    let curve = SuccessRateCurve(
      scores: EvaluationSample.first, landslides: labels.map { $0 ? 1 : 0 })
    let share = Double(labels.count { $0 }) / 60
    let area = areaUnderCurve(labels: labels, scores: EvaluationSample.first)
    #expect(abs(curve.areaUnderCurve - (area * (1 - share) + share / 2)) < 1e-12)
  }

  @Test func equalScoresKnowNothing() {
    let curve = SuccessRateCurve(scores: [1, 1, 1], landslides: [2, 0, 1])
    #expect(curve.points.count == 2 && curve.areaUnderCurve == 0.5)
  }

  @Test func whatCannotBeAnAreaOrACountIsUndefined() {
    for areas in [[1, -1], [1, .nan], [1, .infinity]] {
      let curve = SuccessRateCurve(scores: [1, 2], landslides: [1, 1], areas: areas)
      #expect(curve.points.isEmpty && curve.areaUnderCurve.isNaN)
    }
    #expect(SuccessRateCurve(scores: [1, 2], landslides: [1, -1]).areaUnderCurve.isNaN)
    // Of a cell that is not mapped nothing is asked.
    let hidden = SuccessRateCurve(scores: [.nan, 1], landslides: [1, 1], areas: [.nan, 1])
    #expect(hidden.areaUnderCurve == 0.5)
  }

  @Test func nothingToShareIsUndefined() {
    #expect(SuccessRateCurve(scores: [], landslides: []).areaUnderCurve.isNaN)
    #expect(SuccessRateCurve(scores: [.nan], landslides: [1]).areaUnderCurve.isNaN)
    #expect(SuccessRateCurve(scores: [1, 2], landslides: [0, 0]).areaUnderCurve.isNaN)
    #expect(
      SuccessRateCurve(scores: [], landslides: []).landslideShare(inMostSusceptible: 0.5).isNaN)
  }
}
