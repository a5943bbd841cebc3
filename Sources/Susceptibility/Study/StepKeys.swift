import FactorAnalysis

/// For each step the digest of everything that its results depend on: options, input files, earlier steps.
struct StepKeys: Sendable {
  let factors: String
  let analyze: String
  let tune: String
  let evaluate: String
  let crossValidation: String
  let replicates: String
  let map: String
  let foldUncertainty: String
  let applicability: String
  let jackknife: String
  let permutation: String
  let effects: String
  /// The whole study.
  let study: String
  private let models: [ModelName: String]
  private let calibrations: [ModelName: String]

  init(_ study: StudyConfiguration, digests: [String: String]) throws {
    factors = try JSONFile.digest(
      FactorsContent(
        version: Study.version, grid: study.grid, area: study.area, exclude: study.exclude,
        factors: study.factors, digests: digests))
    // Whether all cells are analysed too is a file more, on which nothing depends.
    var vif = study.vif
    vif.analyzesCells = false
    analyze = try JSONFile.digest(
      AnalyzeContent(
        factors: factors, seed: study.seed, inventory: study.inventory,
        landslideCells: study.landslideCells == .centroid ? nil : study.landslideCells,
        absences: study.absences.firstSet,
        split: study.split, vif: vif, encoding: study.encoding,
        smoothing: study.smoothing, encoderFit: study.encoderFit,
        window: study.hyperparameters.largestWindow(among: study.fittedModels)))
    tune = try JSONFile.digest(
      [analyze, study.tune.map { "\($0)\(study.crossValidation.foldOptions)" } ?? "off"]
        + (study.tune?.models ?? []).map { try study.hyperparameters.text(of: $0) })
    var models: [ModelName: String] = [:]
    for model in study.models {
      models[model] = try JSONFile.digest(
        [analyze, model.rawValue, try study.hyperparameters.text(of: model)]
          + (study.tune?.models.contains(model) == true ? [tune] : []))
    }
    if models[.ensemble] != nil {
      models[.ensemble] = try JSONFile.digest(
        [models[.ensemble] ?? ""]
          + study.hyperparameters.ensemble.members(among: study.models).map { models[$0] ?? "" }
          + (study.ensembleScheme == nil ? [] : ["\(study.crossValidation.foldOptions)"]))
    }
    self.models = models
    let fitted = study.models.map { models[$0] ?? "" }
    let calibration = "\(study.calibration) \(study.crossValidation.foldOptions)"
    calibrations = try models.mapValues { try JSONFile.digest([$0, calibration]) }
    evaluate = try JSONFile.digest(
      fitted + ["\(study.evaluation)"] + (study.calibration.isOn ? [calibration] : []))
    crossValidation = try JSONFile.digest(fitted + ["\(study.crossValidation)"])
    func mapped(_ source: UncertaintySource) -> [String] {
      study.modelsWithUncertainty(over: source).map(\.rawValue)
    }
    replicates = try JSONFile.digest(
      fitted + ["\(study.absences.replicates) replicates"] + mapped(.replicates))
    foldUncertainty = try JSONFile.digest([crossValidation] + mapped(.folds))
    map = try JSONFile.digest(fitted + ["\(study.map)"])
    jackknife = try JSONFile.digest(
      [
        analyze, tune, "\(study.jackknife)",
        try study.hyperparameters.text(of: study.jackknife.model),
      ]
        + (study.jackknife.model == .ensemble
          ? try study.hyperparameters.ensemble.members(among: study.models).map {
            try study.hyperparameters.text(of: $0)
          } : [])
        + (study.jackknife.validation == nil
          ? []
          : ["\(study.crossValidation.foldCount) folds \(study.crossValidation.foldOptions)"]))
    let explained = (study.explain.models ?? study.models).map { models[$0] ?? "" }
    permutation = try JSONFile.digest(
      explained + ["permutation", "\(study.explain.repeats)", "\(study.explain.groups)"])
    applicability = try JSONFile.digest(
      [
        analyze, "\(study.applicability)", study.applicabilityFolds.text,
        "\(study.crossValidation.foldOptions)",
        study.applicability && study.explain.repeats > 0 ? permutation : "equal weights",
      ])
    effects = try JSONFile.digest(explained + ["effects", "\(study.explain.hasEffects)"])
    self.study = try JSONFile.digest(
      [
        factors, analyze, tune, evaluate, crossValidation, replicates, map, foldUncertainty,
        applicability, jackknife, permutation, effects,
      ] + fitted)
  }

  /// The fit of a model, and everything that is made of it alone.
  func model(_ name: ModelName) -> String { models[name] ?? "" }

  /// The calibration of a model.
  func calibration(_ name: ModelName) -> String { calibrations[name] ?? "" }

  private struct FactorsContent: Encodable {
    let version: String
    let grid: String
    let area: VectorSelection?
    let exclude: VectorSelection?
    let factors: [FactorDefinition]
    let digests: [String: String]
  }

  private struct AnalyzeContent: Encodable {
    let factors: String
    let seed: UInt64
    let inventory: VectorSelection
    let landslideCells: LandslideCells?
    let absences: AbsenceOptions
    let split: SplitOptions
    let vif: CollinearityOptions
    let encoding: EncodingOptions
    let smoothing: Double
    let encoderFit: EncoderFit
    let window: Int
  }
}
