import LearningCore
import Parallelism

/// A split of the training samples that trials are scored by.
struct TuneSplit: Sendable {
  /// Such as `fold 2` or `outer fold 1, fold 2`.
  let title: String
  let training: SampleCollection
  let validation: SampleCollection
  /// Encoders fitted to `training`; they do not depend on the trial.
  let encoded: EncodedFactors
  /// Which stream of a model's fits it draws from; the same for all trials, so that they differ in nothing else.
  let stream: Int
}

/// An outer fold of a nested search, with the folds of its training samples.
struct OuterFold: Sendable {
  let split: TuneSplit
  let inner: [TuneSplit]
}

/// A trial to be fitted and scored on a split.
struct TuneFit: Sendable {
  let trial: TuneTrial
  let split: TuneSplit

  var title: String { "tune \(trial.settings.text), \(split.title)" }
  /// What it is called in the journal.
  var name: String { "\(trial.model.rawValue), \(title)" }
  var cost: Double {
    trial.hyperparameters.cost(
      of: trial.model, columns: split.encoded.columns, samples: split.training.samples.count)
  }
}

/// Makes the fits of a search, side by side, each on one thread, and keeps their scores.
struct TuneFits: Sendable {
  let journal: ScoreJournal
  let streams: RandomStreams
  let threads: Int?
  let progress: ProgressCounter

  /// The scores of some fits, in order; those that the journal has are not made again.
  func scores(of fits: [TuneFit]) throws -> [ScoreJournal.Score] {
    try Parallel.map(costs: fits.map(\.cost), threads: threads) { index in
      defer { progress.advance() }
      let fit = fits[index]
      if let known = journal[fit.name] { return known }
      try Task.checkCancellation()
      let score = try self.score(of: fit)
      try journal.append(score)
      return score
    }
  }

  /// A training that comes to nothing is a result of the search, and no reason to end it.
  private func score(of fit: TuneFit) throws -> ScoreJournal.Score {
    let (model, split) = (fit.trial.model, fit.split)
    let place = FitPlace(model: model, detail: fit.title)
    do {
      let fitted = try place.fitted {
        try model.estimator(fit.trial.hyperparameters, threads: 1).fitted(
          to: split.training, validation: nil, on: split.encoded,
          streams: streams.substreams("tune.\(model.rawValue)", index: split.stream),
          progress: { _ in })
      }
      let metrics = SampleMetrics(
        labels: split.validation.labels,
        probabilities: try fitted.probabilities(at: split.validation.cells, on: split.encoded))
      return ScoreJournal.Score(
        fit: fit.name, area: metrics.auc, warnings: place.warnings(of: fitted))
    } catch let error as StudyError {
      return ScoreJournal.Score(fit: fit.name, area: JSONNumber(.nan), warnings: ["\(error)"])
    }
  }
}

extension Study {
  /// The folds of some samples, with encoders.
  func tuneFolds(
    _ plan: TuneOptions, _ samples: SampleCollection, _ analysis: Analysis, title: String,
    streams: RandomStreams, firstStream: Int
  ) throws -> [TuneSplit] {
    let folds = try configuration.naming("tune.folds") {
      try self.folds(plan.scheme, of: samples, count: plan.folds, streams: streams)
    }
    return try folds.enumerated().map { index, fold in
      let training = samples.selecting(fold.training)
      return TuneSplit(
        title: "\(title) \(index + 1)", training: training,
        validation: samples.selecting(fold.validation),
        encoded: try EncodedFactors(
          stack: analysis.stack, statistics: analysis.statistics,
          landslides: training.samples.filter(\.isLandslide).map(\.cell),
          encoding: configuration.encoding, threads: 1), stream: firstStream + index)
    }
  }

  /// The outer folds of a nested search, each with the inner folds of its training samples.
  func outerFolds(
    _ plan: TuneOptions, _ samples: SampleCollection, _ analysis: Analysis
  ) throws -> [OuterFold] {
    let outer = try tuneFolds(
      plan, samples, analysis, title: "outer fold", streams: streams.substreams("tune.outer"),
      firstStream: 1_000_000)
    return try outer.enumerated().map { index, split in
      OuterFold(
        split: split,
        inner: try tuneFolds(
          plan, split.training, analysis, title: "\(split.title), fold",
          streams: streams.substreams("tune.inner", index: index),
          firstStream: 10_000 * (index + 1)))
    }
  }
}
