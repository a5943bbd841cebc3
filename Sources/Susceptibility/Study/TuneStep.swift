import Foundation
import GeoRaster
import LearningCore
import Parallelism

extension Study {
  /// Writes tune.csv: the mean AUC of each combination over folds of the training samples, and which was chosen.
  ///
  /// Validation samples take no part, and encoders are fitted inside each fold.
  func runTune() throws {
    guard let plan = configuration.tune else { return }
    try step(.tune, "tune", key: keys.tune, files: [folder.file("tune.csv")]) {
      hyperparametersInMemory = try tune(plan)
    }
  }

  /// The hyperparameters of the study, with those that the search has chosen.
  func hyperparameters() throws -> ModelHyperparameters {
    if let hyperparametersInMemory { return hyperparametersInMemory }
    guard let plan = configuration.tune else { return configuration.hyperparameters }
    let chosen = try TuneTable(file: folder.file("tune.csv")).chosen(
      plan, startingFrom: configuration.hyperparameters)
    hyperparametersInMemory = chosen
    return chosen
  }

  private func tune(_ plan: TuneOptions) throws -> ModelHyperparameters {
    let analysis = try analysis()
    let training = analysis.samples[.training]
    let folds = try configuration.naming("tune.folds") {
      try self.folds(
        .random, of: training, count: plan.folds, streams: self.streams.substreams("tune"))
    }
    var trials: [TuneTrial] = []
    for model in plan.models {
      trials += try plan.combinations(for: model).map {
        TuneTrial(
          model: model, settings: $0,
          hyperparameters: try configuration.hyperparameters.setting($0))
      }
    }
    // The encoders of a fold do not depend on the trial, so all trials share them.
    let encoded = try folds.map { fold in
      try EncodedFactors(
        stack: analysis.stack, statistics: analysis.statistics,
        landslides: training.selecting(fold.training).samples.filter(\.isLandslide).map(\.cell),
        encoding: configuration.encoding, threads: 1)
    }
    let counter = ProgressCounter(total: trials.count * folds.count, report: progress(.tune))
    let streams = streams
    let jobs = trials
    let results = try Parallel.map(jobs.count * folds.count, threads: options.threads) { job in
      let (trial, fold) = (jobs[job / folds.count], job % folds.count)
      let validation = training.selecting(folds[fold].validation)
      let place = FitPlace(
        model: trial.model, detail: "tune \(TuneTable.text(trial.settings)), fold \(fold + 1)")
      let fitted = try place.fitted {
        try trial.model.estimator(trial.hyperparameters, threads: 1).fitted(
          to: training.selecting(folds[fold].training), validation: nil, on: encoded[fold],
          streams: streams.substreams("tune.\(trial.model.rawValue)", index: fold),
          progress: { _ in })
      }
      defer { counter.advance() }
      let metrics = SampleMetrics(
        labels: validation.labels,
        probabilities: try fitted.probabilities(at: validation.cells, on: encoded[fold]))
      return (area: metrics.auc.value, warnings: place.warnings(of: fitted))
    }
    results.flatMap(\.warnings).forEach(warn)
    let scores = results.map(\.area)
    for index in trials.indices {
      trials[index].areas = Array(scores[index * folds.count..<(index + 1) * folds.count])
    }
    let table = TuneTable(trials)
    try folder.write(table.table, to: "tune.csv")
    return try table.chosen(plan, startingFrom: configuration.hyperparameters)
  }
}

/// One combination of hyperparameters for one model, and how it did.
private struct TuneTrial: Sendable {
  let model: ModelName
  let settings: [HyperparameterSetting]
  let hyperparameters: ModelHyperparameters
  var areas: [Double] = []

  var meanArea: Double { areas.reduce(0, +) / Double(max(1, areas.count)) }
}

extension TuneOptions {
  /// All combinations of the values that a model knows, the last hyperparameter varying fastest.
  func combinations(for model: ModelName) -> [[HyperparameterSetting]] {
    grid.filter { model.hyperparameterNames.contains($0.name) }.reduce([[]]) { sofar, parameter in
      sofar.flatMap { settings in
        parameter.values.map {
          settings + [HyperparameterSetting(name: parameter.name, value: $0)]
        }
      }
    }
  }
}

/// tune.csv: model, settings, mean AUC, its standard deviation over the folds, chosen.
private struct TuneTable {
  let table: DelimitedTable

  init(_ trials: [TuneTrial]) {
    var best: [ModelName: Int] = [:]
    for (index, trial) in trials.enumerated() {
      // The first of equals, so that the order in the study file decides.
      if let other = best[trial.model], trials[other].meanArea >= trial.meanArea { continue }
      best[trial.model] = index
    }
    table = DelimitedTable(
      header: ["model", "settings", "auc", "auc_sd", "chosen"],
      rows: trials.enumerated().map { index, trial in
        let deviation =
          trial.areas.map { ($0 - trial.meanArea) * ($0 - trial.meanArea) }
          .reduce(0, +) / Double(max(1, trial.areas.count - 1))
        return [
          trial.model.rawValue, Self.text(trial.settings), ExactNumber.text(trial.meanArea),
          ExactNumber.text(deviation.squareRoot()), best[trial.model] == index ? "1" : "0",
        ]
      })
  }

  init(file: URL) throws { table = try DelimitedTable(contentsOf: file) }

  static func text(_ settings: [HyperparameterSetting]) -> String {
    settings.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  /// The hyperparameters with the chosen combination of each model.
  ///
  /// Models share the networks' hyperparameters, so each keeps its own set.
  func chosen(
    _ plan: TuneOptions, startingFrom base: ModelHyperparameters
  ) throws -> ModelHyperparameters {
    var result = base
    for row in table.rows where row.count == 5 && row[4] == "1" {
      guard let model = ModelName(rawValue: row[0]),
        let settings = plan.combinations(for: model).first(where: { Self.text($0) == row[1] })
      else { continue }
      result = result.choosing(try base.setting(settings), for: model)
    }
    return result
  }
}
