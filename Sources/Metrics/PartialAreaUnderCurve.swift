extension ROCCurve {
  /// The area under a part of the curve: between two false positive rates, as where false alarms are rare.
  ///
  /// Trapezoids, with the curve cut at both ends by straight lines between its points. At most the width of the
  /// range, which a perfect model reaches; ``standardizedPartialArea(falsePositiveRates:)`` is easier to read.
  ///
  /// - Parameter range: false positive rates, within 0...1.
  /// - Returns: 0 to the width of the range; `.nan` with one class, when a score is `.nan`, and for a range beyond
  ///   0...1.
  public func partialArea(falsePositiveRates range: ClosedRange<Double>) -> Double {
    guard !areaUnderCurve.isNaN, range.lowerBound >= 0, range.upperBound <= 1 else { return .nan }
    var area = 0.0
    for (before, after) in zip(points, points.dropFirst()) {
      let left = max(before.falsePositiveRate, range.lowerBound)
      let right = min(after.falsePositiveRate, range.upperBound)
      guard right > left else { continue }
      let slope =
        (after.truePositiveRate - before.truePositiveRate)
        / (after.falsePositiveRate - before.falsePositiveRate)
      let middle = (left + right) / 2 - before.falsePositiveRate
      area += (right - left) * (before.truePositiveRate + slope * middle)
    }
    return area
  }

  /// The partial area on the scale of the whole: 0.5 for a model that knows nothing, 1 for a perfect one.
  ///
  /// ```
  /// (1 + (A - min) / (max - min)) / 2,   min = (b^2 - a^2) / 2 (the diagonal),   max = b - a      for rates a...b
  /// ```
  /// Source: McClish (1989), Medical Decision Making 9, 190-195. Not in the paper. Below 0.5 for a model worse than
  /// none.
  ///
  /// - Parameter range: false positive rates, within 0...1.
  /// - Returns: at most 1; `.nan` where ``partialArea(falsePositiveRates:)`` is, and for a range without width.
  public func standardizedPartialArea(falsePositiveRates range: ClosedRange<Double>) -> Double {
    let (a, b) = (range.lowerBound, range.upperBound)
    let least = (b - a) * (b + a) / 2
    let most = b - a
    guard most > least else { return .nan }
    return (1 + (partialArea(falsePositiveRates: range) - least) / (most - least)) / 2
  }
}
