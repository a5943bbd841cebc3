import Foundation

/// The root mean square error of probabilities against labels (landslide 1, absence 0).
///
/// ```
/// RMSE = sqrt(sum (p_i - y_i)^2 / n)
/// ```
/// Source: Eq. (13). 0...1 for probabilities; `.nan` without samples or when a probability is `.nan`.
///
/// - Precondition: as many probabilities as labels.
public func rootMeanSquareError(labels: [Bool], probabilities: [Double]) -> Double {
  brierScore(labels: labels, probabilities: probabilities).squareRoot()
}

/// The mean square error of probabilities against labels (Brier 1950): the square of the RMSE of Eq. (13).
///
/// 0...1 for probabilities; `.nan` without samples or when a probability is `.nan`.
///
/// - Precondition: as many probabilities as labels.
public func brierScore(labels: [Bool], probabilities: [Double]) -> Double {
  requireSameCount(labels.count, probabilities.count)
  guard !labels.isEmpty else { return .nan }
  var sum = 0.0
  for (label, probability) in zip(labels, probabilities) {
    let error = probability - (label ? 1 : 0)
    sum += error * error
  }
  return sum / Double(labels.count)
}

/// The mean negative logarithm of the probability given to what happened (cross entropy).
///
/// ```
/// -sum (y_i ln p_i + (1 - y_i) ln(1 - p_i)) / n
/// ```
/// Not in the paper. Nothing is clipped: ``logLoss(labels:probabilities:clippedTo:)`` does that, as other programs do
/// without saying so. 0...infinity: `.infinity` when a sample was certain (0 or 1) and wrong; `.nan` without samples or
/// when a probability is `.nan`.
///
/// - Precondition: as many probabilities as labels.
public func logLoss(labels: [Bool], probabilities: [Double]) -> Double {
  requireSameCount(labels.count, probabilities.count)
  guard !labels.isEmpty else { return .nan }
  var sum = 0.0
  for (label, probability) in zip(labels, probabilities) {
    sum -= label ? log(probability) : log1p(-probability)
  }
  // A certain, right forecast gives -0.
  return sum / Double(labels.count) + 0
}

/// The logarithmic loss with probabilities cut to `margin...1 - margin`: certain and wrong costs `-ln(margin)`.
///
/// - Parameters:
///   - labels: n labels; `true` means landslide.
///   - probabilities: n probabilities.
///   - margin: 0...0.5; scikit-learn takes 2.2e-16 for double precision.
/// - Returns: `.nan` without samples, when a probability is `.nan`, and for a margin out of range.
/// - Precondition: as many probabilities as labels.
public func logLoss(
  labels: [Bool], probabilities: [Double], clippedTo margin: Double
) -> Double {
  guard margin >= 0, margin <= 0.5 else { return .nan }
  return logLoss(
    labels: labels,
    // `min` and `max` would turn NaN into a number.
    probabilities: probabilities.map { $0.isNaN ? .nan : min(max($0, margin), 1 - margin) })
}

/// How much of the area under the curve is lost when a factor is left out.
///
/// ```
/// RD_i = (AUC_all - AUC_i) / AUC_all
/// ```
/// Source: the jackknife of Fig. 12. Negative when the model is better without the factor; `.nan` when `areaOfAll` is
/// 0.
///
/// - Parameters:
///   - areaOfAll: the area under the curve with all factors.
///   - areaWithout: the area without factor i.
public func relativeDecrease(of areaOfAll: Double, without areaWithout: Double) -> Double {
  guard areaOfAll != 0 else { return .nan }
  return (areaOfAll - areaWithout) / areaOfAll
}
