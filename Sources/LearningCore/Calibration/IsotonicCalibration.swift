/// The rising step function nearest to the labels, straight between its steps.
///
/// ```
/// minimise sum (g(p_i) - y_i)^2   over all g that never fall
/// ```
/// Pools adjacent violators: neighbours whose shares of landslides are in the wrong order get their common share. It
/// takes any rising shape, and needs many samples for it. The first and last steps may have the shares 0 and 1: such
/// probabilities are certain, and the logarithmic loss of a surprise is infinite.
///
/// Source: Ayer et al. (1955), Annals of Mathematical Statistics 26, 641-647; Zadrozny and Elkan (2002), KDD. Between
/// and beyond the steps as in scikit-learn's `IsotonicRegression(out_of_bounds="clip")`. Not in the paper.
public struct IsotonicCalibration: Calibrator {
  /// Probabilities of the model, strictly rising: the first and last of each step.
  public let probabilities: [Double]
  /// The share of landslides at each of them, never falling.
  public let shares: [Double]

  /// Fits the function.
  ///
  /// Samples of equal probability are pooled first. When all probabilities are equal, the function is constant.
  ///
  /// - Parameters:
  ///   - probabilities: n probabilities of samples that the model was not fitted to, 0...1.
  ///   - labels: n labels; `true` means landslide.
  /// - Throws: ``EstimatorError`` for no samples, one class and lists of different lengths;
  ///   ``CalibrationError/notAProbability(sample:value:)``.
  /// - Complexity: O(n log n).
  public init(probabilities: [Double], labels: [Bool]) throws {
    try CalibrationError.check(probabilities, labels: labels)
    var steps: [Step] = []
    for index in probabilities.indices.sorted(by: { probabilities[$0] < probabilities[$1] }) {
      let (probability, landslides) = (probabilities[index], labels[index] ? 1 : 0)
      if let last = steps.last, last.high == probability {
        steps[steps.count - 1].count += 1
        steps[steps.count - 1].landslides += landslides
      } else {
        steps.append(
          Step(low: probability, high: probability, count: 1, landslides: landslides))
      }
    }
    var pooled: [Step] = []
    for step in steps {
      pooled.append(step)
      while pooled.count > 1, pooled[pooled.count - 2].isNotBelow(pooled[pooled.count - 1]) {
        let last = pooled.removeLast()
        pooled[pooled.count - 1].high = last.high
        pooled[pooled.count - 1].count += last.count
        pooled[pooled.count - 1].landslides += last.landslides
      }
    }
    var knots: [(probability: Double, share: Double)] = []
    for step in pooled {
      let share = Double(step.landslides) / Double(step.count)
      knots.append((step.low, share))
      if step.high > step.low { knots.append((step.high, share)) }
    }
    self.probabilities = knots.map(\.probability)
    shares = knots.map(\.share)
  }

  /// The share of landslides at a probability, 0...1: linear between knots, that of the nearest knot beyond them;
  /// `.nan` for `.nan`.
  public func calibrated(_ probability: Double) -> Double {
    guard !probability.isNaN else { return .nan }
    // The first knot at or above the probability.
    var (low, high) = (0, probabilities.count)
    while low < high {
      let middle = (low + high) / 2
      if probabilities[middle] < probability { low = middle + 1 } else { high = middle }
    }
    guard low < probabilities.count else { return shares[low - 1] }
    guard low > 0, probabilities[low] > probability else { return shares[low] }
    let part =
      (probability - probabilities[low - 1]) / (probabilities[low] - probabilities[low - 1])
    return shares[low - 1] + part * (shares[low] - shares[low - 1])
  }

  /// Reads a function.
  ///
  /// - Throws: `DecodingError` when there are no knots, not as many shares, or their order is wrong.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    probabilities = try container.decode([Double].self, forKey: .probabilities)
    shares = try container.decode([Double].self, forKey: .shares)
    guard !probabilities.isEmpty, probabilities.count == shares.count,
      zip(probabilities, probabilities.dropFirst()).allSatisfy({ $0 < $1 }),
      zip(shares, shares.dropFirst()).allSatisfy({ $0 <= $1 }),
      (probabilities + shares).allSatisfy((0...1).contains)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .shares, in: container,
        debugDescription: "expected as many shares as probabilities, both rising from 0 to 1")
    }
  }
}

/// Neighbouring probabilities with their share of landslides.
private struct Step {
  let low: Double
  var high: Double
  var count: Int
  var landslides: Int

  /// Whether the share is at least that of another, in whole numbers.
  func isNotBelow(_ other: Step) -> Bool { landslides * other.count >= other.landslides * count }
}
