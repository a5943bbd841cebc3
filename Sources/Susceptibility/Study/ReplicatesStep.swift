import Foundation
import GeoRaster
import LearningCore

extension Study {
  /// Writes replicates.csv: the measures of every model refitted to further sets of absences.
  ///
  /// Landslides, encoders and the seed of the fit stay what they are, so the spread is that of the absences alone. The
  /// first set is that of the ordinary results, and its measures are those of metrics.json.
  func runReplicates() throws {
    guard configuration.absences.replicates > 1 else {
      try? FileManager.default.removeItem(at: folder.file("replicates.csv"))
      manifest.replicates = nil
      return
    }
    let mapped = configuration.modelsWithUncertainty(over: .replicates)
    try step(
      .evaluate, "replicates", detail: "replicate absences", key: keys.replicates,
      files: [folder.file("replicates.csv")] + mapped.map { uncertaintyFile($0, .replicates) }
    ) { try fitReplicates(mapping: mapped) }
  }

  /// - Parameter mapped: the models whose maps' deviation over the sets is written too.
  private func fitReplicates(mapping mapped: [ModelName]) throws {
    let analysis = try analysis()
    let models = configuration.models
    let hyperparameters = try hyperparameters()
    let progress = progress(.evaluate)
    let work = Double(models.count * analysis.replicates.count)
    var results: [ModelName: [ReplicateResult]] = [:]
    var deviations: [ModelName: RunningDeviation] = [:]
    for model in models {
      let map = try susceptibility(model).values
      results[model] = [
        ReplicateResult(analysis.samples, analysis.samples.cells.map { Double(map[$0]) })
      ]
      guard mapped.contains(model) else { continue }
      deviations[model] = RunningDeviation(cells: map.count)
      deviations[model]?.add(map)
    }
    for (index, samples) in analysis.replicates.enumerated() {
      // With the ordinary seed, on another set of absences.
      let fits = SharedFits(
        FoldFit(
          samples: samples,
          fold: Fold(training: samples.indices(of: .training), validation: []),
          place: FitPlace(model: models[0], detail: "replicate \(index + 2)"),
          hyperparameters: hyperparameters,
          streams: { [streams] in streams.substreams("train.\($0.rawValue)") }),
        on: analysis.encoded, in: analysis, threads: options.threads)
      for (position, model) in configuration.modelsInOrderOfFits.enumerated() {
        let before = Double(index * models.count + position)
        let fitted = try fits.fitted(model, progress: { progress((before + 0.8 * $0) / work) })
        results[model]?.append(
          ReplicateResult(
            samples, try fitted.probabilities(at: samples.cells, on: analysis.encoded)))
        try deviations[model]?.add(
          fits.map(model, progress: { progress((before + 0.8 + 0.2 * $0) / work) }))
      }
      fits.warnings.forEach(warn)
    }
    var rows: [[String]] = []
    var spreads: [String: [String: MeasureSpread]] = [:]
    for model in models {
      if let deviation = deviations[model] { try write(deviation, of: model, over: .replicates) }
      let results = results[model] ?? []
      for (index, result) in results.enumerated() {
        rows += result.rows(of: model, replicate: index + 1)
      }
      spreads[model.rawValue] = results.spreads
    }
    manifest.replicates = Manifest.ReplicateFacts(
      sets: configuration.absences.replicates, validation: spreads)
    try folder.write(
      DelimitedTable(header: ReplicateResult.header, rows: rows), to: "replicates.csv")
  }
}

/// The measures of one model on one set of absences.
private struct ReplicateResult {
  private let metrics: [(set: SampleSet, count: Int, measures: SampleMetrics)]

  /// - Parameter probabilities: of each sample; measured as `Float`, as they would stand in a map.
  init(_ samples: SampleCollection, _ probabilities: [Double]) {
    metrics = SampleSet.allCases.map { set in
      let indices = samples.indices(of: set)
      return (
        set, indices.count,
        SampleMetrics(
          labels: indices.map { samples.samples[$0].isLandslide },
          probabilities: indices.map { Double(Float(probabilities[$0])) })
      )
    }
  }

  static let header =
    ["model", "replicate", "set", "n"] + SampleMetrics.spreadMeasures.map(\.name)

  func rows(of model: ModelName, replicate: Int) -> [[String]] {
    metrics.map { set, count, measures in
      [model.rawValue, "\(replicate)", set.rawValue, "\(count)"]
        + SampleMetrics.spreadMeasures.map { ExactNumber.text(measures[keyPath: $0.path].value) }
    }
  }

  func validation(_ path: KeyPath<SampleMetrics, JSONNumber>) -> Double {
    metrics.first { $0.set == .validation }?.measures[keyPath: path].value ?? .nan
  }
}

extension [ReplicateResult] {
  /// The spread of each validation measure.
  fileprivate var spreads: [String: MeasureSpread] {
    Dictionary(
      uniqueKeysWithValues: SampleMetrics.spreadMeasures.map { measure in
        (measure.name, MeasureSpread(map { $0.validation(measure.path) }))
      })
  }
}

extension SampleMetrics {
  /// The measures whose spread is told, with their names in files.
  static var spreadMeasures: [(name: String, path: KeyPath<SampleMetrics, JSONNumber>)] {
    [
      ("auc", \.auc), ("accuracy", \.accuracy), ("sensitivity", \.sensitivity),
      ("specificity", \.specificity), ("kappa", \.kappa), ("rmse", \.rmse), ("brier", \.brier),
      ("average_precision", \.averagePrecision),
    ]
  }
}
