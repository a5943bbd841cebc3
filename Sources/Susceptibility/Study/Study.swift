import FactorAnalysis
import Foundation
import GeoRaster
import LearningCore
import Parallelism

/// A landslide susceptibility study: from the files that a study file names to maps, measures and a report.
///
/// Each step writes its files into the output folder and is skipped when they are there and what they
/// depend on has not changed. Steps that a step needs are run first.
///
/// ```swift
/// let configuration = try StudyConfiguration(file: URL(fileURLWithPath: "study.yaml"))
/// let study = try Study(configuration)
/// try study.run()
/// ```
public final class Study {
  /// The version of Scarp that manifests and models name.
  public static let version = "0.1.0"

  /// What the study is made of.
  public let configuration: StudyConfiguration
  /// How it is run.
  public let options: StudyOptions
  /// Where the results are.
  public var outputFolder: URL { folder.url }
  /// What has been found so far; on disk as manifest.json.
  public internal(set) var manifest: Manifest

  let folder: OutputFolder
  let streams: RandomStreams
  let keys: StepKeys

  // What earlier steps left in memory; see the steps for how it is made.
  var stackInMemory: FactorStack?
  var analysisInMemory: Analysis?
  var hyperparametersInMemory: ModelHyperparameters?
  /// The reports before the end, while the whole study is run.
  var earlyReports: EarlyReports?
  /// What members of an ensemble said of the folds of the calibration, by the names of the fits.
  var calibrationResults: [String: FoldResult] = [:]

  /// Reads the digests of all inputs and claims the output folder.
  ///
  /// - Throws: ``StudyFileError`` for a missing file, ``StudyError/otherResults(folder:difference:)`` when the folder
  ///   holds results of other inputs and `options.overwrites` is false.
  public init(_ configuration: StudyConfiguration, options: StudyOptions = StudyOptions()) throws {
    self.configuration = configuration
    self.options = options
    streams = RandomStreams(seed: configuration.seed)
    let inputs = try InputFiles(of: configuration, threads: options.threads)
    keys = try StepKeys(configuration, digests: inputs.digests)
    let url = options.outputFolder ?? configuration.url(configuration.output)
    let earlier = try Manifest.earlier(in: url, study: keys.study, overwrites: options.overwrites)
    folder = try OutputFolder(url)
    try folder.removeModels(of: earlier, except: configuration.models)
    try folder.removeFactors(of: earlier, except: configuration.factors)
    manifest = try Manifest(
      configuration, options: options, study: keys.study, inputs: inputs.files, earlier: earlier)
    try writeManifest()
    // Of the file and not of the results, so not for the manifest.
    for key in configuration.keysWithoutEffect {
      options.observer(.warned("\(configuration.file): \(key)"))
    }
  }

  /// Runs every step that the study asks for; report.html is there once the samples are, and grows with each model.
  public func run() throws {
    earlyReports = EarlyReports(configuration)
    defer { earlyReports = nil }
    for step in StudyStep.allCases {
      try runAlone(step)
      reportEarly(finished: step)
    }
  }

  /// Runs one step, and before it the steps that it needs.
  ///
  /// - Throws: ``StudyError/nothingToDo(step:reason:)`` when the study turns the step off.
  public func run(_ step: StudyStep) throws {
    if step == .tune, configuration.tune == nil {
      throw StudyError.nothingToDo(
        step: "tune", reason: "\(configuration.file) has no key tune; expected what to try")
    }
    if step == .jackknife, configuration.jackknife.seeds == 0 {
      throw StudyError.nothingToDo(
        step: "jackknife",
        reason: "jackknife.seeds is 0 in \(configuration.file); expected at least 1")
    }
    if step == .explain, configuration.explain.isOff {
      throw StudyError.nothingToDo(
        step: "explain",
        reason: "explain turns permutation and effects off in \(configuration.file); "
          + "expected one of them")
    }
    for earlier in step.prerequisites { try runAlone(earlier) }
    try runAlone(step)
  }

  private func runAlone(_ step: StudyStep) throws {
    switch step {
    case .factors: try runFactors()
    case .analyze: try runAnalyze()
    case .tune: try runTune()
    case .train: try runTrain()
    case .evaluate: try runEvaluate()
    case .map: try runMap()
    case .jackknife: try runJackknife()
    case .explain: try runExplain()
    case .report: try runReport()
    }
  }

  // MARK: - What the steps share

  /// Runs `body` unless its files are there and were made from the same inputs.
  ///
  /// - Parameters:
  ///   - name: the step's name in the manifest, such as `train.hybrid`.
  ///   - key: the digest of everything that the files depend on.
  func step(
    _ step: StudyStep, _ name: String, detail: String = "", key: String, files: [URL],
    _ body: () throws -> Void
  ) throws {
    options.observer(.began(step, detail: detail))
    let start = ContinuousClock.now
    if manifest.steps[name] == key, folder.has(files) {
      options.observer(.ended(step, detail: detail, seconds: 0, reused: true))
      return
    }
    manifest.steps[name] = nil
    manifest.unfinishedStep = name
    try writeManifest()
    try body()
    let seconds = (ContinuousClock.now - start).inSeconds
    manifest.unfinishedStep = nil
    manifest.timings[name] = seconds
    manifest.steps[name] = key
    try writeManifest()
    earlyReports?.hasNews = true
    options.observer(.ended(step, detail: detail, seconds: seconds, reused: false))
  }

  /// Passes the progress of a step on.
  func progress(_ step: StudyStep) -> @Sendable (Double) -> Void {
    let observer = options.observer
    return { observer(.advanced(step, fraction: $0)) }
  }

  /// Does work that tells a `Progress` how far it is, and passes that on.
  func following<Result>(_ step: StudyStep, _ work: (Progress) throws -> Result) rethrows -> Result
  {
    let report = progress(step)
    let result = try Progress.following(report: report, work)
    report(1)
    return result
  }

  /// Keeps a warning in the manifest and tells it.
  func warn(_ text: String) {
    guard !manifest.warnings.contains(text) else { return }
    manifest.warn(text)
    options.observer(.warned(text))
  }

  func writeManifest() throws {
    try folder.write(JSONFile.data(manifest), to: "manifest.json")
  }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
