import Foundation
import GeoRaster
import LearningCore
import Metrics

extension Study {
  /// Writes jackknife.csv: the validation AUC of a model refitted without each factor, and without each group of them.
  ///
  /// The relative decrease is (AUC_all - AUC_i) / AUC_all. With several seeds AUCs are means over them, and `low`
  /// and `high` bound the mean decrease with 95 % (Student's t).
  func runJackknife() throws {
    guard configuration.jackknife.seeds > 0 else {
      try? FileManager.default.removeItem(at: folder.file("jackknife.csv"))
      return
    }
    let model = configuration.jackknife.model
    try step(
      .jackknife, "jackknife", detail: model.title, key: keys.jackknife,
      files: [folder.file("jackknife.csv")]
    ) { try jackknife(model) }
  }

  private func jackknife(_ model: ModelName) throws {
    let analysis = try analysis()
    let count = analysis.stack.factors.count
    guard count > 1 else {
      warn("the jackknife was left out: it needs at least 2 factors, the study has \(count)")
      try folder.write(jackknifeTable([]), to: "jackknife.csv")
      return
    }
    let (omissions, warnings) = FactorSelection.all(
      analysis.stack.factors.map(\.name), groups: configuration.jackknife.groups)
    warnings.forEach { warn("jackknife: \($0)") }
    let encoded = analysis.encoded
    let fewest = omissions.map { encoded.omitting($0.factors).columns }.min() ?? 1
    try warnOfPadding(model, columns: fewest)
    let areas = try jackknifeAreas(model, omissions, analysis: analysis)
    let rows = omissions.indices.map { index in
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
    try folder.write(jackknifeTable(rows), to: "jackknife.csv")
  }

  private func jackknifeTable(_ rows: [[String]]) -> DelimitedTable {
    DelimitedTable(
      header: [
        "model", "factor", "auc_all", "auc_without", "relative_decrease", "low", "high",
      ], rows: rows)
  }

  /// For each seed the AUC with all factors, then with each omission.
  private func jackknifeAreas(
    _ model: ModelName, _ omissions: [FactorSelection], analysis: Analysis
  ) throws -> [[Double]] {
    let seeds = configuration.jackknife.seeds
    let variants = [FactorSelection(name: "", factors: [])] + omissions
    let split = Fold(
      training: analysis.samples.indices(of: .training),
      validation: analysis.samples.indices(of: .validation))
    let hyperparameters = try hyperparameters()
    let fits = (0..<seeds).flatMap { seed in
      variants.map { variant in
        let factorNote = variant.factors.isEmpty ? "with all" : "without \(variant.name)"
        // The same seed for every factor, so that differences are the factor's and not the seed's; the first seed is
        // that of the trained model, so that the AUC with all factors is the model's.
        return FoldFit(
          samples: analysis.samples, fold: split,
          place: FitPlace(model: model, detail: "jackknife \(factorNote), seed \(seed + 1)"),
          hyperparameters: hyperparameters,
          streams: streams.substreams("train.\(model.rawValue)", index: seed),
          omitted: variant.factors)
      }
    }
    let results = try analysis.results(
      of: fits, threads: options.threads,
      progress: ProgressCounter(total: fits.count, report: progress(.jackknife)))
    results.flatMap(\.warnings).forEach(warn)
    let areas = results.map { areaUnderCurve(labels: $0.labels, scores: $0.probabilities) }
    return (0..<seeds).map { Array(areas[$0 * variants.count..<($0 + 1) * variants.count]) }
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
