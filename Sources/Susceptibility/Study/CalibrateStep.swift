import Foundation
import GeoRaster
import LearningCore

extension Study {
  /// Writes calibration_MODEL.json and the calibrated map of each model, when the study asks for them.
  func runCalibrate() throws {
    for model in configuration.modelsInOrderOfFits {
      guard configuration.calibration.isOn else {
        if folder.has([calibrationFile(model)]) { try keep(nil, in: model) }
        try folder.remove(stem: "calibration_\(model.rawValue)")
        try folder.remove(stem: calibratedMap(model).deletingPathExtension().lastPathComponent)
        continue
      }
      try step(
        .train, calibrationStep(model), detail: "\(model.title), calibration",
        key: keys.calibration(model), files: [calibrationFile(model), calibratedMap(model)]
      ) { try calibrate(model) }
    }
  }

  /// The name of the step in the manifest.
  func calibrationStep(_ model: ModelName) -> String { "calibrate.\(model.rawValue)" }

  /// The calibration of a model, or `nil` when the study has none.
  func calibration(_ model: ModelName) throws -> ModelCalibration? {
    guard configuration.calibration.isOn else { return nil }
    return try JSONDecoder().decode(
      ModelCalibration.self, from: Data(contentsOf: calibrationFile(model)))
  }

  private func calibrationFile(_ model: ModelName) -> URL {
    folder.file("calibration_\(model.rawValue).json")
  }

  private func calibratedMap(_ model: ModelName) -> URL {
    folder.raster("susceptibility_\(model.rawValue)_calibrated")
  }

  private func calibrate(_ model: ModelName) throws {
    let options = configuration.calibration
    let training = try analysis().samples[.training]
    let calibration = try configuration.naming("calibration") {
      try ModelCalibration(
        model, options: options, labels: training.labels,
        probabilities: options.method == .none
          ? [] : outOfFoldProbabilities(of: model, training: training))
    }
    if calibration.calibrated(0.9) <= calibration.calibrated(0.1) {
      warn(
        "\(model.title), calibration: calibrated probabilities do not rise with the model's, as those of "
          + "the folds do not rank landslides above absences: do not use the calibrated map")
    }
    let map = try susceptibility(model)
    try folder.write(JSONFile.data(calibration), to: calibrationFile(model).lastPathComponent)
    try Raster(grid: map.grid, values: calibration.mapped(map.values))
      .writeSusceptibility(to: calibratedMap(model))
    try keep(calibration, in: model)
  }

  /// Writes a fitted model again with a calibration, so that it goes with the model wherever that is taken.
  private func keep(_ calibration: ModelCalibration?, in model: ModelName) throws {
    let file = modelFile(model)
    var (fitted, description) = try ModelName.load(file)
    guard description.calibration != calibration else { return }
    description.calibration = calibration
    try folder.write(fitted.data(description), to: file.lastPathComponent)
  }

  /// What a model says of each training sample when it is fitted to the other folds, encoders included.
  private func outOfFoldProbabilities(
    of model: ModelName, training: SampleCollection
  ) throws -> [Double] {
    let analysis = try analysis()
    let folds = try folds(
      .random, of: training, count: configuration.calibration.folds,
      streams: streams.substreams("calibration"), isPurged: false)
    let hyperparameters = try hyperparameters()
    let fits = folds.enumerated().map { index, fold in
      FoldFit(
        samples: training, fold: fold,
        place: FitPlace(model: model, detail: "calibration, fold \(index + 1)"),
        hyperparameters: hyperparameters,
        streams: { [streams] in
          streams.substreams("calibration.\($0.rawValue)", index: index)
        })
    }
    let results = try analysis.results(
      of: fits, known: calibrationResults, threads: options.threads, progress: progress(.train))
    if configuration.models.contains(.ensemble) {
      // It is made of the same fits of its members.
      for (fit, result) in zip(fits, results) { calibrationResults[fit.name] = result }
    }
    results.flatMap(\.warnings).forEach(warn)
    var probabilities = [Double](repeating: .nan, count: training.samples.count)
    for (fold, result) in zip(folds, results) {
      for (sample, probability) in zip(fold.validation, result.probabilities) {
        probabilities[sample] = probability
      }
    }
    if let first = probabilities.first, probabilities.allSatisfy({ $0 == first }) {
      warn(
        "\(model.title), calibration: all training samples have the out-of-fold probability "
          + "\(first), so calibrated probabilities are one number")
    }
    return probabilities
  }
}
