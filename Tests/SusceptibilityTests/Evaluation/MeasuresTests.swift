import Foundation
import GeoRaster
import Metrics
import Testing

@testable import Susceptibility

@Suite struct MeasuresTests {
  private func metrics(_ set: SampleSet) throws -> SampleMetrics {
    try #require(StudyMetrics(folder: SmallStudy.results.get())[.logisticRegression, set])
  }

  private func scores(_ set: SampleSet) throws -> (labels: [Bool], probabilities: [Double]) {
    let rows = try SmallStudy.table("predictions_logistic-regression.csv")
      .filter { $0["set"] == set.rawValue }
    return (
      rows.map { $0["label"] == "1" }, rows.map { Double($0["probability"] ?? "") ?? .nan }
    )
  }

  @Test func measuresAreThoseOfThePredictions() throws {
    for set in SampleSet.allCases {
      let (labels, probabilities) = try scores(set)
      let found = try metrics(set)
      // The tables print the Float values of the map; their shortest text is not their value as Double.
      let values = probabilities.map { Double(Float($0)) }
      let loss = logLoss(labels: labels, probabilities: values, clippedTo: 1e-15)
      #expect(abs(found.logLoss.value - loss) < 1e-12)
      let curve = ROCCurve(labels: labels, scores: values)
      #expect(
        found.partialAUC.value == curve.standardizedPartialArea(falsePositiveRates: 0...0.2))
      #expect(
        found.expectedCalibrationError.value
          == expectedCalibrationError(labels: labels, probabilities: values))
    }
  }

  @Test func thresholdsComeFromTrainingSamples() throws {
    let (labels, probabilities) = try scores(.training)
    let curve = ROCCurve(labels: labels, scores: probabilities.map { Double(Float($0)) })
    let expected = ThresholdRule.youden.threshold(on: curve)
    for set in SampleSet.allCases {
      let thresholds = try #require(try metrics(set).thresholds)
      #expect(Set(thresholds.keys) == ["half", "youden"])
      #expect(thresholds["youden"]?.threshold.value == expected)
      #expect(thresholds["half"]?.truePositives == (try metrics(set).truePositives))
    }
  }

  @Test func theBootstrapIntervalHoldsTheArea() throws {
    let found = try metrics(.validation)
    let interval = try #require(found.bootstrapInterval)
    #expect(interval[0].value < found.auc.value && found.auc.value < interval[1].value)
  }

  @Test func rateCurvesAreThoseOfTheWholeMap() throws {
    let folder = try SmallStudy.results.get()
    let map = try Raster.read(
      folder.appendingPathComponent(
        "susceptibility_logistic-regression.\(RasterFile.fileExtension)"))
    for set in SampleSet.allCases {
      var counts = [Int](repeating: 0, count: map.values.count)
      for row in try SmallStudy.table("samples.csv")
      where row["label"] == "1" && row["set"] == set.rawValue {
        let cell = Cell(row: Int(row["row"] ?? "") ?? 0, column: Int(row["column"] ?? "") ?? 0)
        counts[map.grid.index(of: cell)] += 1
      }
      let whole = SuccessRateCurve(scores: map.values.map { Double($0) }, landslides: counts)
      let area = try #require(try metrics(set).rateCurveArea).value
      #expect(abs(area - whole.areaUnderCurve) < 1e-9)
      let rows = try SmallStudy.table("\(set.rateName)_logistic-regression.csv")
      #expect(rows.count > 2 && rows.count < 200)
      for row in rows {
        let area = try #require(Double(row["area_share"] ?? ""))
        let share = try #require(Double(row["landslide_share"] ?? ""))
        #expect(abs(whole.landslideShare(inMostSusceptible: area) - share) < 1e-9)
      }
    }
  }

  @Test func eachPairOfModelsIsCompared() throws {
    let rows = try SmallStudy.table("model_comparisons.csv")
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    func number(_ key: String) -> Double { Double(row[key] ?? "") ?? .nan }
    #expect(row["first"] == "random-forest" && row["second"] == "logistic-regression")
    #expect(number("auc_second") == (try metrics(.validation).auc.value))
    #expect(abs(number("difference") - (number("auc_first") - number("auc_second"))) < 1e-12)
    #expect(abs(number("z") - number("difference") / number("standard_error")) < 1e-9)
    #expect((0...1).contains(number("p")) && (0...1).contains(number("mcnemar_p")))
  }

  @Test func costsSetAThreshold() {
    let rules = ThresholdMetrics.rules(EvaluationOptions(costRatio: 5))
    #expect(rules["cost"] == .cost(ratio: 5, prevalence: nil))
  }

  /// What has no value is said by null, not by a number.
  @Test func degenerateScoresHaveStatedValues() throws {
    let constant = SampleMetrics(labels: [true, false], probabilities: [0.5, 0.5])
    #expect(constant.auc.value == 0.5)
    let oneClass = SampleMetrics(labels: [true, true], probabilities: [0.5, 0.7])
    #expect(oneClass.auc.value.isNaN && oneClass.partialAUC.value.isNaN)
    let undefined = SampleMetrics(labels: [true, false], probabilities: [0.5, .nan])
    #expect(undefined.logLoss.value.isNaN && undefined.expectedCalibrationError.value.isNaN)
    let text = String(decoding: try JSONFile.data(undefined), as: UTF8.self)
    #expect(text.contains("\"log_loss\" : null"))
    let certain = SampleMetrics(labels: [true, false], probabilities: [0, 0])
    #expect(abs(certain.logLoss.value - -0.5 * Foundation.log(1e-15)) < 1e-9)
  }
}
