extension Manifest {
  /// How much of the map is like the training samples.
  public struct ApplicabilityFacts: Codable, Sendable, Equatable {
    /// Cells up to this dissimilarity are inside.
    public var threshold: Double
    /// The mean distance between training samples in standard deviations of the encoded factors.
    public var meanTrainingDistance: Double
    /// Mapped cells inside.
    public var cellsInside: Int
    /// Of the mapped cells, 0...1.
    public var shareInside: Double
    /// The folds that the threshold comes from.
    public var folds: String
    /// How factors are weighted.
    public var weights: String
    /// Factors that took no part, being the same in every training sample.
    public var constantFactors: [String]
    /// What to make of it when the threshold is 0; `nil` otherwise.
    public var finding: String?

    enum CodingKeys: String, CodingKey {
      case threshold, folds, weights, finding
      case meanTrainingDistance = "mean_training_distance"
      case cellsInside = "cells_inside"
      case shareInside = "share_inside"
      case constantFactors = "constant_factors"
    }
  }
}
