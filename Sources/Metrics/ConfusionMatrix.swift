/// How often a classifier was right and wrong about each class, at one threshold.
///
/// Source: Eq. (9)-(12), (14) and (15). Ratios whose denominator is zero are `.nan`.
public struct ConfusionMatrix: Equatable, Hashable, Sendable, Codable {
  /// Landslides predicted as landslides.
  public let truePositives: Int
  /// Absences predicted as landslides.
  public let falsePositives: Int
  /// Absences predicted as absences.
  public let trueNegatives: Int
  /// Landslides predicted as absences.
  public let falseNegatives: Int

  /// Counts that are known already.
  ///
  /// - Precondition: no count is negative.
  public init(truePositives: Int, falsePositives: Int, trueNegatives: Int, falseNegatives: Int) {
    precondition(
      min(truePositives, falsePositives, trueNegatives, falseNegatives) >= 0,
      "counts are \(truePositives), \(falsePositives), \(trueNegatives), \(falseNegatives), expected none below 0"
    )
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.trueNegatives = trueNegatives
    self.falseNegatives = falseNegatives
  }

  /// Compares probabilities with labels.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - probabilities: n probabilities. A sample is predicted a landslide when its probability is at least
  ///     `threshold`; `.nan` is not, so it is counted as a predicted absence.
  ///   - threshold: 0.5 in the paper.
  /// - Precondition: as many probabilities as labels.
  public init(labels: [Bool], probabilities: [Double], threshold: Double = 0.5) {
    requireSameCount(labels.count, probabilities.count)
    // Index: 2 for a landslide + 1 for a predicted landslide.
    var counts = [0, 0, 0, 0]
    for (label, probability) in zip(labels, probabilities) {
      counts[(label ? 2 : 0) + (probability >= threshold ? 1 : 0)] += 1
    }
    self.init(
      truePositives: counts[3], falsePositives: counts[1], trueNegatives: counts[0],
      falseNegatives: counts[2])
  }

  /// The number of samples.
  public var count: Int { truePositives + falsePositives + trueNegatives + falseNegatives }

  /// The share of samples that were predicted right, 0...1.
  ///
  /// ```
  /// (TP + TN) / (TP + TN + FP + FN)
  /// ```
  /// Source: Eq. (12), and Eq. (9), which is printed for the area under the curve but is this formula.
  public var accuracy: Double { ratio(truePositives + trueNegatives, count) }

  /// The share of landslides that were found, 0...1: `TP / (TP + FN)`. Also called recall. Source: Eq. (10).
  public var sensitivity: Double { ratio(truePositives, truePositives + falseNegatives) }

  /// The share of absences that were found, 0...1: `TN / (TN + FP)`. Source: Eq. (11).
  public var specificity: Double { ratio(trueNegatives, trueNegatives + falsePositives) }

  /// The share of predicted landslides that are landslides, 0...1: `TP / (TP + FP)`. Not in the paper.
  public var precision: Double { ratio(truePositives, truePositives + falsePositives) }

  /// The harmonic mean of precision and sensitivity, 0...1: `2 TP / (2 TP + FP + FN)`. Not in the paper.
  public var f1Score: Double {
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
  }

  /// The agreement to expect by chance from the margins alone, 0...1.
  ///
  /// ```
  /// Pe = ((TP + FP) (TP + FN) + (TN + FN) (TN + FP)) / n^2
  /// ```
  /// Source: Eq. (15).
  public var expectedAgreement: Double {
    let predicted = Double(truePositives + falsePositives)
    let landslides = Double(truePositives + falseNegatives)
    let n = Double(count)
    guard count > 0 else { return .nan }
    return (predicted * landslides + (n - predicted) * (n - landslides)) / (n * n)
  }

  /// Cohen's kappa: the agreement beyond chance, at most 1 and 0 for chance.
  ///
  /// ```
  /// kappa = (Po - Pe) / (1 - Pe)      Po the accuracy, Pe the expected agreement
  /// ```
  /// Source: Eq. (14), (15). `.nan` when labels and predictions are all of one class (`Pe` is 1).
  public var kappa: Double {
    let expected = expectedAgreement
    guard expected < 1 else { return .nan }
    return (accuracy - expected) / (1 - expected)
  }

  /// Matthews' correlation of labels and predictions, -1...1.
  ///
  /// ```
  /// (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN))
  /// ```
  /// Not in the paper. 0, the limit value, when labels or predictions are all of one class; `.nan` without samples.
  public var matthewsCorrelation: Double {
    guard count > 0 else { return .nan }
    let margins = [
      truePositives + falsePositives, truePositives + falseNegatives,
      trueNegatives + falsePositives, trueNegatives + falseNegatives,
    ].map(Double.init)
    guard !margins.contains(0) else { return 0 }
    let difference =
      Double(truePositives) * Double(trueNegatives)
      - Double(falsePositives) * Double(falseNegatives)
    // Two roots, because the product of the four margins leaves the range of exact integers early.
    return difference
      / ((margins[0] * margins[1]).squareRoot() * (margins[2] * margins[3]).squareRoot())
  }

  private func ratio(_ numerator: Int, _ denominator: Int) -> Double {
    denominator > 0 ? Double(numerator) / Double(denominator) : .nan
  }
}

/// Every measure pairs each label with one prediction.
func requireSameCount(_ labels: Int, _ predictions: Int) {
  precondition(labels == predictions, "\(labels) labels but \(predictions) predictions")
}
