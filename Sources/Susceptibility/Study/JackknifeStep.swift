import Foundation
import GeoRaster
import LearningCore
import Metrics

extension Study {
  /// Writes jackknife.csv: the AUC of a model refitted without each factor, and without each group of them.
  ///
  /// The AUC is that of the validation samples, or over the folds of the cross-validation, which every refit shares.
  /// The relative decrease is (AUC_all - AUC_i) / AUC_all. With several seeds AUCs are means over them, and `low`
  /// and `high` bound the mean decrease with 95 % (Student's t).
  func runJackknife() throws {
    guard configuration.jackknife.seeds > 0 else {
      for file in ["jackknife.csv", Self.journal] { try folder.remove(file: file) }
      return
    }
    let model = configuration.jackknife.model
    try step(
      .jackknife, "jackknife", detail: model.title, key: keys.jackknife,
      files: [folder.file("jackknife.csv")]
    ) {
      let rows = try jackknife(model)
      try folder.write(
        DelimitedTable(
          header: [
            "model", "factor", "auc_all", "auc_without", "relative_decrease", "low", "high",
          ], rows: rows), to: "jackknife.csv")
    }
    // The results are whole, of this run or an earlier one.
    try folder.remove(file: Self.journal)
  }

  private static let journal = "jackknife_journal.jsonl"

  /// The rows of jackknife.csv.
  private func jackknife(_ model: ModelName) throws -> [[String]] {
    manifest.jackknife = nil
    let analysis = try analysis()
    let count = analysis.stack.factors.count
    guard count > 1 else {
      warn("the jackknife was left out: it needs at least 2 factors, the study has \(count)")
      return []
    }
    guard let folds = try jackknifeFolds(analysis) else { return [] }
    let (omissions, warnings) = FactorSelection.all(
      analysis.stack.factors.map(\.name), groups: configuration.jackknife.groups)
    warnings.forEach { warn("jackknife: \($0)") }
    let encoded = analysis.encoded
    let fewest = omissions.map { encoded.omitting($0.factors).columns }.min() ?? 1
    let members = try hyperparameters().ensemble.members(among: analysis.models)
    for name in model == .ensemble ? members : [model] {
      try warnOfPadding(name, columns: fewest)
    }
    var areas = try jackknifeAreas(model, omissions, folds: folds, analysis: analysis)
    if areas.count > 1, areas.allSatisfy({ $0 == areas[0] }) {
      warn(
        "jackknife: \(model.title) has the same AUCs with each of \(areas.count) seeds; no interval"
      )
      areas = [areas[0]]
    }
    manifest.jackknife = Manifest.JackknifeFacts(
      model, seeds: areas.count, scheme: configuration.jackknife.validation, folds: folds.count)
    return omissions.indices.map { index in
      let all = areas.map { $0[0] }
      let without = areas.map { $0[index + 1] }
      let decreases = zip(all, without).map { relativeDecrease(of: $0, without: $1) }
      let interval = MeanInterval(decreases)
      return [
        model.rawValue, omissions[index].name,
        ExactNumber.text(MeanInterval(all).mean), ExactNumber.text(MeanInterval(without).mean),
        ExactNumber.text(interval.mean), ExactNumber.text(interval.low),
        ExactNumber.text(interval.high),
      ]
    }
  }

  /// What every refit is fitted to and judged by: the split, or the folds; `nil` when they cannot be made.
  private func jackknifeFolds(_ analysis: Analysis) throws -> [Fold]? {
    guard let scheme = configuration.jackknife.validation else {
      return [
        Fold(
          training: analysis.samples.indices(of: .training),
          validation: analysis.samples.indices(of: .validation))
      ]
    }
    do {
      return try crossValidationPlan(scheme).folds
    } catch let error as FoldError {
      warn("the jackknife over \(scheme.rawValue) folds was left out: \(error)")
      return nil
    }
  }

  /// For each seed the AUC with all factors, then with each omission.
  private func jackknifeAreas(
    _ model: ModelName, _ omissions: [FactorSelection], folds: [Fold], analysis: Analysis
  ) throws -> [[Double]] {
    let scheme = configuration.jackknife.validation
    let seeds = model.isRandom ? configuration.jackknife.seeds : 1
    if seeds < configuration.jackknife.seeds {
      warn("jackknife: \(model.title) does not depend on the seed: one run, no interval")
    }
    let variants = [FactorSelection(name: "", factors: [])] + omissions
    let hyperparameters = try hyperparameters()
    let fits = (0..<seeds).flatMap { seed in
      variants.flatMap { variant in
        folds.enumerated().map { index, fold in
          let job = scheme.map {
            FoldJob(scheme: $0, repetition: seed + 1, fold: index + 1, indices: fold)
          }
          let title =
            "jackknife \(variant.factors.isEmpty ? "with all" : "without \(variant.name)"), "
            + "seed \(seed + 1)"
          // The same seed for every factor, so that differences are the factor's and not the seed's; the first seed
          // is that of the trained model or of the cross-validation, so that the AUC with all factors is theirs.
          return FoldFit(
            samples: analysis.samples, fold: fold,
            place: FitPlace(
              model: model,
              detail: title + (job.map { ", \($0.scheme.rawValue), fold \($0.fold)" } ?? "")),
            hyperparameters: hyperparameters,
            streams: { [streams] in
              job?.streams(of: $0, in: streams)
                ?? streams.substreams("train.\($0.rawValue)", index: seed)
            },
            omitted: variant.factors)
        }
      }
    }
    let isPooled = scheme?.isPooled ?? false
    let scores = try ScoredFits(
      analysis: analysis,
      journal: try ScoreJournal(file: folder.file(Self.journal), key: keys.jackknife),
      isPooled: isPooled, threads: options.threads,
      progress: ProgressCounter(total: fits.count, report: progress(.jackknife))
    ).scores(of: fits)
    scores.flatMap(\.warnings).forEach(warn)
    let labels = folds.map { analysis.samples.selecting($0.validation).labels }
    return (0..<seeds).map { seed in
      variants.indices.map { variant in
        let first = (seed * variants.count + variant) * folds.count
        return FoldScore(
          Array(scores[first..<first + folds.count]), labels: labels, isPooled: isPooled
        ).mean
      }
    }
  }
}

/// The mean of a few values with its 95 % interval by Student's t; NaN bounds for one value.
struct MeanInterval {
  let mean: Double
  let low: Double
  let high: Double

  init(_ values: [Double]) {
    let n = Double(values.count)
    mean = values.reduce(0, +) / n
    guard values.count > 1 else {
      (low, high) = (.nan, .nan)
      return
    }
    let center = mean
    let variance = values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / (n - 1)
    let halfWidth =
      Self.studentQuantile(degreesOfFreedom: values.count - 1)
      * (variance / n).squareRoot()
    (low, high) = (mean - halfWidth, mean + halfWidth)
  }

  /// The 97.5 % quantile of Student's t; tabulated to 10 degrees, then by Cornish and Fisher's expansion.
  static func studentQuantile(degreesOfFreedom: Int) -> Double {
    let table = [
      12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252,
      2.306004135, 2.262157163, 2.228138852,
    ]
    if degreesOfFreedom <= table.count { return table[max(0, degreesOfFreedom - 1)] }
    let z = 1.959963985
    let v = Double(degreesOfFreedom)
    let z3 = z * z * z
    return z + (z3 + z) / (4 * v) + (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * v * v)
  }
}
