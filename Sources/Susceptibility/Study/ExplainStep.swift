import Foundation
import GeoRaster
import LearningCore
import Metrics
import Parallelism

extension Study {
  /// Writes permutation_importance.csv and effects.csv of the fitted models.
  func runExplain() throws {
    try runPermutation()
    if configuration.explain.hasEffects {
      try step(
        .explain, "effects", detail: "accumulated local effects", key: keys.effects,
        files: [folder.file("effects.csv")]
      ) { try accumulateEffects() }
    } else {
      try folder.remove(file: "effects.csv")
    }
  }

  /// Writes permutation_importance.csv; the area of applicability is weighted by it.
  func runPermutation() throws {
    if configuration.explain.repeats > 0 {
      try step(
        .explain, "permutation", detail: "permutation importance", key: keys.permutation,
        files: [folder.file("permutation_importance.csv")]
      ) { try permute() }
    } else {
      try folder.remove(file: "permutation_importance.csv")
    }
  }

  /// The models that are explained, as they were fitted.
  private func explained() throws -> [(name: ModelName, model: any SusceptibilityClassifier)] {
    try (configuration.explain.models ?? configuration.models).map {
      ($0, try ModelName.load(modelFile($0)).model)
    }
  }

  /// The AUC on the validation samples when each factor, and each group, is exchanged among them.
  private func permute() throws {
    let plan = configuration.explain
    let analysis = try analysis()
    let (encoded, validation) = (analysis.encoded, analysis.samples[.validation])
    let (selections, warnings) = FactorSelection.all(
      analysis.stack.factors.map(\.name), groups: plan.groups)
    warnings.forEach { warn("permutation importance: \($0)") }
    let models = try explained()
    let inputs = models.map { encoded.inputs(at: validation.cells, window: $0.model.window) }
    let areas = try zip(models, inputs).map {
      areaUnderCurve(labels: validation.labels, scores: try $0.model.probabilities(of: $1))
    }
    let streams = streams.substreams("permutation")
    let counter = ProgressCounter(
      total: models.count * selections.count, report: progress(.explain))
    let results = try Parallel.map(models.count * selections.count, threads: options.threads) {
      job in
      defer { counter.advance() }
      let (model, selection) = (job / selections.count, selections[job % selections.count])
      // The same orders for every model.
      return try PermutationImportance(
        of: encoded.planeIndices(of: selection.factors), in: inputs[model],
        labels: validation.labels, area: areas[model], repeats: plan.repeats,
        streams: streams.substreams(selection.name),
        probabilities: { try models[model].model.probabilities(of: $0) })
    }
    try folder.write(
      DelimitedTable(
        header: ["model", "factor", "auc", "auc_permuted", "decrease", "sd", "repeats"],
        rows: results.enumerated().map { job, importance in
          [
            models[job / selections.count].name.rawValue,
            selections[job % selections.count].name, ExactNumber.text(importance.area),
            ExactNumber.text(importance.meanPermutedArea), ExactNumber.text(importance.decrease),
            plan.repeats > 1 ? ExactNumber.text(importance.deviation) : "", "\(plan.repeats)",
          ]
        }), to: "permutation_importance.csv")
  }

  /// How many mapped cells effects are accumulated over.
  private static let effectCells = 1000

  /// The accumulated local effects of each factor, over mapped cells that are drawn at random.
  private func accumulateEffects() throws {
    let analysis = try analysis()
    let encoded = analysis.encoded
    var generator = streams.substreams("effects").stream("cells")
    let cells = generator.permutation(of: analysis.stack.cells.count)
      .prefix(Self.effectCells).sorted().map { analysis.stack.cells[$0] }
    let levels = zip(analysis.stack.factors, encoded.encoders).map { factor, encoder in
      EffectLevels(of: encoder, values: cells.map { factor.raster.values[$0] })
    }
    let models = try explained()
    let inputs = models.map { encoded.inputs(at: cells, window: $0.model.window) }
    let counter = ProgressCounter(total: models.count * levels.count, report: progress(.explain))
    let results = try Parallel.map(models.count * levels.count, threads: options.threads) { job in
      defer { counter.advance() }
      let (model, factor) = (job / levels.count, job % levels.count)
      return try AccumulatedEffects(
        of: levels[factor], planes: encoded.planeIndices(of: [factor]), in: inputs[model],
        probabilities: { try models[model].model.probabilities(of: $0) })
    }
    let rows = results.enumerated().flatMap { job, effects in
      let factor = job % levels.count
      return zip(levels[factor].levels, effects.effects).map { level, effect in
        [
          models[job / levels.count].name.rawValue, encoded.encoders[factor].factor, level.label,
          ExactNumber.text(level.value), ExactNumber.text(effect), "\(level.count)",
        ]
      }
    }
    try folder.write(
      DelimitedTable(header: ["model", "factor", "class", "value", "effect", "n"], rows: rows),
      to: "effects.csv")
  }
}
