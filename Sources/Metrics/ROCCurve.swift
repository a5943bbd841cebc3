/// The receiver operating characteristic: how many landslides are found at the price of how many false alarms.
///
/// Source: Sect. 3.4 and Fig. 10 of the paper; ties as in Fawcett (2006), An introduction to ROC analysis.
public struct ROCCurve: Equatable, Sendable {
  /// One threshold: samples whose score is at least `threshold` are predicted landslides.
  public struct Point: Equatable, Sendable, Codable {
    /// The score, `.infinity` at the first point.
    public let threshold: Double
    /// The share of absences at or above the threshold, `1 - specificity`; `.nan` without absences.
    public let falsePositiveRate: Double
    /// The share of landslides at or above the threshold, the sensitivity; `.nan` without landslides.
    public let truePositiveRate: Double

    /// A point of the curve.
    public init(threshold: Double, falsePositiveRate: Double, truePositiveRate: Double) {
      self.threshold = threshold
      self.falsePositiveRate = falsePositiveRate
      self.truePositiveRate = truePositiveRate
    }
  }

  /// The points from (0, 0) to (1, 1), one for each distinct score, thresholds falling; equal scores are one point.
  ///
  /// Empty when a score is `.nan`. With one class the rate of the other is `.nan`.
  public let points: [Point]

  /// The area under the curve, 0...1; `.nan` with one class or when a score is `.nan`.
  public let areaUnderCurve: Double

  /// The share of landslides among the samples, 0...1; `.nan` without samples or when a score is `.nan`.
  public let prevalence: Double

  /// The curve of some scores.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - scores: n scores, larger for what looks more like a landslide; any scale, infinities allowed.
  /// - Precondition: as many scores as labels.
  /// - Complexity: O(n) for large n (radix sort).
  public init(labels: [Bool], scores: [Double]) {
    guard let sorted = SortedScores(labels: labels, scores: scores) else {
      points = []
      areaUnderCurve = .nan
      prevalence = .nan
      return
    }
    let positiveCount = Double(sorted.positiveCount)
    let negativeCount = Double(sorted.negativeCount)
    var found = 0
    var falseAlarms = 0
    var points = [
      Point(
        threshold: .infinity, falsePositiveRate: 0 / negativeCount,
        truePositiveRate: 0 / positiveCount)
    ]
    sorted.forEachTie { tie in
      found += tie.positives
      falseAlarms += tie.negatives
      points.append(
        Point(
          threshold: tie.score, falsePositiveRate: Double(falseAlarms) / negativeCount,
          truePositiveRate: Double(found) / positiveCount))
    }
    self.points = points
    areaUnderCurve = sorted.areaUnderCurve
    prevalence = positiveCount / (positiveCount + negativeCount)
  }

  /// The points without those on a straight line between their neighbours: the same curve, quicker to draw.
  public var corners: [Point] {
    points.indices.filter { index in
      guard index > 0, index < points.count - 1 else { return true }
      let (before, here, after) = (points[index - 1], points[index], points[index + 1])
      let rises =
        (here.truePositiveRate - before.truePositiveRate)
        * (after.falsePositiveRate - here.falsePositiveRate)
      let runs =
        (after.truePositiveRate - here.truePositiveRate)
        * (here.falsePositiveRate - before.falsePositiveRate)
      return rises != runs
    }.map { points[$0] }
  }
}

/// The area under the ROC curve: the probability that a landslide scores higher than an absence, ties counting half.
///
/// ```
/// AUC = (pairs won + pairs tied / 2) / (landslides * absences)
/// ```
/// The measure of Sect. 3.4; the paper's Eq. (9), printed for it, is the accuracy
/// (``ConfusionMatrix/accuracy``). 0...1; `.nan` with one class or when a score is `.nan`.
///
/// - Precondition: as many scores as labels.
/// - Complexity: O(n) for large n (radix sort).
public func areaUnderCurve(labels: [Bool], scores: [Double]) -> Double {
  SortedScores(labels: labels, scores: scores)?.areaUnderCurve ?? .nan
}

extension SortedScores {
  /// Mann and Whitney's statistic divided by the number of pairs.
  var areaUnderCurve: Double {
    // Counted in half pairs, in whole numbers: exact up to 4e18.
    var halfPairs = 0
    var above = 0
    forEachTie { tie in
      halfPairs += tie.negatives * (2 * above + tie.positives)
      above += tie.positives
    }
    let pairs = Double(positiveCount) * Double(negativeCount)
    return pairs > 0 ? Double(halfPairs) / (2 * pairs) : .nan
  }
}
