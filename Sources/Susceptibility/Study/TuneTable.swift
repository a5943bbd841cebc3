import Foundation
import GeoRaster

/// One combination of hyperparameters for one model, and how it did.
struct TuneTrial: Sendable {
  let model: ModelName
  let settings: [HyperparameterSetting]
  let hyperparameters: ModelHyperparameters
  /// The AUC of each fold; NaN where the fit failed.
  var areas: [Double] = []

  /// NaN when a fit failed.
  var meanArea: Double { areas.reduce(0, +) / Double(max(1, areas.count)) }

  /// The position of the best of some trials: the first of equals, so that the order in the study file decides; `nil`
  /// when each has a fit that failed.
  static func best(_ means: [Double]) -> Int? {
    means.indices.reduce(nil) { best, index in
      guard !means[index].isNaN else { return best }
      guard let best, means[best] >= means[index] else { return index }
      return best
    }
  }
}

/// An outer fold of a nested search: what was chosen without it, and how that did on it.
struct NestedFold: Sendable {
  let model: ModelName
  let fold: Int
  let sampleCount: Int
  let settings: [HyperparameterSetting]
  /// The mean AUC of the chosen settings over the inner folds.
  let innerArea: Double
  /// The AUC on the outer fold.
  let area: Double

  /// tune_nested.csv.
  static func table(_ folds: [NestedFold]) -> DelimitedTable {
    DelimitedTable(
      header: ["model", "fold", "n", "settings", "auc_inner", "auc"],
      rows: folds.map {
        [
          $0.model.rawValue, "\($0.fold)", "\($0.sampleCount)", $0.settings.text,
          ExactNumber.text($0.innerArea), ExactNumber.text($0.area),
        ]
      })
  }
}

/// tune.csv: model, settings, mean AUC, its standard deviation over the folds, chosen, and for the chosen ones the
/// nested AUC.
struct TuneTable {
  let table: DelimitedTable

  /// - Parameter chosen: for each model the position of its best trial.
  init(_ trials: [TuneTrial], chosen: [ModelName: Int], nested: [NestedFold]) {
    table = DelimitedTable(
      header: ["model", "settings", "auc", "auc_sd", "chosen", "nested_auc", "nested_auc_sd"],
      rows: trials.enumerated().map { index, trial in
        let isChosen = chosen[trial.model] == index
        let areas = isChosen ? nested.filter { $0.model == trial.model }.map(\.area) : []
        return [
          trial.model.rawValue, trial.settings.text, ExactNumber.text(trial.meanArea),
          ExactNumber.text(standardDeviation(trial.areas)), isChosen ? "1" : "0",
          areas.isEmpty ? "" : ExactNumber.text(areas.reduce(0, +) / Double(areas.count)),
          areas.isEmpty ? "" : ExactNumber.text(standardDeviation(areas)),
        ]
      })
  }

  init(file: URL) throws { table = try DelimitedTable(contentsOf: file) }

  /// For each model that was tuned the text of the chosen settings.
  var chosen: [ModelName: String] {
    let rows = table.rows.filter { $0.count >= 5 && $0[4] == "1" }
    return Dictionary(
      rows.compactMap { row in ModelName(rawValue: row[0]).map { ($0, row[1]) } },
      uniquingKeysWith: { first, _ in first })
  }
}

/// The standard deviation of a sample; 0 for one value.
func standardDeviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(max(1, values.count))
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(max(1, values.count - 1))).squareRoot()
}
