/// How the probability is chosen from which on a sample is taken for a landslide.
///
/// Choose on training samples or by cross-validation: a threshold chosen on the samples that it is judged by is
/// optimistic.
public enum ThresholdRule: Equatable, Sendable, Codable {
  /// A number that is known, 0.5 in the paper.
  case fixed(Double)
  /// The score with the largest sum of sensitivity and specificity (Youden 1950, Cancer 3, 32-35).
  case youden
  /// The score with the least expected cost.
  ///
  /// ```
  /// cost = ratio * prevalence * (1 - sensitivity) + (1 - prevalence) * (1 - specificity)
  /// ```
  /// - `ratio`: what a missed landslide costs, in false alarms; a finite number above 0.
  /// - `prevalence`: the share of landslides where the threshold is used, 0...1; `nil` for that of the samples.
  ///
  /// Source: Metz (1978), Seminars in Nuclear Medicine 8, 283-298.
  case cost(ratio: Double, prevalence: Double?)

  /// The threshold on a curve: samples of at least this score are predicted landslides.
  ///
  /// Of equally good scores the largest is taken: fewer false alarms. When no score is better than to predict no
  /// landslide at all, as with equal scores under ``youden``, the threshold is infinite.
  ///
  /// - Returns: `.nan` with one class or when a score is `.nan` (but for ``fixed(_:)``), and for a ratio or a
  ///   prevalence out of range.
  public func threshold(on curve: ROCCurve) -> Double {
    switch self {
    case .fixed(let threshold):
      return threshold
    case .youden:
      return curve.best { $0.truePositiveRate - $0.falsePositiveRate }
    case .cost(let ratio, let prevalence):
      let prevalence = prevalence ?? curve.prevalence
      guard ratio > 0, ratio.isFinite, prevalence >= 0, prevalence <= 1 else { return .nan }
      return curve.best {
        -ratio * prevalence * (1 - $0.truePositiveRate) - (1 - prevalence) * $0.falsePositiveRate
      }
    }
  }
}

extension ROCCurve {
  /// The threshold of the first point with the largest value.
  fileprivate func best(_ value: (Point) -> Double) -> Double {
    guard !areaUnderCurve.isNaN else { return .nan }
    var best = (threshold: Double.nan, value: -Double.infinity)
    for point in points {
      let value = value(point)
      // Sums that are equal but for rounding are equal: the earlier point stays.
      if value > best.value + 1e-12 { best = (point.threshold, value) }
    }
    return best.threshold
  }
}
