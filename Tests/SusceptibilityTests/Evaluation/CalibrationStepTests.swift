import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct CalibrationStepTests {
  private func study(
    _ name: String, _ calibration: CalibrationOptions, overwrites: Bool = false
  ) throws -> Study {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.models = [.logisticRegression]
    configuration.crossValidation.folds = 0
    configuration.calibration = calibration
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: SmallStudy.folder.appendingPathComponent(name), threads: 2,
        overwrites: overwrites))
  }

  private func map(_ study: Study, _ stem: String) throws -> Raster {
    try Raster.read(
      study.outputFolder.appendingPathComponent("\(stem).\(RasterFile.fileExtension)"))
  }

  private func metrics(_ study: Study) throws -> SampleMetrics {
    try #require(StudyMetrics(folder: study.outputFolder)[.logisticRegression, .validation])
  }

  /// The calibrated map is the map through the calibrator that is stored beside the model.
  @Test(arguments: [CalibrationOptions.Method.platt, .isotonic, .temperature])
  func theMapIsWrittenCalibrated(method: CalibrationOptions.Method) throws {
    let study = try study(
      "calibrated-\(method)", CalibrationOptions(method: method, prevalence: 0.02, folds: 3))
    try study.run(.evaluate)
    let plain = try map(study, "susceptibility_logistic-regression")
    let calibrated = try map(study, "susceptibility_logistic-regression_calibrated")
    let calibration = try #require(try study.calibration(.logisticRegression))
    let correction = try PrevalenceCorrection(samplePrevalence: 0.5, prevalence: 0.02)
    for (before, after) in zip(plain.values, calibrated.values) {
      #expect(before.isNaN == after.isNaN)
      guard !before.isNaN else { continue }
      let expected = correction.calibrated(calibration.calibrated(Double(before)))
      #expect(abs(Double(after) - expected) < 1e-6)
    }
    let found = try metrics(study)
    let after = try #require(found.calibrated)
    // Platt and temperature keep the order; isotonic steps make ties.
    if method != .isotonic { #expect(after.auc == found.auc) }
    #expect(after.logLoss.value > 0 && after.brier.value < 0.3)
  }

  /// A model that its study has calibrated gives both maps of the study wherever it is taken.
  @Test func aSavedModelCarriesItsCalibration() throws {
    let study = try study("carried", CalibrationOptions(method: .platt, prevalence: 0.05, folds: 2))
    try study.run(.train)
    let file = study.modelFile(.logisticRegression)
    let (_, description) = try ModelName.load(file)
    #expect(description.calibration == (try study.calibration(.logisticRegression)))
    for (stem, calibrated) in [("", false), ("_calibrated", true)] {
      let expected = try map(study, "susceptibility_logistic-regression\(stem)")
      let found = try Study.prediction(
        of: file, for: study.configuration, calibrated: calibrated, threads: 2
      ).map
      #expect(
        zip(expected.values, found.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
        "calibrated: \(calibrated)")
    }
    // A fit that is made again gets its calibration again.
    try FileManager.default.removeItem(at: file)
    let again = try self.study(
      "carried", CalibrationOptions(method: .platt, prevalence: 0.05, folds: 2))
    try again.run(.train)
    #expect(try ModelName.load(file).description == description)
  }

  /// As a model of before calibrations were carried: without the key.
  @Test func aModelWithoutACalibrationSaysSo() throws {
    let calibrated = try study("dropped", CalibrationOptions(method: .platt, folds: 2))
    try calibrated.run(.train)
    let plain = try study("dropped", CalibrationOptions(), overwrites: true)
    try plain.run(.train)
    let file = plain.modelFile(.logisticRegression)
    #expect(try ModelName.load(file).description.calibration == nil)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(!text.contains("calibration"))
    let error = #expect(throws: StudyError.self) {
      try Study.prediction(of: file, for: plain.configuration, calibrated: true)
    }
    #expect(error == .notCalibrated(file: file.path))
  }

  /// Writing a network again changes nothing but its description.
  @Test func aNetworkKeepsItsNumbersWhenItGetsACalibration() throws {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.models = [.cnn1d]
    configuration.hyperparameters.networks.epochs = 2
    configuration.hyperparameters.networkSeeds = 2
    configuration.crossValidation.folds = 0
    func run(_ name: String, _ calibration: CalibrationOptions) throws -> Study {
      configuration.calibration = calibration
      let study = try Study(
        configuration,
        options: StudyOptions(
          outputFolder: SmallStudy.folder.appendingPathComponent(name), threads: 2))
      try study.run(.train)
      return study
    }
    let plain = try run("network", CalibrationOptions())
    let corrected = try run("network-calibrated", CalibrationOptions(prevalence: 0.01))
    var (model, description) = try ModelName.load(corrected.modelFile(.cnn1d))
    #expect(description.calibration != nil)
    description.calibration = nil
    #expect(try model.data(description) == Data(contentsOf: plain.modelFile(.cnn1d)))
  }

  @Test func withoutAMethodThereIsNoCalibratedMap() throws {
    let first = try study("uncalibrated", CalibrationOptions(method: .platt, folds: 2))
    try first.run(.evaluate)
    #expect(try metrics(first).calibrated != nil)
    let second = try study("uncalibrated", CalibrationOptions(), overwrites: true)
    try second.run(.evaluate)
    #expect(try metrics(second).calibrated == nil)
    let names = try FileManager.default.contentsOfDirectory(atPath: second.outputFolder.path)
    #expect(!names.contains { $0.contains("calibrat") })
    #expect(second.keys.model(.logisticRegression) == first.keys.model(.logisticRegression))
    #expect(second.keys.evaluate != first.keys.evaluate)
  }

  @Test func tooManyFoldsNameTheKey() throws {
    let study = try study("too-many", CalibrationOptions(method: .platt, folds: 500))
    let error = #expect(throws: StudyError.self) { try study.run(.train) }
    #expect(error?.description.contains("calibration: 42 landslides") == true)
  }

  /// Half of the samples are landslides, a tenth of the ground: a probability of 0.5 there is 0.1 here.
  @Test func aPrevalenceAloneIsACorrection() throws {
    let labels = [true, true, false, false]
    let calibration = try ModelCalibration(
      .svm, options: CalibrationOptions(prevalence: 0.1), labels: labels, probabilities: [])
    #expect(calibration.calibrated(0.3) == 0.3)
    #expect(abs(calibration.mapped(0.5) - 0.1) < 1e-12)
    let read = try JSONDecoder().decode(ModelCalibration.self, from: JSONFile.data(calibration))
    #expect(read == calibration)
  }
}
