import Foundation
import GeoRaster
import Parallelism

extension Manifest {
  /// The manifest of a run that begins, with what an earlier run of the same study has left.
  init(
    _ study: StudyConfiguration, options: StudyOptions, study key: String, inputs: [InputFile],
    earlier: Manifest?
  ) throws {
    scarpVersion = Study.version
    versions = [
      "gdal": RasterFile.gdalVersion ?? "none",
      "system": ProcessInfo.processInfo.operatingSystemVersionString,
    ]
    name = study.name
    seed = study.seed
    created = ISO8601DateFormatter().string(from: Date())
    command = options.command
    threads = options.threads ?? Parallel.availableThreads
    usesGDAL = RasterFile.usesGDAL
    self.study = key
    self.inputs = inputs
    self.options = try study.optionTexts()
    models = study.models.map(\.rawValue)
    methods = study
    hyperparameters = try study.hyperparameters.texts(of: study.models)
    if study.tune != nil, let earlier, earlier.study == key {
      hyperparameters = earlier.hyperparameters ?? hyperparameters
    }
    grid = earlier?.grid
    timings = earlier?.timings ?? [:]
    steps = earlier?.steps ?? [:]
    for model in earlier?.models ?? [] where !models.contains(model) {
      for step in ["train", "calibrate"] {
        timings["\(step).\(model)"] = nil
        steps["\(step).\(model)"] = nil
      }
    }
    warnings = earlier?.study == key ? earlier?.warnings ?? [] : []
    interpolations = earlier?.study == key ? earlier?.interpolations : nil
    tuning = study.tune == nil ? nil : earlier?.tuning
    leakAudit = earlier?.leakAudit
    foldAudits = earlier?.foldAudits
    crossValidationGaps = earlier?.crossValidationGaps
    excludedSamples = earlier?.excludedSamples
    landslides = earlier?.landslides
    absences = earlier?.absences
    singleFactorAreas = earlier?.singleFactorAreas
    replicates = earlier?.replicates
    jackknife = study.jackknife.seeds > 0 ? earlier?.jackknife : nil
    applicability = earlier?.applicability
    randomForest = study.models.contains(.randomForest) ? earlier?.randomForest : nil
    randomForestWindow =
      study.models.contains(.randomForestWindow) ? earlier?.randomForestWindow : nil
    ensemble = study.models.contains(.ensemble) ? earlier?.ensemble : nil
  }

  /// The manifest that lies in a folder, when it may be built upon.
  ///
  /// - Throws: ``StudyError/otherResults(folder:difference:)`` when the folder holds results of another study, or
  ///   files of a study without a manifest, and they may not be replaced.
  static func earlier(in folder: URL, study: String, overwrites: Bool) throws -> Manifest? {
    let file = folder.appendingPathComponent("manifest.json")
    guard let data = try? Data(contentsOf: file) else {
      let foreign = ["metrics.json", "samples.csv", "report.html", "factors"].filter {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
      }
      guard overwrites || foreign.isEmpty else {
        throw StudyError.otherResults(
          folder: folder.path,
          difference: "it has \(foreign.joined(separator: ", ")) but no manifest.json")
      }
      return nil
    }
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data) else {
      guard overwrites else {
        throw StudyError.otherResults(
          folder: folder.path, difference: "its manifest.json cannot be read")
      }
      return nil
    }
    // A study that failed in its first step has left nothing that could be lost.
    guard !manifest.steps.isEmpty else { return nil }
    guard overwrites || manifest.study == study || manifest.hasFailedInSampling else {
      throw StudyError.otherResults(
        folder: folder.path,
        difference:
          "study \"\(manifest.name)\" with seed \(manifest.seed), made \(manifest.created), "
          + "from other files or options")
    }
    return manifest
  }

  /// Whether a run has come no further than its samples: what it leaves are factors, which the mended study makes again
  /// or, where they are the same, takes over.
  private var hasFailedInSampling: Bool {
    steps.keys.elementsEqual(["factors"]) && unfinishedStep == "analyze"
  }
}

extension StudyConfiguration {
  /// The options as texts, for the manifest.
  func optionTexts() throws -> [String: String] {
    var texts = [
      "grid": grid,
      "inventory": inventory.vector + (inventory.condition.map { " where \($0)" } ?? ""),
      "split": "\(split.method.rawValue), \(split.training) training"
        + (split.blockSize.map { ", blocks of \($0) m" } ?? ""),
      "vif": "maximum \(vif.maximum), remove \(vif.removes), every cell \(vif.analyzesCells)",
      "models": models.map(\.rawValue).joined(separator: ", "),
      "cross-validation":
        "\(crossValidation.folds) folds, \(crossValidation.repeats) repeats, "
        + crossValidation.schemes.map(\.rawValue).joined(separator: ", ")
        + crossValidation.foldOptions.text,
      "jackknife": "\(jackknife.model.rawValue), \(jackknife.seeds) seeds"
        + (jackknife.validation.map { ", \($0.rawValue) folds" } ?? "")
        + jackknife.groups.map { "; \($0.name): \($0.factors.joined(separator: ", "))" }.joined(),
      "explain":
        (explain.models ?? models).map(\.rawValue).joined(separator: ", ")
        + "; \(explain.repeats) permutations, effects \(explain.hasEffects)"
        + explain.groups.map { "; \($0.name): \($0.factors.joined(separator: ", "))" }.joined(),
      "evaluation":
        "partial AUC to \(evaluation.partialRate), \(evaluation.replicates) replicates"
        + (evaluation.costRatio.map { ", cost ratio \($0)" } ?? ""),
      "map": map.text,
    ]
    switch absences {
    case .sampled(let sampling): texts["absences"] = sampling.text
    case .vector(let selection):
      texts["absences"] = selection.vector + (selection.condition.map { " where \($0)" } ?? "")
    }
    switch encoding {
    case .weighted(let weighting): texts["encoding"] = weighting.rawValue
    case .raw(let scale): texts["encoding"] = "raw, \(scale.rawValue)"
    case .both(let scale):
      texts["encoding"] = "raw and frequency-ratio side by side, \(scale.rawValue)"
    }
    if let tune {
      texts["tune"] =
        "\(tune.searchText), \(tune.folds) folds (\(tune.scheme.rawValue))"
        + (tune.isNested ? ", nested" : "")
    }
    if calibration.isOn {
      texts["calibration"] =
        calibration.method.rawValue
        + (calibration.method == .none ? "" : ", \(calibration.folds) folds")
        + (calibration.prevalence.map { ", prevalence \($0)" } ?? "")
    }
    if encoderFit == .inventory { texts["encoder-fit"] = "inventory (leaking)" }
    if smoothing > 0 { texts["smoothing"] = "\(smoothing) landslides" }
    if let area { texts["area"] = area.vector }
    if let uncertainty {
      texts["uncertainty"] =
        uncertainty.sources.map(\.rawValue).joined(separator: ", ") + " of "
        + (uncertainty.models.map { $0.map(\.rawValue).joined(separator: ", ") } ?? "all models")
    }
    if applicability { texts["applicability"] = "threshold by \(applicabilityFolds.text)" }
    if let exclude { texts["exclude"] = exclude.vector }
    return texts
  }
}

extension AbsenceSampling {
  fileprivate var text: String {
    (["sample \(ratio)", "minimum distance \(minimumDistance) m"]
      + [slope?.text, envelope?.text, replicates > 1 ? "\(replicates) replicates" : nil]
      .compactMap { $0 }).joined(separator: ", ")
  }
}

extension FoldOptions {
  /// What is set, for the manifest.
  fileprivate var text: String {
    (blockSize.map { ", blocks of \($0) m" } ?? "") + (buffer.map { ", buffer of \($0) m" } ?? "")
      + (purges ? ", windows purged" : "")
  }
}
