import Foundation

/// The loss of a classifier with one logit per class.
///
/// ```
/// p[k] = exp(z[k]) / sum over j of exp(z[j])
/// loss = sum over n of w[label n] (-ln p[n, label n]) / sum over n of w[label n]
/// dloss/dz[n, k] = w[label n] (p[n, k] - [k == label n]) / sum of w
/// ```
/// Reference: torch.nn.functional.cross_entropy. The largest logit is subtracted first, and rows are computed in
/// double precision, so logits of any size are safe.
public struct SoftmaxCrossEntropy: Equatable, Sendable {
  /// The weight of each class; `nil`: all 1.
  public let classWeights: [Float]?

  /// A loss whose classes have these weights.
  public init(classWeights: [Float]? = nil) { self.classWeights = classWeights }

  /// The weight of samples of class `label`.
  func weight(of label: Int) -> Double { classWeights.map { Double($0[label]) } ?? 1 }

  /// The natural logarithms of the probabilities of `classes` classes, row by row.
  ///
  /// - Precondition: `logits` is a whole number of rows.
  public static func logProbabilities(_ logits: [Float], classes: Int) -> [Double] {
    precondition(
      classes > 0 && logits.count % classes == 0,
      "\(logits.count) logits are not whole rows of \(classes)")
    return stride(from: 0, to: logits.count, by: classes).flatMap { start in
      let row = logits[start..<start + classes].map(Double.init)
      let largest = row.max() ?? 0
      let logSum = log(row.reduce(0) { $0 + exp($1 - largest) })
      return row.map { $0 - largest - logSum }
    }
  }

  /// The probabilities of `classes` classes, row by row.
  public static func probabilities(_ logits: [Float], classes: Int) -> [Double] {
    logProbabilities(logits, classes: classes).map { exp($0) }
  }

  /// The loss of each row, its class weight included.
  ///
  /// - Precondition: one label per row, each in `0..<classes`.
  public func losses(_ logits: [Float], labels: [Int], classes: Int) -> [Double] {
    let logProbabilities = Self.logProbabilities(logits, classes: classes)
    precondition(
      labels.count * classes == logits.count,
      "\(labels.count) labels for \(logits.count) logits of \(classes) classes")
    return labels.indices.map { row in
      precondition(
        (0..<classes).contains(labels[row]), "label \(labels[row]) is not in 0..<\(classes)")
      return -logProbabilities[row * classes + labels[row]] * weight(of: labels[row])
    }
  }

  /// The mean loss and its gradient with respect to the logits; (nan, zeros) when all weights are 0.
  public func mean(
    _ logits: [Float], labels: [Int], classes: Int
  ) -> (loss: Double, gradient: [Float]) {
    let losses = losses(logits, labels: labels, classes: classes)
    let total = labels.reduce(0) { $0 + weight(of: $1) }
    guard total > 0 else { return (.nan, logits.map { _ in 0 }) }
    var gradient = [Float](repeating: 0, count: logits.count)
    var results = BatchStatistics()
    logits.withUnsafeBufferPointer { source in
      gradient.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        accumulate(
          logits: source, labels: labels[...], classes: classes, scale: 1 / total,
          gradient: target, into: &results)
      }
    }
    return (losses.reduce(0, +) / total, gradient)
  }

  /// Adds the weighted losses of rows to `results`, and writes `scale` times their gradient.
  ///
  /// Bounds: `logits` and `gradient` labels.count * classes.
  func accumulate(
    logits: UnsafePointer<Float>, labels: ArraySlice<Int>, classes: Int, scale: Double,
    gradient: UnsafeMutablePointer<Float>?, into results: inout BatchStatistics
  ) {
    for (row, label) in labels.enumerated() {
      let z = logits + row * classes
      var largest = z[0]
      var best = 0
      for k in 1..<max(1, classes) where z[k] > largest {
        largest = z[k]
        best = k
      }
      var sum = 0.0
      for k in 0..<classes { sum += exp(Double(z[k] - largest)) }
      let weight = weight(of: label)
      results.loss += weight * (log(sum) - Double(z[label] - largest))
      results.weight += weight
      results.correct += best == label ? 1 : 0
      results.add(probability: exp(Double(z[classes - 1] - largest)) / sum)
      guard let gradient else { continue }
      for k in 0..<classes {
        let probability = exp(Double(z[k] - largest)) / sum
        gradient[row * classes + k] = Float(
          (probability - (k == label ? 1 : 0)) * weight * scale)
      }
    }
  }
}

/// Sums over samples, added up in a fixed order.
struct BatchStatistics: Sendable {
  /// Weighted losses.
  var loss = 0.0
  /// Weights.
  var weight = 0.0
  /// Samples whose largest logit is their label's.
  var correct = 0
  /// Samples.
  var count = 0
  private var probabilitySum = 0.0
  private var squareSum = 0.0

  /// Counts one sample with this probability of the last class.
  mutating func add(probability: Double) {
    count += 1
    probabilitySum += probability
    squareSum += probability * probability
  }

  /// Adds the sums of further samples.
  mutating func add(_ other: BatchStatistics) {
    loss += other.loss
    weight += other.weight
    correct += other.correct
    count += other.count
    probabilitySum += other.probabilitySum
    squareSum += other.squareSum
  }

  /// The sum of squared deviations of the probabilities from their mean, at least 0.
  var squaredDeviations: Double {
    guard count > 0 else { return 0 }
    return max(0, squareSum - probabilitySum * probabilitySum / Double(count))
  }
}
