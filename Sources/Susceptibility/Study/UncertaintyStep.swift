import Foundation
import GeoRaster
import LearningCore

extension Study {
  /// Writes uncertainty_MODEL_SOURCE: the standard deviation of each cell over the maps of a source.
  func runUncertainty() throws {
    try removeOtherUncertainty()
    // The refits to replicate absences give measures and maps, so one step makes both.
    if !configuration.modelsWithUncertainty(over: .replicates).isEmpty { try runReplicates() }
    let models = configuration.modelsWithUncertainty(over: .folds)
    guard !models.isEmpty else { return }
    try step(
      .map, "uncertainty.folds", detail: "uncertainty over folds", key: keys.foldUncertainty,
      files: models.map { uncertaintyFile($0, .folds) }
    ) { try mapFoldUncertainty(models) }
  }

  /// Where the deviation of a model over a source is.
  func uncertaintyFile(_ model: ModelName, _ source: UncertaintySource) -> URL {
    folder.raster(uncertaintyStem(model, source))
  }

  /// Writes the deviation of a model over a source.
  func write(_ deviation: RunningDeviation, of model: ModelName, over source: UncertaintySource)
    throws
  {
    try Raster(grid: stack().grid, values: deviation.deviations).writeMeasure(
      to: uncertaintyFile(model, source),
      description: "standard deviation over \(source.rawValue)")
  }

  private func uncertaintyStem(_ model: ModelName, _ source: UncertaintySource) -> String {
    "uncertainty_\(model.rawValue)_\(source.rawValue)"
  }

  /// Leaves nothing of an earlier study behind.
  private func removeOtherUncertainty() throws {
    for source in UncertaintySource.allCases {
      let wanted = configuration.modelsWithUncertainty(over: source)
      for model in ModelName.allCases where !wanted.contains(model) {
        try folder.remove(stem: uncertaintyStem(model, source))
      }
    }
  }

  /// The models of the first scheme's first folds, as the cross-validation fits them, each mapped.
  private func mapFoldUncertainty(_ models: [ModelName]) throws {
    let analysis = try analysis()
    guard let scheme = configuration.crossValidation.schemes.first else { return }
    let folds: FoldPlan
    do {
      folds = try crossValidationPlan(scheme)
    } catch let error as FoldError {
      warn("the uncertainty over folds (\(scheme.rawValue)) was left out: \(error)")
      return
    }
    var deviations = models.map { _ in RunningDeviation(cells: analysis.stack.grid.count) }
    let hyperparameters = try hyperparameters()
    let progress = progress(.map)
    let work = Double(folds.count * models.count)
    for (number, fold) in folds.enumerated() {
      let job = FoldJob(scheme: scheme, repetition: 1, fold: number + 1, indices: fold)
      let factors = try analysis.encoded(
        for: analysis.samples.selecting(fold.training), threads: options.threads)
      let fits = SharedFits(
        FoldFit(
          samples: analysis.samples, fold: fold,
          place: FitPlace(
            model: models[0], detail: "uncertainty \(scheme.rawValue), fold \(number + 1)"),
          hyperparameters: hyperparameters,
          streams: { [streams] in job.streams(of: $0, in: streams) }),
        on: factors, in: analysis, threads: options.threads)
      for (position, model) in models.enumerated() {
        let before = Double(number * models.count + position)
        deviations[position].add(
          try fits.map(model, progress: { progress((before + $0) / work) }))
      }
      fits.warnings.forEach(warn)
    }
    for (model, deviation) in zip(models, deviations) {
      try write(deviation, of: model, over: .folds)
    }
  }
}
