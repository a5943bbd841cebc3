/// How fitted models are explained.
public struct ExplainOptions: Sendable, Equatable, Codable {
  /// The models; `nil` means all.
  public var models: [ModelName]?
  /// Factors that are exchanged together, beside each factor by itself.
  public var groups: [FactorGroup]
  /// How often each factor is exchanged among the validation samples; 0 turns it off.
  public var repeats: Int
  /// Whether the effects of the factors are accumulated.
  public var hasEffects: Bool

  /// Both for all models, as they need no further fit.
  public init(
    models: [ModelName]? = nil, groups: [FactorGroup] = [], repeats: Int = 5,
    hasEffects: Bool = true
  ) {
    self.models = models
    self.groups = groups
    self.repeats = repeats
    self.hasEffects = hasEffects
  }

  /// Whether there is nothing to do.
  var isOff: Bool { repeats == 0 && !hasEffects }

  /// - Parameter groups: those of the jackknife, which hold unless there are others.
  init(_ node: StudyNode?, factors: [String], groups: [FactorGroup]) throws {
    self.init(groups: groups)
    guard let node else { return }
    let members = try node.members(
      ["models", "groups", "permutation", "effects"],
      "{ models: all, permutation: { repeats: 5 }, effects: true }")
    models = try members["models"].flatMap { try ModelName.listOrAll($0) }
    if let node = members["groups"] {
      self.groups = try FactorGroup.list(node, among: factors)
    }
    if let permutation = try members["permutation"]?.members(["repeats"], "{ repeats: 5 }") {
      repeats =
        try permutation["repeats"]?.integer(in: 0...1000, "a whole number; 0 turns it off")
        ?? repeats
    }
    hasEffects = try members["effects"]?.bool() ?? hasEffects
  }
}
