/// The area under the ROC curve with a confidence interval.
public struct AreaUnderCurveInterval: Equatable, Sendable, Codable {
  /// The area, 0...1; `.nan` with one class or when a score is `.nan`.
  public let area: Double
  /// The lower limit, 0...1; `.nan` where the standard error is.
  public let low: Double
  /// The upper limit, 0...1; `.nan` where the standard error is.
  public let high: Double
  /// The standard error of the area; `.nan` with fewer than two samples of a class or when a score is `.nan`.
  public let standardError: Double
}

/// The area under the ROC curve and its confidence interval by the variance of DeLong, DeLong and Clarke-Pearson.
///
/// ```
/// V10_i = (absences below landslide i + tied / 2) / absences
/// V01_j = (landslides above absence j + tied / 2) / landslides
/// variance = var(V10) / landslides + var(V01) / absences        (sample variances)
/// area -+ z(1/2 + confidence/2) * sqrt(variance), cut to 0...1
/// ```
/// Source: DeLong et al. (1988), Biometrics 44, 837-845; ranks as in Sun and Xu (2014), IEEE Signal Processing
/// Letters 21, 1389-1393. Not in the paper. A perfect separation has the variance 0, so the interval is a point:
/// with few samples it says less than it seems to.
///
/// - Parameters:
///   - confidence: strictly between 0 and 1.
/// - Precondition: as many scores as labels; `confidence` in range.
/// - Complexity: O(n) for large n (radix sort).
public func areaUnderCurveInterval(
  labels: [Bool], scores: [Double], confidence: Double = 0.95
) -> AreaUnderCurveInterval {
  precondition(confidence > 0 && confidence < 1, "confidence is \(confidence), expected 0 < c < 1")
  guard let sorted = SortedScores(labels: labels, scores: scores) else {
    return AreaUnderCurveInterval(area: .nan, low: .nan, high: .nan, standardError: .nan)
  }
  let area = sorted.areaUnderCurve
  let error = sorted.deLongVariance(area: area).squareRoot()
  guard !error.isNaN else {
    return AreaUnderCurveInterval(area: area, low: .nan, high: .nan, standardError: .nan)
  }
  let reach = standardNormalQuantile(0.5 + confidence / 2) * error
  return AreaUnderCurveInterval(
    area: area, low: max(0, area - reach), high: min(1, area + reach), standardError: error)
}

extension SortedScores {
  /// The variance of the area; `.nan` with fewer than two samples of a class.
  func deLongVariance(area: Double) -> Double {
    guard positiveCount > 1, negativeCount > 1 else { return .nan }
    let m = Double(positiveCount)
    let n = Double(negativeCount)
    var positivesAbove = 0
    var negativesAbove = 0
    var spreadOfPositives = 0.0
    var spreadOfNegatives = 0.0
    // Both means are the area, so the squared deviations need no second pass.
    forEachTie { tie in
      let below = n - Double(negativesAbove) - Double(tie.negatives)
      let won = (below + Double(tie.negatives) / 2) / n - area
      let lost = (Double(positivesAbove) + Double(tie.positives) / 2) / m - area
      spreadOfPositives += Double(tie.positives) * won * won
      spreadOfNegatives += Double(tie.negatives) * lost * lost
      positivesAbove += tie.positives
      negativesAbove += tie.negatives
    }
    return spreadOfPositives / (m - 1) / m + spreadOfNegatives / (n - 1) / n
  }
}
