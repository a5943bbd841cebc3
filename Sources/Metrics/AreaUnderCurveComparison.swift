import Foundation

/// Whether two models that scored the same samples differ in the area under the ROC curve (DeLong's test).
///
/// ```
/// V10_i = (absences below landslide i + tied / 2) / absences          for each model
/// V01_j = (landslides above absence j + tied / 2) / landslides
/// variance = var(V10 - V10') / landslides + var(V01 - V01') / absences
/// z = (AUC - AUC') / sqrt(variance),   p = P(|standard normal| > |z|)
/// ```
/// The models share their samples, so their areas move together: intervals that overlap say nothing about the
/// difference. Source: DeLong et al. (1988), Biometrics 44, 837-845. Not in the paper.
public struct AreaUnderCurveComparison: Equatable, Sendable, Codable {
  /// The area of the first model, 0...1; `.nan` with one class or when a score is `.nan`.
  public let first: Double
  /// The area of the second model, 0...1.
  public let second: Double
  /// The area of the first less that of the second, -1...1.
  public let difference: Double
  /// The standard error of the difference; `.nan` with fewer than two samples of a class or when a score is `.nan`.
  public let standardError: Double
  /// The difference in standard errors; `.nan` when the standard error is 0 or `.nan`.
  public let z: Double
  /// The probability of a difference at least as large by chance when there is none, two-sided, 0...1.
  ///
  /// 1 when difference and standard error are 0 (the models order all pairs alike); `.nan` when the standard error is
  /// `.nan`, and when it is 0 for areas that differ: the samples are too few to tell.
  public let pValue: Double

  /// Compares two models.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - first: n scores of one model, larger for what looks more like a landslide.
  ///   - second: n scores of the other, of the same samples; any scale.
  /// - Precondition: as many scores of each model as labels.
  /// - Complexity: O(n log n).
  public init(labels: [Bool], first: [Double], second: [Double]) {
    requireSameCount(labels.count, first.count)
    requireSameCount(labels.count, second.count)
    guard let a = SortedScores(labels: labels, scores: first),
      let b = SortedScores(labels: labels, scores: second)
    else {
      self.init(first: .nan, second: .nan, standardError: .nan)
      return
    }
    var landslides = Spread()
    var absences = Spread()
    for (index, label) in labels.enumerated() {
      let difference = a.winShare(first[index], label) - b.winShare(second[index], label)
      if label { landslides.add(difference) } else { absences.add(difference) }
    }
    self.init(
      first: a.areaUnderCurve, second: b.areaUnderCurve,
      standardError: (landslides.varianceOfMean + absences.varianceOfMean).squareRoot())
  }

  private init(first: Double, second: Double, standardError: Double) {
    self.first = first
    self.second = second
    self.standardError = standardError
    difference = first - second
    z = standardError > 0 ? difference / standardError : .nan
    pValue = standardError == 0 && difference == 0 ? 1 : erfc(abs(z) / 2.0.squareRoot())
  }
}

/// Mean and variance in one pass (Welford 1962).
private struct Spread {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let deviation = value - mean
    mean += deviation / count
    squares += deviation * (value - mean)
  }

  /// `.nan` with fewer than two values.
  var varianceOfMean: Double { count > 1 ? squares / (count - 1) / count : .nan }
}
