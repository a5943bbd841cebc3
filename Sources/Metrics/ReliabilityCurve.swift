/// Whether probabilities hold: of the samples given about 0.3, three in ten should be landslides.
///
/// On a balanced sample the shares are those of the sample, not of the ground.
///
/// Source: DeGroot and Fienberg (1983), The Statistician 32, 12-22; Naeini et al. (2015), AAAI, for the calibration
/// errors. Bins as in scikit-learn's `calibration_curve`. Not in the paper.
public struct ReliabilityCurve: Equatable, Sendable {
  /// How the probabilities are put into bins.
  public enum Binning: String, Equatable, Sendable, Codable {
    /// Bins of equal width over 0...1.
    case equalWidth
    /// Bins between quantiles (type 7) of the probabilities: about equally many samples, equal probabilities together.
    case equalCount
  }

  /// Samples of similar probability.
  public struct Bin: Equatable, Sendable, Codable {
    /// The bin holds `lower < p <= upper` in single precision, the lowest also its lower limit.
    public let lower: Double
    /// The upper limit.
    public let upper: Double
    /// The number of samples, at least 1.
    public let count: Int
    /// The mean of their probabilities, 0...1.
    public let meanProbability: Double
    /// The share of landslides among them, 0...1.
    public let landslideShare: Double
  }

  /// The bins that hold samples, probabilities rising. Empty without samples and when a probability is not in 0...1.
  public let bins: [Bin]

  /// Puts samples into bins.
  ///
  /// - Parameters:
  ///   - labels: n labels; `true` means landslide.
  ///   - probabilities: n probabilities.
  ///   - count: the number of bins, at least 1; bins without samples are left out.
  ///   - binning: how the limits are set.
  /// - Precondition: as many probabilities as labels; `count` at least 1.
  public init(
    labels: [Bool], probabilities: [Double], bins count: Int = 10, binning: Binning = .equalWidth
  ) {
    requireSameCount(labels.count, probabilities.count)
    precondition(count >= 1, "\(count) bins, expected at least 1")
    guard !labels.isEmpty, probabilities.allSatisfy((0...1).contains) else {
      bins = []
      return
    }
    var limits = (0...count).map { Double($0) / Double(count) }
    if binning == .equalCount {
      let sorted = probabilities.sorted()
      limits = limits.map { quantile(ofSorted: sorted, $0) }
    }
    var sums = [(count: Int, probability: Double, landslides: Int)](
      repeating: (0, 0, 0), count: count)
    for (label, probability) in zip(labels, probabilities) {
      // The number of inner limits below the probability.
      var (low, high) = (1, count)
      while low < high {
        let middle = (low + high) / 2
        // As exactly as maps hold probabilities: their 0.3 is not above the limit 0.3, and text reads back into the same bin.
        if Float(limits[middle]) < Float(probability) { low = middle + 1 } else { high = middle }
      }
      sums[low - 1].count += 1
      sums[low - 1].probability += probability
      sums[low - 1].landslides += label ? 1 : 0
    }
    bins = sums.enumerated().filter { $0.element.count > 0 }.map { index, sum in
      Bin(
        lower: limits[index], upper: limits[index + 1], count: sum.count,
        meanProbability: sum.probability / Double(sum.count),
        landslideShare: Double(sum.landslides) / Double(sum.count))
    }
  }

  /// The mean gap between probability and share of landslides, each bin weighing as many samples as it has, 0...1.
  ///
  /// ```
  /// ECE = sum n_b / n |landslideShare_b - meanProbability_b|
  /// ```
  /// It depends on the bins. `.nan` without bins.
  public var expectedCalibrationError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    guard total > 0 else { return .nan }
    return bins.reduce(0) { $0 + Double($1.count) / Double(total) * $1.gap }
  }

  /// The largest gap of a bin, 0...1; `.nan` without bins.
  public var maximumCalibrationError: Double { bins.map(\.gap).max() ?? .nan }
}

extension ReliabilityCurve.Bin {
  fileprivate var gap: Double { abs(landslideShare - meanProbability) }
}

/// The expected calibration error of some probabilities: ``ReliabilityCurve/expectedCalibrationError`` without the
/// curve.
///
/// - Precondition: as many probabilities as labels; at least one bin.
public func expectedCalibrationError(
  labels: [Bool], probabilities: [Double], bins: Int = 10,
  binning: ReliabilityCurve.Binning = .equalWidth
) -> Double {
  ReliabilityCurve(labels: labels, probabilities: probabilities, bins: bins, binning: binning)
    .expectedCalibrationError
}

/// The value that a share of some rising, finite values stays below, linear between them (type 7 of Hyndman and Fan
/// 1996).
///
/// - Precondition: there are values, and the share is in 0...1.
func quantile(ofSorted values: [Double], _ share: Double) -> Double {
  let position = share * Double(values.count - 1)
  let below = Int(position)
  guard below + 1 < values.count, position > Double(below) else { return values[below] }
  return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
}
