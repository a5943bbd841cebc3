import LearningCore

/// How much the samples of each class count.
public enum ClassWeights: Equatable, Sendable, Codable {
  /// Every sample counts once.
  case equal
  /// Both classes count the same: `n / (2 n_class)` for each sample.
  case balanced
  /// Given weights for each sample of a class, above 0.
  case weights(absence: Double, landslide: Double)

  /// The weight of one sample of each class, checked.
  func resolved(labels: [Bool]) throws -> (absence: Double, landslide: Double) {
    switch self {
    case .equal: return (1, 1)
    case .balanced:
      let landslides = Double(labels.count { $0 })
      let n = Double(labels.count)
      return (n / (2 * (n - landslides)), n / (2 * landslides))
    case .weights(let absence, let landslide):
      guard absence > 0, landslide > 0, absence.isFinite, landslide.isFinite else {
        throw EstimatorError.hyperparameter(
          name: "classWeights", value: "\(absence) and \(landslide)",
          expected: "finite numbers above 0")
      }
      return (absence, landslide)
    }
  }
}
