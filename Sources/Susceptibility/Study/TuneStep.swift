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
    manifest.hyperparameters = try hyperparameters().texts(of: configuration.models)
    try writeManifest()
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
        try configuration.hyperparameters.setting(settings, of: model), for: model)
    }
    hyperparametersInMemory = result
    return result
  }

  private func tune(_ plan: TuneOptions) throws -> ModelHyperparameters {
    let analysis = try analysis()
    let trials = try trials(of: plan, columns: analysis.encoded.columns)
    // Of all trials, so that they are compared on the same samples.
    let window = trials.map { $0.hyperparameters.largestWindow(among: [$0.model]) }.max()
    let loops = try TuneLoops(plan, over: analysis.samples[.training], streams: streams) {
      samples, streams in
      try self.configuration.naming("tune.folds") {
        try self.folds(
          plan.scheme, of: samples, count: plan.folds, streams: streams, window: window)
      }
    }
    let fits = ScoredFits(
      analysis: analysis,
      journal: try ScoreJournal(file: folder.file(Self.journal), key: keys.tune),
      isPooled: plan.scheme.isPooled, threads: options.threads,
      progress: ProgressCounter(
        total: try loops.fitCount(trials: trials.count), report: progress(.tune)))
    var judged: [[TuneTrial]] = []
    for batch in loops.batches {
      judged += try scored(trials, on: batch.map { try loops.folds(of: $0) }, by: fits)
      let chosen = TuneTrial.chosen(plan.models, judged[0])
      for model in plan.models where chosen[model] == nil {
        throw TuneTrial.nothingToChoose(model, judged[0])
      }
    }
    for index in trials.indices {
      judged.lazy.compactMap { $0[index].score?.failure }.first.map(warn)
    }
    let chosen = judged.map { TuneTrial.chosen(plan.models, $0) }
    let nested = try nestedFolds(loops, judged, chosen, fits)
    return try write(plan, judged[0], chosen: chosen[0], nested: nested)
  }

  /// The fit of a trial on a split.
  private func fit(_ trial: TuneTrial, _ split: TuneSplit) -> FoldFit {
    FoldFit(
      samples: split.samples, fold: split.fold,
      place: FitPlace(
        model: trial.model, detail: "tune \(trial.settings.text), \(split.title)"),
      hyperparameters: trial.hyperparameters,
      streams: { [streams] in
        streams.substreams("tune.\($0.rawValue)", index: split.stream)
      })
  }

  /// The trials with their scores in each of some loops.
  private func scored(
    _ trials: [TuneTrial], on loops: [[TuneSplit]], by fits: ScoredFits
  ) throws -> [[TuneTrial]] {
    let scores = try fits.scores(
      of: loops.joined().flatMap { split in trials.map { fit($0, split) } }, recordsFailures: true)
    scores.flatMap(\.warnings).forEach(warn)
    var first = 0
    return loops.map { splits in
      defer { first += splits.count * trials.count }
      let labels = splits.map(\.labels)
      return trials.enumerated().map { index, trial in
        var trial = trial
        trial.score = FoldScore(
          splits.indices.map { scores[first + $0 * trials.count + index] }, labels: labels,
          isPooled: fits.isPooled)
        return trial
      }
    }
  }

  /// Fits what the inner folds of each outer fold choose to its training samples, and scores it on the outer fold.
  ///
  /// - Parameters:
  ///   - judged: the trials with the scores of each loop.
  ///   - chosen: for each loop and model the position of the best trial.
  private func nestedFolds(
    _ loops: TuneLoops, _ judged: [[TuneTrial]], _ chosen: [[ModelName: Int]], _ fits: ScoredFits
  ) throws -> [NestedFolds] {
    guard loops.plan.isNested else { return [] }
    let choices = loops.plan.models.map { model in
      loops.outer.indices.map { fold in chosen[fold + 1][model].map { judged[fold + 1][$0] } }
    }
    let scores = try fits.scores(
      of: choices.flatMap { choices in
        zip(choices, loops.outer).compactMap { trial, split in trial.map { fit($0, split) } }
      }, recordsFailures: true)
    scores.flatMap { $0.warnings + [$0.failure].compactMap { $0 } }.forEach(warn)
    var next = scores.makeIterator()
    return zip(loops.plan.models, choices).map { model, choices in
      let scores = zip(choices, judged.dropFirst()).map { choice, trials in
        choice.flatMap { _ in next.next() }
          ?? ScoreJournal.Score(
            fit: "", failure: "\(TuneTrial.nothingToChoose(model, trials))")
      }
      return NestedFolds(
        model: model, trials: choices, scores: scores, labels: loops.outer.map(\.labels),
        isPooled: fits.isPooled)
    }
  }

  private func write(
    _ plan: TuneOptions, _ trials: [TuneTrial], chosen: [ModelName: Int], nested: [NestedFolds]
  ) throws -> ModelHyperparameters {
    if plan.isNested {
      try folder.write(NestedFolds.table(nested), to: "tune_nested.csv")
    } else {
      try folder.remove(file: "tune_nested.csv")
    }
    try folder.write(
      TuneTable(trials, chosen: chosen, nested: nested).table, to: "tune.csv")
    manifest.tuning = plan.models.compactMap { model in
      chosen[model].map { index in
        Manifest.TunedModel(
          trials[index], among: trials.filter { $0.model == model }, plan: plan,
          nested: nested.first { $0.model == model }?.score)
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
          let chosen = try configuration.hyperparameters.setting(setting, of: model)
          if let kind = model.network {
            _ = try NetworkArchitecture(
              kind: kind, channels: columns, hyperparameters: chosen.networks)
          }
          trials.append(TuneTrial(model: model, settings: setting, hyperparameters: chosen))
        } catch let error where error is NetworkError || error is HyperparameterError {
          throw StudyError.input(
            file: configuration.file, key: "tune.grid",
            problem:
              "\(model.rawValue) with \(setting.text): \(StudyError.problem(error, of: model))")
        }
      }
    }
    return trials
  }
}
