import Foundation

/// What a split makes smaller.
public enum Impurity: String, Equatable, Sendable, Codable, CaseIterable {
  /// `1 - sum p^2` (Breiman 1984).
  case gini
  /// `-sum p ln p`.
  case entropy
}

/// The rules that a tree grows by, resolved for one table.
struct TreeRules: Sendable {
  var featuresPerSplit: Int
  var maximumDepth: Int
  var minimumLeafSize: Int
  var minimumSplitSize: Int
  var bootstrap: Bool
  /// The number of samples drawn for each tree.
  var draws: Int
  /// Whether thresholds are drawn instead of searched for.
  var drawsThresholds: Bool
  var measuresPermutations: Bool
  var impurity: Impurity
  var absenceWeight: Double
  var landslideWeight: Double

  /// How pure a set of samples is, times its weight; a split is better when the sum over its two sides is larger, and
  /// it lowers the impurity, times the weight, by that sum less the purity of the whole.
  ///
  /// ```
  /// gini:     2 P^2 / W              (W - W * impurity is this, but for terms that a split does not change)
  /// entropy:  P ln(P / W) + N ln(N / W)
  /// ```
  @inline(__always)
  static func purity(_ impurity: Impurity, landslides: Double, weight: Double) -> Double {
    switch impurity {
    case .gini: return 2 * landslides * landslides / weight
    case .entropy:
      let absences = weight - landslides
      let first = landslides > 0 ? landslides * log(landslides / weight) : 0
      return absences > 0 ? first + absences * log(absences / weight) : first
    }
  }
}
