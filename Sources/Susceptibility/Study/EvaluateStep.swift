import Foundation
import GeoRaster
import Metrics

extension Study {
  /// Writes metrics.json, curves, predictions, the comparison of models and the cross-validation.
  func runEvaluate() throws {
    let files =
      ["metrics.json", "model_comparisons.csv"] + configuration.models.flatMap(files)
    try step(.evaluate, "evaluate", key: keys.evaluate, files: files.map(folder.file)) {
      try evaluate()
    }
    if configuration.crossValidation.folds > 0 {
      try step(
        .evaluate, "cross-validation", detail: "cross-validation", key: keys.crossValidation,
        files: [folder.file("cross_validation.csv")]
      ) { try crossValidate() }
    } else {
      try? FileManager.default.removeItem(at: folder.file("cross_validation.csv"))
      manifest.foldAudits = nil
      manifest.crossValidationGaps = nil
    }
    try runReplicates()
  }

  /// The names of the tables of a model.
  private func files(of model: ModelName) -> [String] {
    ["predictions_\(model.rawValue).csv"]
      + SampleSet.allCases.flatMap { set in
        ["roc", "precision_recall", "reliability"].map {
          "\($0)_\(model.rawValue)_\(set.rawValue).csv"
        } + ["\(set.rateName)_\(model.rawValue).csv"]
          + (configuration.calibration.isOn ? [Self.calibratedReliability(model, set)] : [])
      }
  }

  private static func calibratedReliability(_ model: ModelName, _ set: SampleSet) -> String {
    "reliability_\(model.rawValue)_\(set.rawValue)_calibrated.csv"
  }

  /// With fewer landslides than this a measure says next to nothing.
  private static let fewLandslides = 10

  private func evaluate() throws {
    let analysis = try analysis()
    let landslides = analysis.samples[.validation].samples.count(where: \.isLandslide)
    if landslides < Self.fewLandslides {
      warn(
        "the validation set has \(Prose.count(landslides, "landslide")): measures on it say next to nothing, "
          + "and intervals may be undefined; cross-validation uses all of them")
    }
    let mapped = MappedCells(analysis.stack)
    var metrics: [String: [String: SampleMetrics]] = [:]
    var validation: [(model: ModelName, scores: SetScores)] = []
    for model in configuration.models {
      // The values that stand in the map, so that map and measures cannot disagree.
      let map = try susceptibility(model)
      let scores = SampleSet.allCases.map { set in
        (set: set, scores: SetScores(analysis.samples, set: set, map: map))
      }
      try folder.write(
        analysis.samples.predictionTable(map), to: "predictions_\(model.rawValue).csv")
      metrics[model.rawValue] = try measure(
        model, scores, map: map, mapped: mapped, samples: analysis.samples)
      validation += scores.filter { $0.set == .validation }.map { (model, $0.scores) }
    }
    try folder.write(ModelComparisons(validation).table, to: "model_comparisons.csv")
    try folder.write(
      JSONFile.data(MetricsFile(models: metrics, threshold: 0.5)), to: "metrics.json")
  }

  /// The measures of a model on both sets; writes its curves.
  private func measure(
    _ model: ModelName, _ scores: [(set: SampleSet, scores: SetScores)], map: Raster,
    mapped: MappedCells, samples: SampleCollection
  ) throws -> [String: SampleMetrics] {
    let options = configuration.evaluation
    let streams = streams.substreams("evaluate.\(model.rawValue)")
    var thresholds: [String: Double] = [:]
    let calibration = try calibration(model)
    var metrics: [String: SampleMetrics] = [:]
    // Training comes first: thresholds are fitted to it.
    for (set, scores) in scores {
      let curve = ROCCurve(labels: scores.labels, scores: scores.probabilities)
      if set == .training {
        thresholds = ThresholdMetrics.rules(options).mapValues { $0.threshold(on: curve) }
      }
      let rate = mapped.rateCurve(of: map, samples: samples, set: set)
      var generator = streams.stream("bootstrap.\(set.rawValue)")
      metrics[set.rawValue] = SampleMetrics(
        scores, thresholds: thresholds, rateCurveArea: rate.areaUnderCurve, options: options,
        threads: self.options.threads, using: &generator)
      try measureCalibrated(model, set, scores, calibration, into: &metrics[set.rawValue])
      let tables = [
        ("roc", curve.table),
        (
          "precision_recall",
          PrecisionRecallCurve(labels: scores.labels, scores: scores.probabilities).table
        ),
        (
          "reliability",
          ReliabilityCurve(labels: scores.labels, probabilities: scores.probabilities).table
        ),
      ]
      for (name, table) in tables {
        try folder.write(table, to: "\(name)_\(model.rawValue)_\(set.rawValue).csv")
      }
      try folder.write(rate.table, to: "\(set.rateName)_\(model.rawValue).csv")
    }
    return metrics
  }

  /// Adds the measures after calibration and writes their reliability.
  private func measureCalibrated(
    _ model: ModelName, _ set: SampleSet, _ scores: SetScores, _ calibration: ModelCalibration?,
    into metrics: inout SampleMetrics?
  ) throws {
    let file = Self.calibratedReliability(model, set)
    guard let calibration else {
      try? FileManager.default.removeItem(at: folder.file(file))
      return
    }
    let probabilities = scores.probabilities.map { calibration.calibrated($0) }
    metrics?.calibrated = CalibratedMetrics(labels: scores.labels, probabilities: probabilities)
    try folder.write(
      ReliabilityCurve(labels: scores.labels, probabilities: probabilities).table, to: file)
  }
}

/// The content of metrics.json.
struct MetricsFile: Codable {
  var models: [String: [String: SampleMetrics]]
  var threshold: Double
}

extension SampleCollection {
  /// predictions_MODEL.csv.
  fileprivate func predictionTable(_ map: Raster) -> DelimitedTable {
    DelimitedTable(
      header: ["row", "column", "label", "set", "probability"],
      rows: samples.map { sample in
        let cell = map.grid.cell(at: sample.cell)
        return [
          "\(cell.row)", "\(cell.column)", sample.isLandslide ? "1" : "0", sample.set.rawValue,
          ExactNumber.text(map.values[sample.cell]),
        ]
      })
  }
}
