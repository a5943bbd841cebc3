import Foundation
import GeoRaster
import LearningCore
import Metrics
import Parallelism

extension Study {
  /// Writes cross_validation.csv: every model on the same folds, with encoders fitted inside each fold.
  ///
  /// What the folds leak, and the gap between random and spatial folds, goes into the manifest.
  func crossValidate() throws {
    let plan = configuration.crossValidation
    let analysis = try analysis()
    var plans: [SchemePlans] = []
    for scheme in plan.schemes {
      do {
        let repeats = scheme.isDeterministic ? 1 : plan.repeats
        plans.append(
          SchemePlans(
            scheme: scheme,
            repetitions: try (0..<repeats).map {
              try crossValidationPlan(scheme, repetition: $0 + 1)
            }))
      } catch let error as FoldError {
        // The maps and the other schemes are worth having without it.
        warn("cross-validation (\(scheme.rawValue), \(plan.folds) folds) was left out: \(error)")
      }
    }
    let models = plan.models ?? configuration.models
    let records = try crossValidated(plans, models: models, analysis: analysis)
    for record in records { record.warning.map(warn) }
    try folder.write(records.table, to: "cross_validation.csv")
    manifest.foldAudits = try plans.map {
      try FoldAudit(
        $0.scheme, plans: $0.repetitions, samples: analysis.samples, stack: analysis.stack,
        window: hyperparameters().largestWindow(among: configuration.fittedModels))
    }
    manifest.crossValidationGaps = CrossValidationGap.gaps(records, models: models)
  }

  /// Fits every model in every fold.
  private func crossValidated(
    _ plans: [SchemePlans], models: [ModelName], analysis: Analysis
  ) throws -> [CrossValidationRecord] {
    let jobs = plans.flatMap(\.jobs)
    let hyperparameters = try hyperparameters()
    let fits = jobs.flatMap { job in
      models.map { model in
        FoldFit(
          samples: analysis.samples, fold: job.indices,
          place: FitPlace(model: model, detail: job.title), hyperparameters: hyperparameters,
          streams: { [streams] in job.streams(of: $0, in: streams) })
      }
    }
    let results = try analysis.results(
      of: fits, threads: options.threads, progress: progress(.evaluate))
    results.flatMap(\.warnings).forEach(warn)
    return models.indices.flatMap { position in
      CrossValidationRecord.records(
        of: models[position], jobs: jobs,
        results: jobs.indices.map { results[$0 * models.count + position] })
    }
  }
}

/// The folds of one scheme, for each repetition.
private struct SchemePlans {
  let scheme: FoldScheme
  let repetitions: [FoldPlan]

  var jobs: [FoldJob] {
    repetitions.enumerated().flatMap { repetition, plan in
      plan.enumerated().map { fold, indices in
        FoldJob(scheme: scheme, repetition: repetition + 1, fold: fold + 1, indices: indices)
      }
    }
  }
}

/// A fold with its place in the plan.
struct FoldJob: Sendable {
  let scheme: FoldScheme
  let repetition: Int
  let fold: Int
  let indices: Fold

  var title: String {
    "cross-validation \(scheme.rawValue), repeat \(repetition), fold \(fold)"
  }

  /// What the fit of a model in this fold draws from.
  func streams(of model: ModelName, in streams: RandomStreams) -> RandomStreams {
    streams.substreams(
      "cross-validation.\(model.rawValue).\(scheme.rawValue)", index: repetition * 10_000 + fold)
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
