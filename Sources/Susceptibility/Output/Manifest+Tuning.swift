extension Manifest {
  /// What the search has chosen for a model, and how well that does.
  public struct TunedModel: Codable, Sendable, Equatable {
    /// The model.
    public var model: String
    /// The chosen settings.
    public var settings: String
    /// The mean AUC over the folds that they were chosen by: optimistic, as the best of several.
    public var auc: JSONNumber
    /// How many settings were tried.
    public var trials: Int
    /// What was tried.
    public var search: String
    /// The folds.
    public var folds: Int
    /// How samples were folded.
    public var scheme: String
    /// The mean AUC over outer folds that the choice did not see; `nil` when the search was not nested.
    public var nestedAUC: JSONNumber?
    /// The standard deviation of the AUC over the outer folds.
    public var nestedDeviation: JSONNumber?

    enum CodingKeys: String, CodingKey {
      case model, settings, auc, trials, search, folds, scheme
      case nestedAUC = "nested_auc"
      case nestedDeviation = "nested_auc_sd"
    }

    init(_ chosen: TuneTrial, trials: Int, plan: TuneOptions, nested areas: [Double]) {
      model = chosen.model.rawValue
      settings = chosen.settings.text
      auc = JSONNumber(chosen.meanArea)
      self.trials = trials
      search = plan.searchText
      folds = plan.folds
      scheme = plan.scheme.rawValue
      guard !areas.isEmpty else { return }
      nestedAUC = JSONNumber(areas.reduce(0, +) / Double(areas.count))
      nestedDeviation = JSONNumber(standardDeviation(areas))
    }
  }
}

extension TuneOptions {
  /// What is tried, in words.
  var searchText: String {
    switch search {
    case .grid: "all combinations"
    case .random(let trials): "\(trials) combinations at random"
    }
  }
}
