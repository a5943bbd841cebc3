import Foundation

/// Whether two classifiers of the same samples are right equally often (McNemar's test).
///
/// Only samples that one gets right and the other wrong count. Source: McNemar (1947), Psychometrika 12, 153-157; for
/// classifiers Dietterich (1998), Neural Computation 10, 1895-1923. Not in the paper.
public struct McNemarTest: Equatable, Sendable, Codable {
  /// Samples that only the first gets right.
  public let onlyFirstRight: Int
  /// Samples that only the second gets right.
  public let onlySecondRight: Int

  /// Counts that are known already.
  ///
  /// - Precondition: no count is negative.
  public init(onlyFirstRight: Int, onlySecondRight: Int) {
    precondition(
      min(onlyFirstRight, onlySecondRight) >= 0,
      "counts are \(onlyFirstRight) and \(onlySecondRight), expected none below 0")
    self.onlyFirstRight = onlyFirstRight
    self.onlySecondRight = onlySecondRight
  }

  /// Compares the decisions of two models at a threshold.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - first: n probabilities of one model; `.nan` counts as a predicted absence, as in ``ConfusionMatrix``.
  ///   - second: n probabilities of the other.
  ///   - threshold: samples of at least this probability are predicted landslides.
  /// - Precondition: as many probabilities of each model as labels.
  public init(labels: [Bool], first: [Double], second: [Double], threshold: Double = 0.5) {
    requireSameCount(labels.count, first.count)
    requireSameCount(labels.count, second.count)
    var (onlyFirst, onlySecond) = (0, 0)
    for (index, label) in labels.enumerated() {
      switch ((first[index] >= threshold) == label, (second[index] >= threshold) == label) {
      case (true, false): onlyFirst += 1
      case (false, true): onlySecond += 1
      default: break
      }
    }
    self.init(onlyFirstRight: onlyFirst, onlySecondRight: onlySecond)
  }

  /// The exact two-sided p-value, 0...1: 1 when the two never disagree.
  ///
  /// ```
  /// min(1, 2 P(X <= min(b, c))),   X binomial with b + c draws of probability 1/2
  /// ```
  /// Right for any counts; ``chiSquared`` wants about 25 disagreements.
  public var exactPValue: Double {
    let count = onlyFirstRight + onlySecondRight
    let fewer = min(onlyFirstRight, onlySecondRight)
    guard 2 * fewer < count else { return 1 }
    // Logarithms, because 2^-count leaves the range of numbers early; terms grow, so the last is the largest.
    var logTerm = -Double(count) * log(2)
    var terms = [logTerm]
    for k in stride(from: 1, through: fewer, by: 1) {
      logTerm += log(Double(count - k + 1) / Double(k))
      terms.append(logTerm)
    }
    let sum = terms.reduce(0) { $0 + exp($1 - logTerm) }
    return min(1, 2 * exp(logTerm + log(sum)))
  }

  /// The chi-squared statistic with a continuity correction, at least 0; `.nan` when the two never disagree.
  ///
  /// ```
  /// max(0, |b - c| - 1)^2 / (b + c)
  /// ```
  /// Source: Edwards (1948), Psychometrika 13, 185-187. Without the correction below 0: equal counts give 0.
  public var chiSquared: Double {
    let count = onlyFirstRight + onlySecondRight
    guard count > 0 else { return .nan }
    let excess = Double(max(0, abs(onlyFirstRight - onlySecondRight) - 1))
    return excess * excess / Double(count)
  }

  /// The p-value of ``chiSquared`` with one degree of freedom, 0...1; 1 when the two never disagree.
  public var chiSquaredPValue: Double {
    chiSquared.isNaN ? 1 : erfc((chiSquared / 2).squareRoot())
  }
}
