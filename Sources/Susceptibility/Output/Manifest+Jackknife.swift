extension Manifest {
  /// What the refits of the jackknife are judged by.
  public struct JackknifeFacts: Codable, Sendable, Equatable {
    /// The model.
    public var model: String
    /// How many seeds the AUCs are means over; 1 for a model that does not depend on the seed.
    public var seeds: Int
    /// The scheme of the folds, or split.
    public var validation: String
    /// The number of folds; 1 for the split.
    public var folds: Int

    init(_ model: ModelName, seeds: Int, scheme: FoldScheme?, folds: Int) {
      self.model = model.rawValue
      self.seeds = seeds
      self.folds = folds
      validation = scheme?.rawValue ?? "split"
    }
  }
}
