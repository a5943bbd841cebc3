import GeoRaster
import Metrics

/// The measures of one model in one fold, or in all folds of a scheme whose folds are put together.
struct CrossValidationRecord: Sendable {
  let model: ModelName
  let scheme: FoldScheme
  let repetition: Int
  let fold: Int
  let count: Int
  let metrics: SampleMetrics
  /// Whether the model gave all samples the same probability.
  let isConstant: Bool

  /// What the user should know about the measures.
  var warning: String? {
    let place =
      "\(model.title), cross-validation \(scheme.rawValue), repeat \(repetition), fold \(fold)"
    if metrics.auc.value.isNaN {
      return "\(place): the AUC is undefined (one class, or probabilities that are no numbers); "
        + "its field is empty"
    }
    return isConstant
      ? "\(place): all \(count) samples have the same probability, so the AUC is 0.5" : nil
  }

  /// One record for each job, or for each repetition of a pooled scheme.
  static func records(
    of model: ModelName, jobs: [FoldJob], results: [FoldResult]
  ) -> [CrossValidationRecord] {
    var records: [CrossValidationRecord] = []
    var pool = FoldResult(labels: [], probabilities: [])
    for (index, (job, result)) in zip(jobs, results).enumerated() {
      guard job.scheme.isPooled else {
        records.append(CrossValidationRecord(model, job, fold: job.fold, result))
        continue
      }
      pool.labels += result.labels
      pool.probabilities += result.probabilities
      let next = index + 1 < jobs.count ? jobs[index + 1] : nil
      if next?.scheme != job.scheme || next?.repetition != job.repetition {
        records.append(CrossValidationRecord(model, job, fold: 1, pool))
        pool = FoldResult(labels: [], probabilities: [])
      }
    }
    return records
  }

  private init(_ model: ModelName, _ job: FoldJob, fold: Int, _ result: FoldResult) {
    self.model = model
    scheme = job.scheme
    repetition = job.repetition
    self.fold = fold
    count = result.labels.count
    metrics = SampleMetrics(labels: result.labels, probabilities: result.probabilities)
    isConstant = result.probabilities.allSatisfy { $0 == result.probabilities.first }
  }
}

extension [CrossValidationRecord] {
  /// cross_validation.csv.
  var table: DelimitedTable {
    DelimitedTable(
      header: ["model", "scheme", "repeat", "fold", "n", "auc", "accuracy", "kappa", "rmse"],
      rows: map {
        [
          $0.model.rawValue, $0.scheme.rawValue, "\($0.repetition)", "\($0.fold)", "\($0.count)",
          ExactNumber.text($0.metrics.auc.value), ExactNumber.text($0.metrics.accuracy.value),
          ExactNumber.text($0.metrics.kappa.value), ExactNumber.text($0.metrics.rmse.value),
        ]
      })
  }
}

/// What a model loses when its validation samples lie apart from the training samples.
public struct CrossValidationGap: Codable, Sendable, Equatable {
  /// The model.
  public var model: String
  /// The scheme that random folds are compared with.
  public var scheme: String
  /// The mean AUC over random folds.
  public var randomAUC: JSONNumber
  /// The mean AUC over the folds of the scheme.
  public var schemeAUC: JSONNumber
  /// The first less the second.
  public var gap: JSONNumber

  enum CodingKeys: String, CodingKey {
    case model, scheme, gap
    case randomAUC = "auc_random"
    case schemeAUC = "auc_scheme"
  }

  /// The gaps of all models, to each scheme but random; none without random folds.
  static func gaps(
    _ records: [CrossValidationRecord], models: [ModelName]
  ) -> [CrossValidationGap] {
    func mean(_ model: ModelName, _ scheme: FoldScheme) -> Double? {
      let areas = records.filter { $0.model == model && $0.scheme == scheme }
        .map(\.metrics.auc.value).filter { !$0.isNaN }
      return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    }
    return models.flatMap { model in
      FoldScheme.allCases.filter { $0 != .random }.compactMap { scheme in
        guard let random = mean(model, .random), let other = mean(model, scheme) else { return nil }
        return CrossValidationGap(
          model: model.rawValue, scheme: scheme.rawValue, randomAUC: JSONNumber(random),
          schemeAUC: JSONNumber(other), gap: JSONNumber(random - other))
      }
    }
  }
}
