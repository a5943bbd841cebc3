import Foundation
import GeoRaster
import LearningCore
import Metrics
import Parallelism

extension Study {
  /// Writes cross_validation.csv: every model on the same folds, with encoders fitted inside each fold.
  func crossValidate() throws {
    let plan = configuration.crossValidation
    let analysis = try analysis()
    var jobs: [FoldJob] = []
    for scheme in plan.schemes {
      do {
        for repetition in 0..<plan.repeats {
          jobs += try folds(
            scheme, of: analysis.samples, count: plan.folds,
            streams: streams.substreams("folds.\(scheme.rawValue)", index: repetition)
          ).enumerated().map {
            FoldJob(
              scheme: scheme, repetition: repetition + 1, fold: $0.offset + 1, indices: $0.element)
          }
        }
      } catch let error as FoldError {
        // The maps and the other scheme are worth having without it.
        jobs.removeAll { $0.scheme == scheme }
        warn("cross-validation (\(scheme.rawValue), \(plan.folds) folds) was left out: \(error)")
      }
    }
    let models = plan.models ?? configuration.models
    let scores = try crossValidated(jobs, models: models, analysis: analysis)
    var rows: [[String]] = []
    for (position, model) in models.enumerated() {
      for (job, jobScores) in zip(jobs, scores) {
        let score = jobScores[position]
        rows.append([
          model.rawValue, job.scheme.rawValue, "\(job.repetition)", "\(job.fold)",
          "\(job.indices.validation.count)", ExactNumber.text(score.auc.value),
          ExactNumber.text(score.accuracy.value), ExactNumber.text(score.kappa.value),
          ExactNumber.text(score.rmse.value),
        ])
      }
    }
    try folder.write(
      DelimitedTable(
        header: ["model", "scheme", "repeat", "fold", "n", "auc", "accuracy", "kappa", "rmse"],
        rows: rows), to: "cross_validation.csv")
  }

  /// The folds of a scheme; samples of one cell and landslides with one id stay in one fold.
  func folds(
    _ scheme: SplitMethod, of samples: SampleCollection, count: Int, streams: RandomStreams
  ) throws -> [Fold] {
    var generator = streams.stream("folds")
    switch scheme {
    case .random:
      return try FoldPlan.random(
        labels: samples.labels, groups: samples.groups, folds: count, using: &generator
      ).folds
    case .spatialBlocks:
      return try FoldPlan.spatialKMeans(
        coordinates: samples.coordinates, labels: samples.labels, groups: samples.groups,
        folds: count, using: &generator
      ).folds
    }
  }

  /// Fits every model in every fold; folds run side by side, each on one thread.
  private func crossValidated(
    _ jobs: [FoldJob], models: [ModelName], analysis: Analysis
  ) throws -> [[SampleMetrics]] {
    let hyperparameters = try hyperparameters()
    let counter = ProgressCounter(total: jobs.count * models.count, report: progress(.evaluate))
    let (stack, statistics, samples) = (analysis.stack, analysis.statistics, analysis.samples)
    let (encoding, streams) = (configuration.encoding, streams)
    let results = try Parallel.map(jobs.count, threads: options.threads) { index in
      let job = jobs[index]
      let training = samples.selecting(job.indices.training)
      let validation = samples.selecting(job.indices.validation)
      let encoded = try EncodedFactors(
        stack: stack, statistics: statistics,
        landslides: training.samples.filter(\.isLandslide).map(\.cell), encoding: encoding,
        threads: 1)
      return try models.map { model in
        let place = FitPlace(model: model, detail: job.title)
        let fitted = try place.fitted {
          try model.estimator(hyperparameters, threads: 1).fitted(
            to: training, validation: nil, on: encoded,
            streams: streams.substreams(
              "cross-validation.\(model.rawValue).\(job.scheme.rawValue)",
              index: job.repetition * 10_000 + job.fold),
            progress: { _ in })
        }
        defer { counter.advance() }
        let metrics = SampleMetrics(
          labels: validation.labels,
          probabilities: try fitted.probabilities(at: validation.cells, on: encoded))
        return (metrics: metrics, warnings: place.warnings(of: fitted))
      }
    }
    results.joined().flatMap(\.warnings).forEach(warn)
    return results.map { $0.map(\.metrics) }
  }
}

/// A fold with its place in the plan.
private struct FoldJob: Sendable {
  let scheme: SplitMethod
  let repetition: Int
  let fold: Int
  let indices: Fold

  var title: String {
    "cross-validation \(scheme.rawValue), repeat \(repetition), fold \(fold)"
  }
}

/// Counts finished pieces of work and reports the fraction done, one report at a time.
final class ProgressCounter: @unchecked Sendable {
  private let lock = NSLock()
  private let total: Int
  private let report: @Sendable (Double) -> Void
  private var done = 0

  init(total: Int, report: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.report = report
  }

  func advance() {
    lock.withLock {
      done += 1
      report(Double(done) / Double(max(1, total)))
    }
  }
}
