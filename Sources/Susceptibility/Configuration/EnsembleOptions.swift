import LearningCore

/// How fitted models are put together into one.
public struct EnsembleOptions: Sendable, Equatable, Codable {
  /// What decides the weights.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// All members count the same.
    case average
    /// Weights by the members' out-of-fold probabilities of the training samples.
    case stacked
  }

  /// The models that are put together; `nil` means all others of the study.
  public var members: [ModelName]?
  /// What decides the weights.
  public var method: Method
  /// The inner folds that stacked weights come from.
  public var folds: Int
  /// How training samples are put into inner folds.
  public var scheme: FoldScheme

  /// All other models of the study, which count the same.
  public init(
    members: [ModelName]? = nil, method: Method = .average, folds: Int = 5,
    scheme: FoldScheme = .spatialBlocks
  ) {
    self.members = members
    self.method = method
    self.folds = folds
    self.scheme = scheme
  }

  /// How many inner folds there are; none of an average.
  var innerFolds: Int { method == .stacked ? folds : 0 }

  /// The members in a study of some models.
  func members(among models: [ModelName]) -> [ModelName] {
    members ?? models.filter { $0 != .ensemble }
  }
}

extension EnsembleOptions {
  init(_ node: StudyNode) throws {
    let members = try node.members(
      ["members", "method", "folds", "scheme"], "{ members: all, method: average }")
    self.init(
      members: try members["members"].flatMap { try ModelName.listOrAll($0) },
      method: try members["method"]?.choice(of: Method.self) ?? .average,
      folds: try members["folds"]?.integer(in: 2...1000, "at least 2 folds") ?? 5,
      scheme: try members["scheme"]?.choice(of: FoldScheme.self) ?? .spatialBlocks)
    for name in ["folds", "scheme"] where method == .average {
      if let node = members[name] {
        throw node.error("is for method: stacked; an average has no inner folds")
      }
    }
    if scheme.isPooled {
      throw node.error(
        "scheme: \(scheme.rawValue) has a fold for each sample; expected another scheme")
    }
  }

  /// Checks what only the whole study can show.
  ///
  /// - Parameter node: the key `ensemble`, or the study file without it.
  func check(_ node: StudyNode, in study: StudyConfiguration) throws {
    let members = members(among: study.models)
    if let stranger = members.first(where: { $0 == .ensemble || !study.models.contains($0) }) {
      throw node.error(
        "members: \"\(stranger.rawValue)\" is not among the study's other models")
    }
    guard members.count > 1 else {
      throw node.error(
        "the ensemble has \(members.count) members; expected at least 2 other models of the study")
    }
    if method == .stacked { try study.crossValidation.foldOptions.check(scheme, at: node) }
  }
}

extension StudyConfiguration {
  /// The models in the order in which they are fitted: an ensemble is made of the others.
  var modelsInOrderOfFits: [ModelName] {
    models.filter { $0 != .ensemble } + models.filter { $0 == .ensemble }
  }

  /// The scheme of the ensemble's inner folds, when it has some.
  var ensembleScheme: FoldScheme? {
    fittedModels.contains(.ensemble) && hyperparameters.ensemble.method == .stacked
      ? hyperparameters.ensemble.scheme : nil
  }
}
