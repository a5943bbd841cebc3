import Foundation
import GeoRaster
import Metrics

extension Study {
  /// Writes metrics.json, the ROC curves, the predictions and the cross-validation.
  func runEvaluate() throws {
    let models = configuration.models
    var files = [folder.file("metrics.json")]
    for model in models {
      files.append(folder.file("predictions_\(model.rawValue).csv"))
      files += SampleSet.allCases.map { folder.file("roc_\(model.rawValue)_\($0.rawValue).csv") }
    }
    try step(.evaluate, "evaluate", key: keys.evaluate, files: files) { try evaluate() }
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
  }

  private func evaluate() throws {
    let samples = try analysis().samples
    var metrics: [String: [String: SampleMetrics]] = [:]
    for model in configuration.models {
      // The values that stand in the map, so that map and measures cannot disagree.
      let map = try susceptibility(model)
      let probabilities = samples.cells.map { map.values[$0] }
      try folder.write(
        samples.predictionTable(probabilities, grid: map.grid),
        to: "predictions_\(model.rawValue).csv")
      for set in SampleSet.allCases {
        let indices = samples.indices(of: set)
        let labels = indices.map { samples.samples[$0].isLandslide }
        let scores = indices.map { Double(probabilities[$0]) }
        metrics[model.rawValue, default: [:]][set.rawValue] = SampleMetrics(
          labels: labels, probabilities: scores)
        try folder.write(
          ROCCurve(labels: labels, scores: scores).table,
          to: "roc_\(model.rawValue)_\(set.rawValue).csv")
      }
    }
    try folder.write(
      JSONFile.data(MetricsFile(models: metrics, threshold: 0.5)), to: "metrics.json")
  }
}

/// The content of metrics.json.
struct MetricsFile: Codable {
  var models: [String: [String: SampleMetrics]]
  var threshold: Double
}

extension SampleCollection {
  /// predictions_MODEL.csv.
  fileprivate func predictionTable(_ probabilities: [Float], grid: RasterGrid) -> DelimitedTable {
    DelimitedTable(
      header: ["row", "column", "label", "set", "probability"],
      rows: zip(samples, probabilities).map { sample, probability in
        let cell = grid.cell(at: sample.cell)
        return [
          "\(cell.row)", "\(cell.column)", sample.isLandslide ? "1" : "0", sample.set.rawValue,
          ExactNumber.text(probability),
        ]
      })
  }
}

extension ROCCurve {
  /// roc_MODEL_SET.csv.
  fileprivate var table: DelimitedTable {
    DelimitedTable(
      header: ["threshold", "false_positive_rate", "true_positive_rate"],
      rows: points.map {
        [
          ExactNumber.text($0.threshold), ExactNumber.text($0.falsePositiveRate),
          ExactNumber.text($0.truePositiveRate),
        ]
      })
  }
}
