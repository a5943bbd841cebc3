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
    var trials = try trials(of: plan, columns: analysis.encoded.columns)
    let training = analysis.samples[.training]
    let plain = try tuneFolds(
      plan, training, title: "fold", streams: streams.substreams("tune"), firstStream: 0)
    let outer = plan.isNested ? try outerFolds(plan, training) : []
    let splits = plain + outer.flatMap(\.inner)
    let fits = TuneFits(
      analysis: analysis,
      journal: try ScoreJournal(file: folder.file(Self.journal), key: keys.tune),
      streams: streams, threads: options.threads,
      progress: ProgressCounter(
        total: trials.count * splits.count + plan.models.count * outer.count,
        report: progress(.tune)))
    // All fits that do not wait for others at once, so that no thread is idle between the loops.
    let scores = try fits.scores(
      of: splits.flatMap { split in trials.map { fits.fit($0, split) } })
    scores.flatMap(\.warnings).forEach(warn)
    for (index, score) in scores.enumerated() where index < plain.count * trials.count {
      trials[index % trials.count].scores.append(score)
    }
    let chosen = try chosen(plan.models, trials)
    var nested: [NestedFold] = []
    if plan.isNested {
      let inner = Array(scores.dropFirst(plain.count * trials.count))
      nested = try nestedFolds(plan, outer, trials, inner, fits)
    }
    return try write(plan, trials, chosen: chosen, nested: nested)
  }

  /// Fits what the inner folds of each outer fold choose to its training samples, and scores it on the outer fold.
  ///
  /// - Parameter inner: the scores of all trials on each inner fold, in order.
  private func nestedFolds(
    _ plan: TuneOptions, _ outer: [OuterFold], _ trials: [TuneTrial],
    _ inner: [ScoreJournal.Score], _ fits: TuneFits
  ) throws -> [NestedFold] {
    var choices: [(trial: TuneTrial, fold: Int)] = []
    var first = 0
    for (fold, split) in outer.enumerated() {
      let count = split.inner.count * trials.count
      var judged = trials
      for index in trials.indices {
        judged[index].scores = stride(from: first + index, to: first + count, by: trials.count)
          .map { inner[$0] }
      }
      first += count
      let chosen = try chosen(plan.models, judged)
      choices += plan.models.compactMap { chosen[$0] }.map { (judged[$0], fold) }
    }
    let scores = try fits.scores(
      of: choices.map { fits.fit($0.trial, outer[$0.fold].split) })
    scores.flatMap(\.warnings).forEach(warn)
    return zip(choices, scores).map { choice, score in
      NestedFold(
        model: choice.trial.model, fold: choice.fold + 1,
        sampleCount: outer[choice.fold].split.fold.validation.count,
        settings: choice.trial.settings, innerArea: choice.trial.meanArea,
        area: score.area.value)
    }
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
  private func chosen(_ models: [ModelName], _ trials: [TuneTrial]) throws -> [ModelName: Int] {
    var chosen: [ModelName: Int] = [:]
    for model in models {
      let own = trials.indices.filter { trials[$0].model == model }
      guard let best = TuneTrial.best(own.map { trials[$0].meanArea }) else {
        let failure = own.flatMap { trials[$0].scores }.first { $0.isFailed }
        throw StudyError.training(
          place: "\(model.title), tune",
          reason: failure.map { "each trial has a fit that failed; the first: \($0.warnings)" }
            ?? "no fold of the scheme holds landslides and absences, so that there is no AUC; "
            + "expected folds with both (fewer folds, or another tune.scheme)")
      }
      chosen[model] = own[best]
    }
    return chosen
  }
}
