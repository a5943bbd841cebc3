import Baselines
import Foundation
import GeoRaster
import HybridCNN

extension Study {
  /// Fits each model to the training samples and writes it, with its training curve and its map.
  func runTrain() throws {
    for model in configuration.modelsInOrderOfFits {
      var files = [modelFile(model), folder.raster("susceptibility_\(model.rawValue)")]
      if model.isNetwork { files.append(folder.file("training_\(model.rawValue).csv")) }
      if model.isNetwork, configuration.hyperparameters.networkSeeds > 1 {
        files.append(deviationFile(model))
      }
      if model.isForest { files.append(folder.file(importanceFile(model))) }
      try step(
        .train, "train.\(model.rawValue)", detail: model.title, key: keys.model(model), files: files
      ) { try train(model) }
      // The model is whole, made by this run or an earlier one.
      try folder.remove(stem: checkpointStem(model))
      reportEarly(model: model)
    }
    try runCalibrate()
  }

  /// Where a fitted model is.
  func modelFile(_ model: ModelName) -> URL { folder.file(model.modelFileName) }

  private func deviationFile(_ model: ModelName) -> URL {
    folder.raster("deviation_\(model.rawValue)")
  }

  private func importanceFile(_ model: ModelName) -> String {
    "importance_\(model.rawValue).csv"
  }

  private func checkpointStem(_ model: ModelName) -> String { "checkpoint_\(model.rawValue)" }

  private func train(_ name: ModelName) throws {
    let analysis = try analysis()
    let progress = progress(.train)
    try warnOfPadding(name, columns: analysis.encoded.columns)
    if name == .ensemble { return try trainEnsemble(analysis) }
    let fitted = try fitted(name, analysis, progress: { progress(0.8 * $0) })
    FitPlace(model: name).warnings(of: fitted).forEach(warn)
    let map = try fitted.map(
      over: analysis.encoded, threads: options.threads, progress: { progress(0.8 + 0.2 * $0) })
    try write(fitted, map, name, analysis)
  }

  /// Writes a fitted model with its map.
  func write(
    _ fitted: any SusceptibilityClassifier, _ map: SusceptibilityMap, _ name: ModelName,
    _ analysis: Analysis
  ) throws {
    try StudyError.checkMap(map.probability, at: analysis.stack.cells, model: name)
    if name.isNetwork {
      try folder.write(fitted.trainingTable, to: "training_\(name.rawValue).csv")
    }
    // Its calibration goes into this file.
    manifest.steps[calibrationStep(name)] = nil
    if let forest = fitted as? PixelClassifier<RandomForestModel> {
      try folder.write(
        forest.base.importanceTable(columns: analysis.encoded.columnNames(forest.view)),
        to: importanceFile(name))
      let facts = Manifest.ForestFacts(forest.base)
      if name == .randomForest {
        manifest.randomForest = facts
      } else {
        manifest.randomForestWindow = facts
      }
    }
    try folder.write(
      fitted.data(description(of: fitted, name, analysis)), to: modelFile(name).lastPathComponent)
    try folder.remove(stem: "deviation_\(name.rawValue)")
    if let deviation = map.deviation {
      try Raster(grid: analysis.stack.grid, values: deviation).writeMeasure(
        to: deviationFile(name), description: "standard deviation over networks")
    }
    try Raster(grid: analysis.stack.grid, values: map.probability).writeSusceptibility(
      to: folder.raster("susceptibility_\(name.rawValue)"))
  }

  /// Fits a model, or goes on from the checkpoint of a run that was interrupted.
  ///
  /// A checkpoint that is damaged or of something else is removed, and the user told.
  private func fitted(
    _ name: ModelName, _ analysis: Analysis, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    let hyperparameters = try hyperparameters()
    let interval = hyperparameters.checkpointInterval
    let estimator = name.estimator(
      hyperparameters, threads: options.threads, measuresImportance: true,
      checkpoints: interval == 0
        ? nil
        : NetworkCheckpoints(
          file: folder.file("\(checkpointStem(name)).safetensors"), every: interval,
          key: keys.model(name)))
    while true {
      do {
        return try FitPlace(model: name).fitted {
          try estimator.fitted(
            to: analysis.samples[.training], validation: analysis.samples[.validation],
            on: analysis.encoded, streams: streams.substreams("train.\(name.rawValue)"),
            progress: progress)
        }
      } catch NetworkError.checkpoint(let file, let reason) {
        let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        warn("\(name.title): \(stem) was removed and training began afresh: \(reason)")
        // Each turn has one file less.
        try folder.remove(stem: stem)
        guard !FileManager.default.fileExists(atPath: file) else {
          throw StudyError.unwritable(
            folder: file, reason: "it is in the place of a checkpoint; move it away")
        }
      }
    }
  }

  /// Says when there are too few factors for the 1D convolutions without padding.
  func warnOfPadding(_ model: ModelName, columns: Int) throws {
    guard let kind = model.network, kind != .cnn2d else { return }
    let padding = try NetworkArchitecture(
      kind: kind, channels: columns, hyperparameters: hyperparameters().networks(for: model)
    ).padding1D
    if padding > 0 {
      warn("\(model.title): with \(columns) encoded columns the 1D convolutions pad by \(padding)")
    }
  }

  private func description(
    of fitted: any SusceptibilityClassifier, _ name: ModelName, _ analysis: Analysis
  ) -> ModelDescription {
    let size = analysis.stack.grid.centralCellSize
    return ModelDescription(
      scarpVersion: Study.version, model: name, study: configuration.name,
      encoders: analysis.encoded.encoders,
      window: fitted.window,
      cellSizeInMeters: [size.width, size.height])
  }

  /// The probabilities that a model's map holds.
  func susceptibility(_ model: ModelName) throws -> Raster {
    try Raster.read(folder.raster("susceptibility_\(model.rawValue)"))
  }
}

extension SusceptibilityClassifier {
  /// training_MODEL.csv.
  fileprivate var trainingTable: DelimitedTable {
    DelimitedTable(
      header: ["epoch", "loss", "accuracy", "validation_loss", "validation_accuracy"],
      rows: trainingCurve.map {
        [
          "\($0.epoch)", ExactNumber.text($0.loss), ExactNumber.text($0.accuracy),
          ExactNumber.text($0.validationLoss), ExactNumber.text($0.validationAccuracy),
        ]
      })
  }
}
