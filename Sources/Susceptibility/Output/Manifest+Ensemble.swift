extension Manifest {
  /// What the ensemble is made of.
  public struct EnsembleFacts: Codable, Sendable, Equatable {
    /// A model with its weight.
    public struct Member: Codable, Sendable, Equatable {
      /// Its name.
      public var model: String
      /// Its weight, 0...1.
      public var weight: Double
    }

    /// What decided the weights: average or stacked.
    public var method: String
    /// The inner folds that they come from; none of an average.
    public var folds: String?
    /// The members, in the order of the study.
    public var members: [Member]

    init(_ ensemble: EnsembleClassifier, options: EnsembleOptions) {
      method = options.method.rawValue
      folds = options.method == .stacked ? "\(options.folds) \(options.scheme.rawValue)" : nil
      members = zip(ensemble.members, ensemble.pool.weights).map {
        Member(model: $0.name.rawValue, weight: $1)
      }
    }
  }
}
