import Foundation

/// The probabilities of several models put together: the weighted mean of the logarithms of their odds.
///
/// ```
/// ln(p / (1 - p)) = sum_k w_k ln(p_k / (1 - p_k))      w_k >= 0,  sum_k w_k = 1
/// ```
/// Probabilities are cut to ``cut`` and 1 - ``cut`` first, so that no model that is certain outvotes all others.
///
/// Source: the logarithmic opinion pool of Genest and Zidek (1986), Statistical Science 1, 114-135; weights that are not
/// negative, by out-of-fold predictions, from Breiman (1996), Stacked regressions, Machine Learning 24, 49-64. Not in the
/// paper.
public struct LogarithmicPool: Equatable, Sendable {
  /// A weight for each model, at least 0, with sum 1.
  public let weights: [Double]

  /// What probabilities are cut to; their ranks hardly change from 1e-12 to 0.01.
  public static let cut = 0.001

  /// Models that all count the same.
  ///
  /// - Precondition: there is one at least.
  public init(equal count: Int) {
    precondition(count > 0, "\(count) models, expected at least 1")
    weights = Array(repeating: 1 / Double(count), count: count)
  }

  /// Models with these weights, or `nil` when one is below 0 or not finite, or their sum is not 1.
  public init?(weights: [Double]) {
    guard weights.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(weights.reduce(0, +) - 1) < 1e-6 else {
      return nil
    }
    self.weights = weights
  }

  /// The weights with the least log loss.
  ///
  /// The probabilities must be of samples that the models were not fitted to, such as those of the folds of a
  /// cross-validation; otherwise the model that remembers its samples best gets all the weight. The loss is convex in the
  /// weights. Each step moves weight from the model that has some and is worst to have more of to the one that is best to
  /// have more of, as far as the loss falls; it ends when the loss is within 1e-9 of the least one.
  ///
  /// - Parameters:
  ///   - probabilities: for each model the probabilities of n samples, 0...1.
  ///   - labels: n labels; `true` means landslide.
  /// - Throws: ``EstimatorError`` for no samples, one class and lists of different lengths;
  ///   ``CalibrationError/notAProbability(sample:value:)``.
  /// - Precondition: there is a model.
  /// - Complexity: O(n x models) for each step, of which there are tens.
  public init(probabilities: [[Double]], labels: [Bool]) throws {
    precondition(!probabilities.isEmpty, "no model, expected at least 1")
    for model in probabilities { try CalibrationError.check(model, labels: labels) }
    var fit = PoolFit(
      margins: probabilities.map { model in
        zip(model, labels).map { $1 ? Self.logOdds($0) : -Self.logOdds($0) }
      })
    fit.run()
    // A model that hardly counts need not be evaluated.
    let kept = fit.weights.map { $0 < 1e-4 ? 0 : $0 }
    let sum = kept.reduce(0, +)
    weights = kept.map { $0 / sum }
  }

  /// The pooled probabilities, `.nan` where a model's is; models without weight are not asked.
  ///
  /// - Parameter probabilities: gives those of a model, the same samples each time.
  public func pooled(
    _ probabilities: (_ model: Int) throws -> [Double]
  ) rethrows -> [Double] {
    var sums: [Double] = []
    for (model, weight) in weights.enumerated() where weight > 0 {
      let values = try probabilities(model)
      if sums.isEmpty { sums = [Double](repeating: 0, count: values.count) }
      precondition(
        values.count == sums.count, "\(values.count) probabilities, expected \(sums.count)")
      for index in values.indices { sums[index] += weight * Self.logOdds(values[index]) }
    }
    return sums.map(logistic)
  }

  private static func logOdds(_ probability: Double) -> Double {
    guard !probability.isNaN else { return .nan }
    let inside = min(max(probability, cut), 1 - cut)
    return log(inside / (1 - inside))
  }
}

/// The weights as they come to be.
///
/// ```
/// loss = mean_i ln(1 + exp(-sum_k w_k m_ik))      m_ik log odds, with the sign of the label
/// ```
private struct PoolFit {
  /// For each model the margin of each sample.
  let margins: [[Double]]
  private(set) var weights: [Double]
  /// The margins of the pool.
  private var pool: [Double]

  private static let tolerance = 1e-9
  private static let mostSteps = 10_000

  init(margins: [[Double]]) {
    self.margins = margins
    let share = 1 / Double(margins.count)
    weights = Array(repeating: share, count: margins.count)
    pool = margins[0].indices.map { sample in
      margins.reduce(0) { $0 + share * $1[sample] }
    }
  }

  mutating func run() {
    for _ in 0..<Self.mostSteps {
      let slopes = margins.map { slope(along: $0, at: 0, step: nil) }
      let best = slopes.indices.reduce(0) { slopes[$1] < slopes[$0] ? $1 : $0 }
      let worst = slopes.indices.filter { weights[$0] > 0 }
        .reduce(best) { slopes[$1] > slopes[$0] ? $1 : $0 }
      // By convexity the loss is at most so much above the least one.
      let gap = zip(weights, slopes).reduce(0) { $0 + $1.0 * ($1.1 - slopes[best]) }
      guard gap > Self.tolerance, worst != best else { return }
      move(from: worst, to: best)
    }
  }

  private mutating func move(from worst: Int, to best: Int) {
    let step = zip(margins[best], margins[worst]).map { $0 - $1 }
    var (low, high) = (0.0, weights[worst])
    var amount = high
    if slope(along: step, at: high, step: step) > 0 {
      for _ in 0..<40 {
        let middle = (low + high) / 2
        if slope(along: step, at: middle, step: step) > 0 { high = middle } else { low = middle }
      }
      amount = (low + high) / 2
    }
    for sample in pool.indices { pool[sample] += amount * step[sample] }
    weights[best] += amount
    weights[worst] -= amount
  }

  /// How the loss changes along a direction, once `amount` of a step has been made.
  private func slope(along direction: [Double], at amount: Double, step: [Double]?) -> Double {
    var sum = 0.0
    for sample in pool.indices {
      let margin = pool[sample] + (step.map { amount * $0[sample] } ?? 0)
      sum -= direction[sample] * logistic(-margin)
    }
    return sum / Double(pool.count)
  }
}
