/// How clean the predicted landslides are against how many of the landslides they hold.
///
/// Tells more than the ROC curve when absences outnumber landslides by far. Not in the paper.
public struct PrecisionRecallCurve: Equatable, Sendable {
  /// One threshold: samples whose score is at least `threshold` are predicted landslides.
  public struct Point: Equatable, Sendable, Codable {
    /// The score, `.infinity` at the first point.
    public let threshold: Double
    /// The share of predicted landslides that are landslides; 1 at the first point, where nothing is predicted.
    public let precision: Double
    /// The share of landslides at or above the threshold; `.nan` without landslides.
    public let recall: Double
  }

  /// The points from recall 0 to recall 1, thresholds falling; equal scores are one point. Empty when a score is `.nan`.
  public let points: [Point]

  /// The mean of the precisions, each weighted by the recall it adds, 0...1.
  ///
  /// ```
  /// AP = sum (R_k - R_(k-1)) P_k
  /// ```
  /// `.nan` without landslides or when a score is `.nan`.
  public let averagePrecision: Double

  /// The curve of some scores.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - scores: n scores, larger for what looks more like a landslide.
  /// - Precondition: as many scores as labels.
  public init(labels: [Bool], scores: [Double]) {
    guard let sorted = SortedScores(labels: labels, scores: scores) else {
      points = []
      averagePrecision = .nan
      return
    }
    let positiveCount = Double(sorted.positiveCount)
    var points = [Point(threshold: .infinity, precision: 1, recall: 0 / positiveCount)]
    var found = 0
    var predicted = 0
    var area = 0.0
    sorted.forEachTie { tie in
      found += tie.positives
      predicted += tie.positives + tie.negatives
      let precision = Double(found) / Double(predicted)
      area += Double(tie.positives) / positiveCount * precision
      points.append(
        Point(
          threshold: tie.score, precision: precision, recall: Double(found) / positiveCount))
    }
    self.points = points
    averagePrecision = sorted.positiveCount > 0 ? area : .nan
  }
}

/// The average precision of some scores: ``PrecisionRecallCurve/averagePrecision`` without the curve.
///
/// - Precondition: as many scores as labels.
public func averagePrecision(labels: [Bool], scores: [Double]) -> Double {
  guard let sorted = SortedScores(labels: labels, scores: scores), sorted.positiveCount > 0 else {
    return .nan
  }
  var found = 0
  var predicted = 0
  var area = 0.0
  sorted.forEachTie { tie in
    found += tie.positives
    predicted += tie.positives + tie.negatives
    area += Double(tie.positives) * (Double(found) / Double(predicted))
  }
  return area / Double(sorted.positiveCount)
}
