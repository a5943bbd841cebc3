import LearningCore

/// A fold of training samples that trials are scored by.
struct TuneSplit: Sendable {
  /// Such as `fold 2` or `outer fold 1, fold 2`.
  let title: String
  /// The samples that the fold's indices refer to.
  let samples: SampleCollection
  let fold: Fold
  /// Which stream of a model's fits it draws from; the same for all trials, so that they differ in nothing else.
  let stream: Int

  var training: SampleCollection { samples.selecting(fold.training) }
}

/// An outer fold of a nested search, with the folds of its training samples.
struct OuterFold: Sendable {
  let split: TuneSplit
  let inner: [TuneSplit]
}

/// Makes the fits of a search and keeps their scores.
struct TuneFits: Sendable {
  let analysis: Analysis
  let journal: ScoreJournal
  let streams: RandomStreams
  let threads: Int?
  let progress: ProgressCounter

  /// The fit of a trial on a split.
  func fit(_ trial: TuneTrial, _ split: TuneSplit) -> FoldFit {
    FoldFit(
      samples: split.samples, fold: split.fold,
      place: FitPlace(
        model: trial.model, detail: "tune \(trial.settings.text), \(split.title)"),
      hyperparameters: trial.hyperparameters,
      streams: streams.substreams("tune.\(trial.model.rawValue)", index: split.stream))
  }

  /// The scores of some fits, in order; those that the journal has are not made again.
  func scores(of fits: [FoldFit]) throws -> [ScoreJournal.Score] {
    try analysis.map(fits, threads: threads, progress: progress) { fit in
      // A title names the settings alone, and models may share them.
      let name = "\(fit.place.model.rawValue), \(fit.place.detail)"
      if let known = journal[name] { return known }
      let score = try self.score(of: fit, name: name)
      try journal.append(score)
      return score
    }
  }

  /// A training that comes to nothing is a result of the search, and no reason to end it.
  private func score(of fit: FoldFit, name: String) throws -> ScoreJournal.Score {
    do {
      let result = try fit.result(in: analysis)
      let metrics = SampleMetrics(labels: result.labels, probabilities: result.probabilities)
      return ScoreJournal.Score(fit: name, area: metrics.auc, warnings: result.warnings)
    } catch let error as StudyError {
      return ScoreJournal.Score(
        fit: name, area: JSONNumber(.nan), isFailed: true, warnings: ["\(error)"])
    }
  }
}

extension Study {
  /// The folds of some samples.
  func tuneFolds(
    _ plan: TuneOptions, _ samples: SampleCollection, title: String, streams: RandomStreams,
    firstStream: Int
  ) throws -> [TuneSplit] {
    let folds = try configuration.naming("tune.folds") {
      try self.folds(plan.scheme, of: samples, count: plan.folds, streams: streams)
    }
    return folds.enumerated().map { index, fold in
      TuneSplit(
        title: "\(title) \(index + 1)", samples: samples, fold: fold, stream: firstStream + index)
    }
  }

  /// The outer folds of a nested search, each with the inner folds of its training samples.
  func outerFolds(
    _ plan: TuneOptions, _ samples: SampleCollection
  ) throws -> [OuterFold] {
    let outer = try tuneFolds(
      plan, samples, title: "outer fold", streams: streams.substreams("tune.outer"),
      firstStream: 1_000_000)
    return try outer.enumerated().map { index, split in
      OuterFold(
        split: split,
        inner: try tuneFolds(
          plan, split.training, title: "\(split.title), fold",
          streams: streams.substreams("tune.inner", index: index),
          firstStream: 10_000 * (index + 1)))
    }
  }
}
