import Foundation
import GeoRaster

/// One combination of hyperparameters for one model, and how it did.
struct TuneTrial: Sendable {
  let model: ModelName
  let settings: [HyperparameterSetting]
  let hyperparameters: ModelHyperparameters
  /// How it did over the folds of a loop.
  var score: FoldScore?

  /// NaN when a fit failed, or no fold has an AUC.
  var meanArea: Double { score?.mean ?? .nan }

  /// The position of the best of some trials: the first of equals, so that the order in the study file decides; `nil`
  /// when all are NaN.
  static func best(_ means: [Double]) -> Int? {
    means.indices.reduce(nil) { best, index in
      guard !means[index].isNaN else { return best }
      guard let best, means[best] >= means[index] else { return index }
      return best
    }
  }

  /// For each model the position of the best of its trials; none for a model all of whose trials have no AUC.
  static func chosen(_ models: [ModelName], _ trials: [TuneTrial]) -> [ModelName: Int] {
    var chosen: [ModelName: Int] = [:]
    for model in models {
      let own = trials.indices.filter { trials[$0].model == model }
      if let best = best(own.map { trials[$0].meanArea }) { chosen[model] = own[best] }
    }
    return chosen
  }

  /// Why there is nothing to choose from the trials of a model.
  static func nothingToChoose(_ model: ModelName, _ trials: [TuneTrial]) -> StudyError {
    let own = trials.filter { $0.model == model }
    return .training(
      place: "\(model.title), tune",
      reason: own.lazy.compactMap { $0.score?.failure }.first.map {
        "each of the \(own.count) trials has a fit that failed; the first: \($0)"
      }
        ?? "no fold of the scheme holds landslides and absences, so that there is no AUC; "
        + "expected folds with both (fewer folds, or another tune.scheme)")
  }
}

/// The outer folds of a nested search for one model: what was chosen without each, and how that did on it.
struct NestedFolds: Sendable {
  let model: ModelName
  /// What was chosen without each fold; `nil` where every trial failed.
  let trials: [TuneTrial?]
  private let scores: [ScoreJournal.Score]
  private let sampleCounts: [Int]
  /// What tuning comes to on samples that it did not see.
  let score: FoldScore

  init(
    model: ModelName, trials: [TuneTrial?], scores: [ScoreJournal.Score], labels: [[Bool]],
    isPooled: Bool
  ) {
    self.model = model
    self.trials = trials
    self.scores = scores
    sampleCounts = labels.map(\.count)
    score = FoldScore(scores, labels: labels, isPooled: isPooled)
  }

  /// tune_nested.csv.
  static func table(_ models: [NestedFolds]) -> DelimitedTable {
    DelimitedTable(
      header: ["model", "fold", "n", "settings", "auc_inner", "auc", "failure"],
      rows: (models.first?.trials.indices ?? 0..<0).flatMap { fold in models.map { $0.row(fold) } })
  }

  private func row(_ fold: Int) -> [String] {
    let (trial, score) = (trials[fold], scores[fold])
    return [
      model.rawValue, "\(fold + 1)", "\(sampleCounts[fold])", trial?.settings.text ?? "",
      ExactNumber.text(trial?.meanArea ?? .nan), ExactNumber.text(score.area ?? .nan),
      score.failure ?? "",
    ]
  }
}

/// tune.csv: model, settings, mean AUC, its standard deviation over the folds, chosen, for the chosen ones the nested
/// AUC, and why a trial failed.
struct TuneTable {
  let table: DelimitedTable

  /// - Parameter chosen: for each model the position of its best trial.
  init(_ trials: [TuneTrial], chosen: [ModelName: Int], nested: [NestedFolds]) {
    table = DelimitedTable(
      header: [
        "model", "settings", "auc", "auc_sd", "chosen", "nested_auc", "nested_auc_sd", "failure",
      ],
      rows: trials.enumerated().map { index, trial in
        let isChosen = chosen[trial.model] == index
        let score = isChosen ? nested.first { $0.model == trial.model }?.score : nil
        return [
          trial.model.rawValue, trial.settings.text, ExactNumber.text(trial.meanArea),
          ExactNumber.text(trial.score?.deviation ?? .nan), isChosen ? "1" : "0",
          ExactNumber.text(score?.mean ?? .nan), ExactNumber.text(score?.deviation ?? .nan),
          trial.score?.failure ?? "",
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
