import Foundation
import GeoRaster
import HybridCNN
import LearningCore

extension Study {
  /// Writes tune.csv: the mean AUC of each trial over folds of the training samples, and which was chosen.
  ///
  /// Validation samples take no part, and encoders are fitted inside each fold. With `nested: true` tune_nested.csv says
  /// what an outer loop makes of it.
  func runTune() throws {
    guard let plan = configuration.tune else {
      for stem in ["tune", "tune_nested"] { try folder.remove(file: "\(stem).csv") }
      return
    }
    var files = [folder.file("tune.csv")]
    if plan.isNested { files.append(folder.file("tune_nested.csv")) }
    try step(.tune, "tune", key: keys.tune, files: files) {
      hyperparametersInMemory = try tune(plan)
    }
    // The results are whole, of this run or an earlier one.
    try folder.remove(file: Self.journal)
  }

  private static let journal = "tune_journal.jsonl"

  /// The hyperparameters of the study, with those that the search has chosen.
  func hyperparameters() throws -> ModelHyperparameters {
    if let hyperparametersInMemory { return hyperparametersInMemory }
    guard let plan = configuration.tune else { return configuration.hyperparameters }
    let chosen = try TuneTable(file: folder.file("tune.csv")).chosen
    var result = configuration.hyperparameters
    for model in plan.models {
      let trials = plan.trials(for: model, streams: streams.substreams("tune"))
      guard let settings = trials.first(where: { $0.text == chosen[model] }) else { continue }
      result = result.choosing(
        try configuration.hyperparameters.setting(settings), for: model)
    }
    hyperparametersInMemory = result
    return result
  }

  private func tune(_ plan: TuneOptions) throws -> ModelHyperparameters {
    let analysis = try analysis()
    let trials = try trials(of: plan, columns: analysis.encoded.columns)
    let training = analysis.samples[.training]
    let plain = try tuneFolds(
      plan, training, analysis, title: "fold", streams: streams.substreams("tune"), firstStream: 0)
    let outer = plan.isNested ? try outerFolds(plan, training, analysis) : []
    let fold = TuneFits(
      journal: try ScoreJournal(file: folder.file(Self.journal), key: keys.tune),
      streams: streams, threads: options.threads,
      progress: ProgressCounter(
        total: trials.count * (plain.count + outer.reduce(0) { $0 + $1.inner.count })
          + plan.models.count * outer.count, report: progress(.tune)))
    let splits = plain + outer.flatMap(\.inner)
    let scores = try fold.scores(
      of: splits.flatMap { split in trials.map { TuneFit(trial: $0, split: split) } })
    scores.flatMap(\.warnings).forEach(warn)
    /// The AUCs of a trial on some of the splits.
    func areas(_ trial: Int, _ range: Range<Int>) -> [Double] {
      range.map { scores[$0 * trials.count + trial].area.value }
    }
    var judged = trials
    for index in trials.indices { judged[index].areas = areas(index, 0..<plain.count) }
    let chosen = try chosen(plan.models, trials, judged.map(\.meanArea), scores)

    var refits: [(trial: Int, innerArea: Double, outer: Int)] = []
    var first = plain.count
    for (position, split) in outer.enumerated() {
      let range = first..<first + split.inner.count
      let means = trials.indices.map { index in
        areas(index, range).reduce(0, +) / Double(range.count)
      }
      for (_, best) in try self.chosen(plan.models, trials, means, scores).sorted(by: {
        $0.value < $1.value
      }) {
        refits.append((best, means[best], position))
      }
      first = range.upperBound
    }
    let outerScores = try fold.scores(
      of: refits.map { TuneFit(trial: trials[$0.trial], split: outer[$0.outer].split) })
    outerScores.flatMap(\.warnings).forEach(warn)
    let nested = zip(refits, outerScores).map { refit, score in
      NestedFold(
        model: trials[refit.trial].model, fold: refit.outer + 1,
        sampleCount: outer[refit.outer].split.validation.samples.count,
        settings: trials[refit.trial].settings, innerArea: refit.innerArea,
        area: score.area.value)
    }
    return try write(plan, judged, chosen: chosen, nested: nested)
  }

  private func write(
    _ plan: TuneOptions, _ trials: [TuneTrial], chosen: [ModelName: Int], nested: [NestedFold]
  ) throws -> ModelHyperparameters {
    if plan.isNested {
      try folder.write(NestedFold.table(nested), to: "tune_nested.csv")
    } else {
      try folder.remove(file: "tune_nested.csv")
    }
    try folder.write(
      TuneTable(trials, chosen: chosen, nested: nested).table, to: "tune.csv")
    manifest.tuning = plan.models.compactMap { model in
      chosen[model].map { index in
        Manifest.TunedModel(
          trials[index], trials: trials.filter { $0.model == model }.count, plan: plan,
          nested: nested.filter { $0.model == model }.map(\.area))
      }
    }
    return chosen.reduce(configuration.hyperparameters) {
      $0.choosing(trials[$1.value].hyperparameters, for: $1.key)
    }
  }

  /// All trials of all models, each checked.
  private func trials(of plan: TuneOptions, columns: Int) throws -> [TuneTrial] {
    var trials: [TuneTrial] = []
    for model in plan.models {
      let settings = plan.trials(for: model, streams: streams.substreams("tune"))
      if case .random(let count) = plan.search, settings.count < count {
        warn("tune: \(model.title) has only \(settings.count) combinations, fewer than \(count)")
      }
      for setting in settings {
        do {
          let chosen = try configuration.hyperparameters.setting(setting)
          if let kind = model.network {
            _ = try NetworkArchitecture(
              kind: kind, channels: columns, hyperparameters: chosen.networks)
          }
          trials.append(TuneTrial(model: model, settings: setting, hyperparameters: chosen))
        } catch let error where error is NetworkError || error is HyperparameterError {
          throw StudyError.input(
            file: configuration.file, key: "tune.grid",
            problem: "\(model.rawValue) with \(setting.text): \(error)")
        }
      }
    }
    return trials
  }

  /// For each model the position of the best of its trials.
  private func chosen(
    _ models: [ModelName], _ trials: [TuneTrial], _ means: [Double], _ scores: [ScoreJournal.Score]
  ) throws -> [ModelName: Int] {
    var chosen: [ModelName: Int] = [:]
    for model in models {
      let own = trials.indices.filter { trials[$0].model == model }
      guard let best = TuneTrial.best(own.map { means[$0] }) else {
        throw StudyError.training(
          place: "\(model.title), tune",
          reason: "each trial has a fit that failed; the first: "
            + (scores.first { $0.area.value.isNaN }?.warnings.last ?? "undefined AUC"))
      }
      chosen[model] = own[best]
    }
    return chosen
  }
}
