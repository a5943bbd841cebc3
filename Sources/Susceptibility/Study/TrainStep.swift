import Foundation
import GeoRaster
import HybridCNN

extension Study {
  /// Fits each model to the training samples and writes it, with its training curve and its map.
  func runTrain() throws {
    for model in configuration.models {
      var files = [modelFile(model), folder.raster("susceptibility_\(model.rawValue)")]
      if model.isNetwork { files.append(folder.file("training_\(model.rawValue).csv")) }
      try step(
        .train, "train.\(model.rawValue)", detail: model.title, key: keys.model(model), files: files
      ) { try train(model) }
    }
  }

  /// Where a fitted model is.
  func modelFile(_ model: ModelName) -> URL {
    folder.file("model_\(model.rawValue).\(model.isNetwork ? "safetensors" : "json")")
  }

  private func train(_ name: ModelName) throws {
    let analysis = try analysis()
    let progress = progress(.train)
    try warnOfPadding(name, columns: analysis.encoded.columns)
    let estimator = try name.estimator(hyperparameters(), threads: options.threads)
    let fitted = try estimator.fitted(
      to: analysis.samples[.training], validation: analysis.samples[.validation],
      on: analysis.encoded, streams: streams.substreams("train.\(name.rawValue)"),
      progress: { progress(0.8 * $0) })
    for warning in fitted.warnings { warn("\(name.title): \(warning)") }
    let map = try fitted.map(
      over: analysis.encoded, threads: options.threads, progress: { progress(0.8 + 0.2 * $0) })
    let values = analysis.stack.cells.lazy.map { map[$0] }
    if let first = values.first, !values.contains(where: { $0 != first }) {
      throw StudyError.constantMap(model: name.title, probability: first)
    }
    if name.isNetwork {
      try folder.write(fitted.trainingTable, to: "training_\(name.rawValue).csv")
    }
    try folder.write(
      fitted.data(description(of: name, analysis)), to: modelFile(name).lastPathComponent)
    try Raster(grid: analysis.stack.grid, values: map).write(
      to: folder.raster("susceptibility_\(name.rawValue)"))
  }

  /// Says when there are too few factors for the 1D convolutions without padding.
  func warnOfPadding(_ model: ModelName, columns: Int) throws {
    guard let kind = model.network, kind != .cnn2d else { return }
    let padding = try NetworkArchitecture(
      kind: kind, channels: columns, hyperparameters: hyperparameters().networks(for: model)
    ).padding1D
    if padding > 0 {
      warn("\(model.title): with \(columns) encoded factors the 1D convolutions pad by \(padding)")
    }
  }

  private func description(of name: ModelName, _ analysis: Analysis) throws -> ModelDescription {
    let size = analysis.stack.grid.centralCellSize
    return ModelDescription(
      scarpVersion: Study.version, model: name, study: configuration.name,
      encoders: analysis.encoded.encoders,
      window: name.isNetwork ? try hyperparameters().networks(for: name).window : 1,
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
