import FactorAnalysis
import Foundation
import GeoRaster
import LearningCore

/// What the analysis leaves for the models.
struct Analysis {
  /// The factors that the models see.
  let stack: FactorStack
  /// Their classes.
  let statistics: FactorStatistics
  /// The samples.
  let samples: SampleCollection
  /// The further sets of a study with replicates: the same landslides with other absences.
  let replicates: [SampleCollection]
  /// The factors as the models see them, fitted to training landslides.
  let encoded: EncodedFactors
  /// What models see of a factor.
  let encoding: EncodingOptions
  /// The models of the study.
  let models: [ModelName]
  /// How samples are put into folds.
  let planner: FoldPlanner
}

extension Study {
  /// Writes samples.csv, frequency_ratio.csv, vif.csv and the other tables of how factors go together.
  func runAnalyze() throws {
    let files =
      [
        "samples.csv", "frequency_ratio.csv", "vif.csv", "correlation_pearson.csv",
        "correlation_spearman.csv", "condition_indices.csv", "cramers_v.csv",
      ] + (configuration.vif.analyzesCells ? ["vif_cells.csv"] : [])
    if !configuration.vif.analyzesCells { try folder.remove(stem: "vif_cells") }
    try step(.analyze, "analyze", key: keys.analyze, files: files.map(folder.file)) {
      analysisInMemory = try analyze(writes: true)
    }
  }

  /// Samples, classes and encoders. They are quickly made again from the factors, and always the same.
  func analysis() throws -> Analysis {
    if let analysisInMemory { return analysisInMemory }
    let analysis = try analyze(writes: false)
    analysisInMemory = analysis
    return analysis
  }

  private func analyze(writes: Bool) throws -> Analysis {
    let whole = try stack()
    let sampled = try Sampler(
      study: configuration, stack: whole, streams: streams, threads: options.threads
    ).samples()
    sampled.warnings.forEach(warn)
    manifest.excludedSamples = sampled.excluded
    manifest.landslides = sampled.landslides
    manifest.absences = sampled.absences
    let samples = sampled.samples
    let statistics = try FactorStatistics(
      of: whole, encoding: configuration.encoding, smoothing: configuration.smoothing,
      inventory: configuration.encoderFit == .inventory
        ? samples.samples.filter(\.isLandslide).map(\.cell) : nil,
      threads: options.threads)
    if configuration.encoderFit == .inventory {
      warn(
        "encoder-fit: inventory: class weights come from all landslides, validation included, so "
          + "every measure leaks: it is better than the model would be on landslides not seen")
    }
    let training = samples[.training]
    let separation = FactorSeparation(of: whole, statistics: statistics, training: training)
    separation.warnings.forEach(warn)
    manifest.singleFactorAreas = separation.areas
    let landslides = training.samples.filter(\.isLandslide).map(\.cell)
    let everything = try EncodedFactors(
      stack: whole, statistics: statistics, landslides: landslides,
      encoding: configuration.encoding, threads: options.threads)
    let collinearity = try configuration.naming("vif") {
      try CollinearityTable(
        everything.withoutRepetition, training: training, options: configuration.vif,
        threads: options.threads)
    }
    collinearity.warnings.forEach(warn)
    let kept = collinearity.kept
    let isWhole = kept.count == whole.factors.count
    let stack = isWhole ? whole : whole.keeping(kept)
    let analysis = Analysis(
      stack: stack, statistics: isWhole ? statistics : statistics.keeping(kept),
      samples: samples, replicates: sampled.replicates,
      encoded: isWhole
        ? everything
        : everything.keeping(kept, threads: options.threads),
      encoding: configuration.encoding, models: configuration.models,
      planner: FoldPlanner(stack: stack, options: configuration.crossValidation.foldOptions))
    if writes {
      manifest.leakAudit = try LeakAudit(
        samples, stack: stack,
        window: configuration.hyperparameters.largestWindow(among: configuration.fittedModels),
        encoding: configuration.encoding, encoderFit: configuration.encoderFit)
      try folder.write(samples.table(grid: whole.grid), to: "samples.csv")
      try configuration.naming("vif") { try write(collinearity, of: analysis) }
      try folder.write(
        frequencyRatioTable(statistics.tables(whole, landslides: landslides)),
        to: "frequency_ratio.csv")
    }
    return analysis
  }

  /// Writes how the factors go together.
  private func write(_ collinearity: CollinearityTable, of analysis: Analysis) throws {
    let threads = options.threads
    try folder.write(collinearity.table, to: "vif.csv")
    for method in CorrelationMatrix.Method.allCases {
      try folder.write(
        AssociationTables.correlation(collinearity, by: method, threads: threads),
        to: "correlation_\(method.rawValue).csv")
    }
    try folder.write(
      AssociationTables.conditionIndices(collinearity, threads: threads),
      to: "condition_indices.csv")
    try folder.write(
      AssociationTables.cramersV(analysis.stack, analysis.statistics, threads: threads),
      to: "cramers_v.csv")
    guard configuration.vif.analyzesCells else { return }
    let cells = try AssociationTables.collinearity(
      ofCells: analysis.encoded.withoutRepetition, threads: threads)
    cells.warnings.forEach { warn("mapped cells: \($0)") }
    try folder.write(CollinearityTable.table(of: cells), to: "vif_cells.csv")
  }

  /// One row for each class of each factor.
  private func frequencyRatioTable(_ tables: [ClassTable]) throws -> DelimitedTable {
    var rows: [[String]] = []
    for table in tables {
      let encoded = try table.encodedWeights(
        by: configuration.encoding.weighting, smoothing: configuration.smoothing
      ).encoded
      for index in 0..<table.classes.count {
        rows.append([
          table.factor, "\(index + 1)", ExactNumber.text(table.classes.lower(index)),
          ExactNumber.text(table.classes.upper(index)), table.classes.label(index),
          "\(table.landslides[index])", "\(table.cells[index])",
          ExactNumber.text(table.frequencyRatio(index)),
          ExactNumber.text(Float(encoded[index])),
        ])
      }
    }
    return DelimitedTable(
      header: [
        "factor", "class", "lower", "upper", "label", "landslides", "cells", "frequency_ratio",
        "encoded",
      ], rows: rows)
  }
}

extension SampleCollection {
  /// samples.csv.
  func table(grid: RasterGrid) -> DelimitedTable {
    DelimitedTable(
      header: ["x", "y", "row", "column", "label", "set", "landslide_id"],
      rows: samples.map { sample in
        let cell = grid.cell(at: sample.cell)
        return [
          ExactNumber.text(sample.position.x), ExactNumber.text(sample.position.y),
          "\(cell.row)", "\(cell.column)", sample.isLandslide ? "1" : "0", sample.set.rawValue,
          sample.landslideID,
        ]
      })
  }
}
