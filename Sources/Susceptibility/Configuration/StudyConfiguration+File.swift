import FactorAnalysis
import Foundation
import HybridCNN
import Yams

extension StudyConfiguration {
  /// Reads and checks a study file.
  ///
  /// - Throws: ``StudyFileError`` that names the file, the line, the key and what was expected.
  public init(file url: URL) throws {
    let name = url.lastPathComponent
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue
    {
      let inside = url.appendingPathComponent("study.yaml").path
      throw StudyFileError(
        file: url.path, key: "",
        problem: "is a folder; expected a study file"
          + (FileManager.default.fileExists(atPath: inside)
            ? ": give \(inside)" : " (scarp init \(url.path) writes one into it)"))
    }
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw StudyFileError(
        file: url.path, key: "",
        problem: "cannot be read; expected a study file in YAML (scarp init DIR writes one)")
    }
    try self.init(yaml: text, file: name, folder: url.deletingLastPathComponent())
  }

  /// Reads and checks the text of a study file whose paths are relative to `folder`.
  ///
  /// - Throws: ``StudyFileError``.
  public init(yaml text: String, file: String, folder: URL) throws {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      // The mark is that of the first key's first place.
      let second = keys.first.flatMap { Self.line(repeating: $0, at: context.mark, in: text) }
      throw StudyFileError(
        file: file, key: keys.joined(separator: ", "), line: second ?? context.mark.line,
        problem: "stands twice in one mapping"
          + (second.map { _ in " (first in line \(context.mark.line))" } ?? "")
          + "; expected each key once: remove one of the two")
    } catch let error as YamlError {
      throw StudyFileError(file: file, key: "", problem: "is not YAML: \(error)")
    }
    guard let root else {
      throw StudyFileError(
        file: file, key: "", problem: "is empty; expected grid, factors and inventory")
    }
    try self.init(StudyNode(node: root, path: "", file: file), folder: folder)
  }

  /// The next line below a key with the same key in the same column; `nil` when it is in the same line.
  private static func line(repeating key: String, at mark: Mark, in text: String) -> Int? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.indices.dropFirst(mark.line).first { index in
      let line = lines[index]
      return line.prefix { $0 == " " }.count == mark.column - 1
        && line.dropFirst(mark.column - 1).hasPrefix("\(key):")
    }.map { $0 + 1 }
  }

  private static let keys = [
    "name", "seed", "output", "grid", "area", "exclude", "factors", "inventory", "absences",
    "split", "vif", "encoding", "encoder-fit", "smoothing", "scale", "models", "networks",
    "random-forest", "random-forest-window", "svm", "logistic-regression", "ensemble",
    "cross-validation",
    "calibration",
    "evaluation", "tune", "jackknife", "explain", "map", "uncertainty", "applicability",
  ]

  private init(_ root: StudyNode, folder: URL) throws {
    let study = try root.members(Self.keys, "a mapping with grid, factors and inventory")
    file = root.file
    self.folder = folder
    name = try study["name"]?.text() ?? folder.standardizedFileURL.lastPathComponent
    seed = UInt64(
      try study["seed"]?.integer(in: 0...Int.max, "a whole number from 0") ?? 2005)
    output = try study["output"]?.text("a folder") ?? "results"
    grid = try study.required("grid", "a raster file").text("a raster file")
    area = try study["area"].map { try VectorSelection(area: $0) }
    exclude = try study["exclude"].map { try VectorSelection(area: $0) }
    factors = try Self.factors(study.required("factors", "a list of factors"))
    let landslides = try study.required("inventory", "{ vector: FILE }")
    inventory = try VectorSelection(VectorSelection.inventoryMembers(landslides))
    landslideCells = try LandslideCells(inventory: landslides, factors: factors)
    absences =
      try study["absences"].map { [factors] in try AbsenceOptions($0, factors: factors) }
      ?? .sampled(AbsenceSampling())
    split = try study["split"].map { try SplitOptions($0) } ?? SplitOptions()
    vif = try study["vif"].map { try CollinearityOptions($0) } ?? CollinearityOptions()
    encoding = try EncodingOptions(study["encoding"], scale: study["scale"])
    encoderFit = try study["encoder-fit"]?.choice(of: EncoderFit.self) ?? .training
    smoothing =
      try study["smoothing"]?.number(in: 0...1e6, "a number of landslides, at least 0") ?? 0
    models = try study["models"].map { try ModelName.list($0) } ?? ModelName.paper
    hyperparameters = try ModelHyperparameters(study, encoding: encoding)
    crossValidation =
      try study["cross-validation"].map { try CrossValidationOptions($0) }
      ?? CrossValidationOptions()
    calibration =
      try study["calibration"].map { try CalibrationOptions($0) } ?? CalibrationOptions()
    evaluation =
      try study["evaluation"].map { try EvaluationOptions($0) } ?? EvaluationOptions()
    tune = try study["tune"].map { try TuneOptions($0) }
    let factorNames = factors.map(\.name)
    jackknife =
      try study["jackknife"].map { try JackknifeOptions($0, factors: factorNames) }
      ?? JackknifeOptions(seeds: models.contains(.hybrid) ? 1 : 0)
    explain = try ExplainOptions(
      study["explain"], factors: factorNames, groups: jackknife.groups)
    map = try study["map"].map { try MapOptions($0) } ?? MapOptions()
    uncertainty = try study["uncertainty"].map { try UncertaintyOptions($0) }
    applicability = try study["applicability"]?.bool() ?? true
    try checkWhole(study)
    keysWithoutEffect = keysWithoutEffect(in: study)
  }

  private static func factors(_ node: StudyNode) throws -> [FactorDefinition] {
    let nodes = try node.list("a list of factors")
    guard !nodes.isEmpty else { throw node.error("is empty; expected at least one factor") }
    var names: Set<String> = []
    return try nodes.map {
      let factor = try FactorDefinition($0)
      guard factor.name != "factor" else {
        throw $0.error(
          "is called \"factor\", which heads a column of the result tables; expected another name")
      }
      // Names become file names, and file systems differ in whether they tell Slope from slope.
      guard names.insert(factor.name.lowercased()).inserted else {
        throw $0.error("a second factor is called \"\(factor.name)\"; expected a name of its own")
      }
      return factor
    }
  }

  /// What only the whole file can show.
  private func checkWhole(_ study: StudyMembers) throws {
    for model in models {
      guard let kind = model.network else { continue }
      do {
        // Each factor is one channel at least; what depends on their number is checked when it is known.
        _ = try NetworkArchitecture(
          kind: kind, channels: factors.count,
          hyperparameters: hyperparameters.networks(for: model))
      } catch {
        throw (study["networks"] ?? study.parent).error(
          "\(model.rawValue): \(StudyError.problem(error))")
      }
    }
    if let node = study["tune"], let tune {
      if tune.models.contains(.ensemble) {
        throw node.error("models: an ensemble has nothing to tune; expected its members")
      }
      try crossValidation.foldOptions.check(tune.scheme, at: node)
      for parameter in tune.grid
      where !tune.models.contains(where: { $0.hyperparameterNames.contains(parameter.name) }) {
        let known = Set(tune.models.flatMap(\.hyperparameterNames)).sorted()
        throw node.error(
          "grid: \"\(parameter.name)\" is no hyperparameter of the tuned models; expected one of "
            + known.joined(separator: ", "))
      }
      for model in tune.models {
        for parameter in tune.grid {
          for value in parameter.examples {
            let setting = HyperparameterSetting(name: parameter.name, value: value)
            do {
              _ = try hyperparameters.setting([setting], of: model)
            } catch {
              throw node.error("grid: \(StudyError.problem(error, of: model))")
            }
          }
        }
      }
      for model in tune.models where !models.contains(model) {
        throw node.error("models: \"\(model.rawValue)\" is not among the study's models")
      }
    }
    if fittedModels.contains(.ensemble) {
      try hyperparameters.ensemble.check(study["ensemble"] ?? study.parent, in: self)
    }
    if let node = study["cross-validation"] {
      try crossValidation.foldOptions.checkUse(
        by: crossValidation.schemes
          + [tune?.scheme, jackknife.validation, ensembleScheme].compactMap { $0 },
        at: node)
    }
    if let node = study["jackknife"], let scheme = jackknife.validation {
      try crossValidation.foldOptions.check(scheme, at: node)
    }
    if let node = study["uncertainty"] { try uncertainty?.check(node, in: self) }
    for (key, chosen) in [
      ("cross-validation", crossValidation.models), ("explain", explain.models),
    ] {
      guard let node = study[key] else { continue }
      for model in chosen ?? [] where !models.contains(model) {
        throw node.error("models: \"\(model.rawValue)\" is not among the study's models")
      }
    }
  }
}

extension VectorSelection {
  init(area node: StudyNode) throws {
    let members = try node.members(["vector", "layer", "where", "crs"], "{ vector: FILE }")
    try self.init(members)
  }

  static func inventoryMembers(_ node: StudyNode) throws -> StudyMembers {
    try node.members(
      ["vector", "layer", "where", "id", "crs", "cells", "from"], "{ vector: FILE }")
  }

  init(_ members: StudyMembers) throws {
    try self.init(
      file: members.required("vector", "a vector file or CSV").text("a vector file or CSV"), members
    )
  }

  /// A file with the keys beside it.
  init(file: String, _ members: StudyMembers) throws {
    self.init(
      vector: file,
      layer: try members["layer"]?.text("the name of a layer"),
      condition: try members["where"]?.text("a condition such as \"label = 1\""),
      id: try members["id"]?.text("the name of an attribute"),
      crs: try members["crs"]?.text("a coordinate reference system such as EPSG:4326"))
  }
}

extension SplitOptions {
  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["training", "method", "block-size"],
      "{ training: SHARE, method: random | spatial-blocks | square-blocks }")
    self.init(
      training: try members["training"]?.number(
        in: 0.01...0.99, "the share of training samples, 0.01 to 0.99") ?? 0.7,
      method: try members["method"]?.choice(of: SplitMethod.self) ?? .random,
      blockSize: try members["block-size"].map { try FoldOptions.length($0) })
    switch (method, blockSize) {
    case (.squareBlocks, nil):
      throw node.error("square-blocks needs block-size; expected the side of a block in metres")
    case (.random, .some), (.spatialBlocks, .some):
      throw node.error("block-size only goes with method: square-blocks")
    default: break
    }
  }
}

extension CollinearityOptions {
  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["maximum", "remove", "cells"], "{ maximum: 10, remove: false, cells: false }")
    self.init(
      maximum: try members["maximum"]?.number(in: 1.000001...1e12, "a number above 1") ?? 10,
      removes: try members["remove"]?.bool() ?? false,
      analyzesCells: try members["cells"]?.bool() ?? false)
  }
}

extension EncodingOptions {
  init(_ node: StudyNode?, scale: StudyNode?) throws {
    let scaleChosen = try scale?.choice(of: FactorEncoder.Scale.self)
    guard let node else {
      self = .raw(scaleChosen ?? .minMax)
      return
    }
    let names = ["raw", "both"] + ClassWeighting.allCases.map(\.rawValue)
    let name = try node.text("one of " + names.joined(separator: ", "))
    if name == "raw" {
      self = .raw(scaleChosen ?? .minMax)
    } else if name == "both" {
      self = .both(scaleChosen ?? .minMax)
    } else if let weighting = ClassWeighting(rawValue: name) {
      self = .weighted(weighting)
    } else {
      throw node.error("expected one of \(names.joined(separator: ", ")), found \"\(name)\"")
    }
  }
}

extension ModelName {
  static func list(_ node: StudyNode) throws -> [ModelName] {
    let names = try node.list("a list of models").map { try $0.choice(of: ModelName.self) }
    guard !names.isEmpty else { throw node.error("is empty; expected at least one model") }
    guard Set(names).count == names.count else {
      throw node.error("names a model twice; expected each once")
    }
    return names
  }

  /// `nil` for all.
  static func listOrAll(_ node: StudyNode) throws -> [ModelName]? {
    if node.isList { return try list(node) }
    guard try node.text("all or a list of models") == "all" else {
      throw node.error("expected all or a list of models")
    }
    return nil
  }
}

extension CrossValidationOptions {
  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["folds", "repeats", "schemes", "models"] + FoldOptions.keys,
      "{ folds: 5, repeats: 1, schemes: [random, spatial-blocks], models: all }")
    self.init(
      folds: try members["folds"].map { try Self.folds($0) } ?? 5,
      repeats: try members["repeats"]?.integer(in: 1...1000, "a whole number from 1") ?? 1,
      schemes: try members["schemes"].map { try FoldScheme.list($0) } ?? [.random, .spatialBlocks],
      models: try members["models"].flatMap { try ModelName.listOrAll($0) },
      foldOptions: try FoldOptions(members))
    for scheme in schemes { try foldOptions.check(scheme, at: node) }
  }

  /// 0 (off) or at least 2.
  private static func folds(_ node: StudyNode) throws -> Int {
    let folds = try node.integer(in: 0...1000, "0 (off) or at least 2 folds")
    guard folds != 1 else { throw node.error("expected 0 (off) or at least 2 folds, found 1") }
    return folds
  }
}

extension JackknifeOptions {
  init(_ node: StudyNode, factors: [String]) throws {
    let members = try node.members(
      ["model", "seeds", "validation", "groups"], "{ model: hybrid, seeds: 1, validation: split }")
    self.init(
      model: try members["model"]?.choice(of: ModelName.self) ?? .hybrid,
      seeds: try members["seeds"]?.integer(in: 0...1000, "a whole number; 0 turns it off") ?? 1,
      validation: try members["validation"].flatMap { try FoldScheme.orSplit($0) },
      groups: try members["groups"].map { try FactorGroup.list($0, among: factors) } ?? [])
  }
}
