import ArgumentParser
import Foundation
import GeoRaster
import Susceptibility

/// `scarp run`: the whole study.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a whole study, from factors to report.html.")

  @OptionGroup var arguments: StudyArguments

  func run() throws {
    let study = try arguments.makeStudy()
    try study.run()
    Console.print(try StudyMetrics(folder: study.outputFolder).text)
    Console.print("report: \(study.outputFolder.appendingPathComponent("report.html").path)")
  }
}

/// A command that runs one step of a study, and what it needs.
protocol StepCommand: ParsableCommand {
  static var step: StudyStep { get }
  var arguments: StudyArguments { get }
}

extension StepCommand {
  /// Runs the step.
  func run() throws { try arguments.makeStudy().run(Self.step) }
}

struct FactorsCommand: StepCommand {
  static let step = StudyStep.factors
  static let configuration = CommandConfiguration(
    commandName: "factors", abstract: "Bring every factor onto the grid.")
  @OptionGroup var arguments: StudyArguments
}

struct AnalyzeCommand: StepCommand {
  static let step = StudyStep.analyze
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Draw samples; collinearity and frequency ratios.")
  @OptionGroup var arguments: StudyArguments
}

struct TuneCommand: StepCommand {
  static let step = StudyStep.tune
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Search for hyperparameters by cross-validation.")
  @OptionGroup var arguments: StudyArguments
}

struct TrainCommand: StepCommand {
  static let step = StudyStep.train
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Fit the models.")
  @OptionGroup var arguments: StudyArguments
}

struct EvaluateCommand: StepCommand {
  static let step = StudyStep.evaluate
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure the models; cross-validation.")
  @OptionGroup var arguments: StudyArguments
}

struct MapCommand: StepCommand {
  static let step = StudyStep.map
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Map all cells, in classes with their areas.")
  @OptionGroup var arguments: StudyArguments
}

struct JackknifeCommand: StepCommand {
  static let step = StudyStep.jackknife
  static let configuration = CommandConfiguration(
    commandName: "jackknife", abstract: "Refit without each factor.")
  @OptionGroup var arguments: StudyArguments
}

struct ExplainCommand: StepCommand {
  static let step = StudyStep.explain
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Permutation importance and accumulated local effects of the factors.")
  @OptionGroup var arguments: StudyArguments
}

struct ReportCommand: StepCommand {
  static let step = StudyStep.report
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write report.html from the results.")
  @OptionGroup var arguments: StudyArguments
}

/// `scarp predict`: a map with a saved model.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Map an area with a saved model.",
    discussion: """
      The map holds what susceptibility_MODEL of the model's study holds. With --calibrated it holds \
      what susceptibility_MODEL_calibrated does: the study has to have had a calibration.
      """)

  @Argument(help: "A model_MODEL.safetensors or model_MODEL.json.") var model: String
  @Argument(help: "A study file with the same factors.") var study: String
  @OptionGroup var destination: OutputRaster
  @Flag(help: "Calibrated probabilities, at the prevalence when the model's study gave one.")
  var calibrated = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try requireFile(model, "the model")
    try requireOther(destination.output, "--output", than: [model, study])
  }

  func run() throws {
    let configuration = try StudyConfiguration(file: URL(fileURLWithPath: study))
    try requireOther(
      destination.output, "--output", than: configuration.inputFiles.map(\.path))
    let display = ProgressDisplay(isQuiet: common.quiet)
    let (validCells, warnings) = try display.follow("predict") { progress in
      progress.totalUnitCount = 1000
      let (map, warnings) = try Study.prediction(
        of: URL(fileURLWithPath: model), for: configuration, calibrated: calibrated,
        threads: common.threads, progress: { progress.completedUnitCount = Int64($0 * 1000) })
      try map.writeSusceptibility(to: destination.url)
      return (map.validCount, warnings)
    }
    warnings.forEach { display.receive(.warned($0)) }
    common.warnOfRaster(destination.url, validCells: validCells)
  }
}
