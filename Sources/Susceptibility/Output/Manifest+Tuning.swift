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
    /// The settings that were tried and failed; `nil` when all trials came to an AUC.
    public var failures: [FailedTrial]?

    enum CodingKeys: String, CodingKey {
      case model, settings, auc, trials, search, folds, scheme
      case nestedAUC = "nested_auc"
      case nestedDeviation = "nested_auc_sd"
      case failures = "failed_trials"
    }

    /// Settings with a fit that came to nothing.
    public struct FailedTrial: Codable, Sendable, Equatable {
      /// The settings.
      public var settings: String
      /// The first fit that failed, and why.
      public var reason: String
    }

    /// - Parameters:
    ///   - trials: all of the model.
    ///   - nested: how the search does on folds that it does not see.
    init(
      _ chosen: TuneTrial, among trials: [TuneTrial], plan: TuneOptions, nested: FoldScore?
    ) {
      model = chosen.model.rawValue
      settings = chosen.settings.text
      auc = JSONNumber(chosen.meanArea)
      self.trials = trials.count
      search = plan.searchText
      folds = chosen.score?.foldCount ?? plan.folds
      scheme = plan.scheme.rawValue
      nestedAUC = nested.map { JSONNumber($0.mean) }
      nestedDeviation = nested.map { JSONNumber($0.deviation) }
      let failures = trials.compactMap { trial in
        trial.score?.failure.map { FailedTrial(settings: trial.settings.text, reason: $0) }
      }
      self.failures = failures.isEmpty ? nil : failures
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
