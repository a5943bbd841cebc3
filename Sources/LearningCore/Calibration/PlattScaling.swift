import Foundation

/// A sigmoid that makes probabilities of decision values, or of other probabilities.
///
/// ```
/// P(landslide | f) = 1 / (1 + exp(A f + B))
/// ```
/// As a ``Calibrator`` it is fitted to the logits of probabilities, `f = ln(p / (1 - p))`; A = -1 and B = 0 leave them
/// as they are.
///
/// Source: Platt (2000), fitted by Newton's method with backtracking as in Lin, Lin and Weng (2007), Machine Learning
/// 68, 267-276.
public struct PlattScaling: Calibrator {
  /// A, negative when larger decision values mean landslides.
  public let slope: Double
  /// B.
  public let offset: Double

  /// A sigmoid with these coefficients.
  public init(slope: Double, offset: Double) {
    self.slope = slope
    self.offset = offset
  }

  /// The probability of a landslide, 0...1; `.nan` for `.nan`.
  public func probability(ofDecisionValue value: Double) -> Double {
    logistic(-(slope * value + offset))
  }

  /// The sigmoid of the logit of a probability, 0...1; `.nan` for `.nan`.
  ///
  /// For sigmoids that were fitted to probabilities. Those within 1e-12 of 0 or 1 count as that far away.
  public func calibrated(_ probability: Double) -> Double {
    self.probability(ofDecisionValue: logit(probability))
  }

  /// Fits the sigmoid to the logits of probabilities, as ``init(decisionValues:labels:)`` does to decision values.
  ///
  /// - Parameters:
  ///   - probabilities: n probabilities of samples that the model was not fitted to, 0...1; those within 1e-12 of 0 or
  ///     1 count as that far away.
  ///   - labels: n labels; `true` means landslide.
  /// - Throws: ``EstimatorError`` for no samples, one class and lists of different lengths;
  ///   ``CalibrationError/notAProbability(sample:value:)``.
  public init(probabilities: [Double], labels: [Bool]) throws {
    try CalibrationError.check(probabilities, labels: labels)
    try self.init(decisionValues: probabilities.map(logit), labels: labels)
  }

  /// Fits the sigmoid by maximum likelihood.
  ///
  /// The targets are not 1 and 0 but `(N+ + 1) / (N+ + 2)` and `1 / (N- + 2)`, so that separated values don't make the
  /// slope infinite. Equal values give every sample the mean target.
  ///
  /// - Parameters:
  ///   - decisionValues: n finite values, best of samples that the machine was not fitted to.
  ///   - labels: n labels; `true` means landslide.
  /// - Throws: ``EstimatorError`` for no samples, one class and lists of different lengths;
  ///   ``CalibrationError/notFinite(sample:value:)``.
  public init(decisionValues: [Double], labels: [Bool]) throws {
    try EstimatorError.check(count: decisionValues.count, labels: labels)
    for (sample, value) in decisionValues.enumerated() where !value.isFinite {
      throw CalibrationError.notFinite(sample: sample, value: value)
    }
    let landslides = Double(labels.count { $0 })
    let absences = Double(labels.count) - landslides
    let high = (landslides + 1) / (landslides + 2)
    let low = 1 / (absences + 2)
    let likelihood = Likelihood(
      values: decisionValues, targets: labels.map { $0 ? high : low })
    var point = SIMD2(0, log((absences + 1) / (landslides + 1)))
    var loss = likelihood.loss(at: point)
    for _ in 0..<100 {
      let (gradient, direction) = likelihood.newtonDirection(at: point)
      guard max(abs(gradient.x), abs(gradient.y)) > 1e-9 else { break }
      let descent = (gradient * direction).sum()
      var step = 1.0
      while step > 1e-10 {
        let next = likelihood.loss(at: point + step * direction)
        if next < loss + 1e-4 * step * descent {
          point += step * direction
          loss = next
          break
        }
        step /= 2
      }
      guard step > 1e-10 else { break }
    }
    self.init(slope: point.x, offset: point.y)
  }
}

/// The negative logarithm of the likelihood of a slope and an offset.
private struct Likelihood {
  let values: [Double]
  let targets: [Double]

  func loss(at point: SIMD2<Double>) -> Double {
    zip(values, targets).reduce(0) { sum, sample in
      let exponent = point.x * sample.0 + point.y
      return sum
        + (exponent >= 0
          ? sample.1 * exponent + log1p(exp(-exponent))
          : (sample.1 - 1) * exponent + log1p(exp(exponent)))
    }
  }

  /// The gradient, and where Newton's method would go.
  func newtonDirection(
    at point: SIMD2<Double>
  ) -> (gradient: SIMD2<Double>, direction: SIMD2<Double>) {
    // A small ridge keeps the matrix of second derivatives invertible.
    var (h11, h22, h21) = (1e-12, 1e-12, 0.0)
    var gradient = SIMD2<Double>.zero
    let sigmoid = PlattScaling(slope: point.x, offset: point.y)
    for (value, target) in zip(values, targets) {
      let p = sigmoid.probability(ofDecisionValue: value)
      let curvature = p * (1 - p)
      h11 += value * value * curvature
      h22 += curvature
      h21 += value * curvature
      gradient += SIMD2(value, 1) * (target - p)
    }
    let determinant = h11 * h22 - h21 * h21
    let direction = SIMD2(
      -(h22 * gradient.x - h21 * gradient.y), -(h11 * gradient.y - h21 * gradient.x))
    return (gradient, direction / determinant)
  }
}
