/// What the maps of a study may differ by. That of the seeds of networks is mapped by `networks: { seeds }`.
public enum UncertaintySource: String, Sendable, Equatable, Codable, CaseIterable {
  /// The sets of absences of `absences: { replicates }`.
  case replicates
  /// The folds of the cross-validation.
  case folds
}

/// Which standard deviations to map.
public struct UncertaintyOptions: Sendable, Equatable, Codable {
  /// What the maps differ by; each source gives a map of its own.
  public var sources: [UncertaintySource]
  /// The models; `nil` means all.
  public var models: [ModelName]?

  /// The deviation of each model's map over each source.
  public init(sources: [UncertaintySource], models: [ModelName]? = nil) {
    self.sources = sources
    self.models = models
  }
}

extension StudyConfiguration {
  /// The models whose deviation over a source is mapped, in the order of the study.
  func modelsWithUncertainty(over source: UncertaintySource) -> [ModelName] {
    guard let uncertainty, uncertainty.sources.contains(source) else { return [] }
    return models.filter { uncertainty.models?.contains($0) ?? true }
  }
}

extension UncertaintyOptions {
  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["sources", "models"], "{ sources: [replicates, folds], models: all }")
    let sources = try members.required("sources", "a list of replicates, folds")
    let chosen = try sources.list("a list of replicates, folds").map {
      try $0.choice(of: UncertaintySource.self)
    }
    guard !chosen.isEmpty, Set(chosen).count == chosen.count else {
      throw sources.error("expected each of replicates, folds at most once, and one at least")
    }
    self.init(
      sources: chosen,
      models: try members["models"].flatMap { node in
        try ModelName.listOrAll(node)
      })
  }

  /// Checks what only the whole study can show.
  func check(_ node: StudyNode, in study: StudyConfiguration) throws {
    for model in models ?? [] where !study.models.contains(model) {
      throw node.error("models: \"\(model.rawValue)\" is not among the study's models")
    }
    if sources.contains(.replicates), study.absences.replicates < 2 {
      throw node.error("sources: replicates needs absences: { replicates: K } with at least 2")
    }
    if sources.contains(.folds),
      study.crossValidation.folds == 0 || study.crossValidation.schemes.isEmpty
    {
      throw node.error("sources: folds needs a cross-validation with at least 2 folds")
    }
  }
}
