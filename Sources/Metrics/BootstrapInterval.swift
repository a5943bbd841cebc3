import Dispatch

/// A measure with an interval from resampling (bootstrap percentiles).
///
/// Source: Efron and Tibshirani (1993), An introduction to the bootstrap; groups as in Field and Welsh (2007),
/// Journal of the Royal Statistical Society B 69, 369-390. Not in the paper.
public struct BootstrapInterval: Equatable, Sendable, Codable {
  /// The measure of the samples themselves.
  public let estimate: Double
  /// The lower limit; `.nan` when more than half of the replicates, or the estimate, are undefined.
  public let low: Double
  /// The upper limit; `.nan` where the lower is.
  public let high: Double
  /// The standard deviation of the replicates; `.nan` where the limits are and with fewer than two replicates.
  public let standardError: Double
  /// How many replicates the measure was defined for; the others are left out.
  public let definedReplicates: Int

  /// The limits of some replicates; `.nan` stands for undefined ones.
  init(estimate: Double, replicates: [Double], confidence: Double) {
    let sorted = replicates.filter { !$0.isNaN }.sorted()
    let count = sorted.count
    self.estimate = estimate
    definedReplicates = count
    guard !estimate.isNaN, count > 0, 2 * count >= replicates.count else {
      (low, high, standardError) = (.nan, .nan, .nan)
      return
    }
    low = quantile(ofSorted: sorted, (1 - confidence) / 2)
    high = quantile(ofSorted: sorted, (1 + confidence) / 2)
    let mean = sorted.reduce(0, +) / Double(count)
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan
  }
}

/// A measure of samples with an interval, by resampling of groups: landslides that lie in several cells are drawn as
/// a whole, since their cells are no independent evidence.
///
/// As many groups are drawn with replacement as there are, so replicates differ in their number of samples.
/// ```swift
/// let gain = bootstrapInterval(count: labels.count, groups: landslideIDs, strata: labels, using: &generator) {
/// indices in
///   let drawn = indices.map { labels[$0] }
///   return areaUnderCurve(labels: drawn, scores: indices.map { first[$0] })
///     - areaUnderCurve(labels: drawn, scores: indices.map { second[$0] })
/// }
/// ```
///
/// - Parameters:
///   - count: the number of samples, n.
///   - groups: n numbers; samples with the same number are drawn together. `nil` when all samples are on their own.
///   - strata: n labels; landslides and absences are drawn apart, so that their numbers stay (groups that hold both
///     are a third stratum). `nil` to draw from all.
///   - replicates: at least 1; 2000 are enough for limits of 95 %.
///   - confidence: strictly between 0 and 1.
///   - threads: how many replicates are measured at a time; `nil` for the number of cores. The result does not depend
///     on it.
///   - generator: draws the samples, one replicate after the other.
///   - measure: the measure of the samples at some indices, `.nan` where it is undefined. Called from several threads.
/// - Returns: the estimate for all samples and its interval; without samples everything is `.nan`.
/// - Precondition: as many groups and strata as samples; `replicates` and `confidence` in range.
public func bootstrapInterval(
  count: Int, groups: [Int]? = nil, strata: [Bool]? = nil, replicates: Int = 2000,
  confidence: Double = 0.95, threads: Int? = nil,
  using generator: inout some RandomNumberGenerator,
  of measure: @Sendable (_ indices: [Int]) -> Double
) -> BootstrapInterval {
  precondition(replicates >= 1, "\(replicates) replicates, expected at least 1")
  precondition(confidence > 0 && confidence < 1, "confidence is \(confidence), expected 0 < c < 1")
  requireSameCount(groups?.count ?? count, count)
  requireSameCount(strata?.count ?? count, count)
  guard count > 0 else {
    return BootstrapInterval(estimate: .nan, replicates: [.nan], confidence: confidence)
  }
  let resampling = Resampling(count: count, groups: groups, strata: strata)
  var values: [Double] = []
  // In batches: drawn in turn, so that the generator decides alone, and measured side by side.
  while values.count < replicates {
    let draws = (0..<min(64, replicates - values.count)).map { _ in
      resampling.draw(using: &generator)
    }
    values += concurrentMap(draws, threads: threads, measure)
  }
  return BootstrapInterval(
    estimate: measure(Array(0..<count)), replicates: values, confidence: confidence)
}

/// A measure of labels and predictions with an interval, by resampling of groups within each class.
///
/// ```swift
/// let interval = bootstrapInterval(
///   labels: labels, predictions: probabilities, groups: landslideIDs, using: &generator, of: areaUnderCurve)
/// ```
/// As ``bootstrapInterval(count:groups:strata:replicates:confidence:threads:using:of:)``, with the labels for strata.
///
/// - Precondition: as many predictions and groups as labels; `replicates` and `confidence` in range.
public func bootstrapInterval(
  labels: [Bool], predictions: [Double], groups: [Int]? = nil, replicates: Int = 2000,
  confidence: Double = 0.95, threads: Int? = nil,
  using generator: inout some RandomNumberGenerator,
  of measure: @Sendable (_ labels: [Bool], _ predictions: [Double]) -> Double
) -> BootstrapInterval {
  requireSameCount(labels.count, predictions.count)
  return bootstrapInterval(
    count: labels.count, groups: groups, strata: labels, replicates: replicates,
    confidence: confidence, threads: threads, using: &generator
  ) { indices in
    measure(indices.map { labels[$0] }, indices.map { predictions[$0] })
  }
}

/// Groups of samples, in strata from which they are drawn.
private struct Resampling {
  private let strata: [[[Int]]]

  init(count: Int, groups: [Int]?, strata labels: [Bool]?) {
    var positions: [Int: Int] = [:]
    var units: [[Int]] = []
    for index in 0..<count {
      if let group = groups?[index] {
        if let position = positions[group] {
          units[position].append(index)
          continue
        }
        positions[group] = units.count
      }
      units.append([index])
    }
    guard let labels else {
      strata = [units]
      return
    }
    var parts: [[[Int]]] = [[], [], []]
    for unit in units {
      let landslides = unit.count { labels[$0] }
      parts[landslides == unit.count ? 0 : landslides == 0 ? 1 : 2].append(unit)
    }
    strata = parts
  }

  /// The samples of as many groups as there are, drawn with replacement.
  func draw(using generator: inout some RandomNumberGenerator) -> [Int] {
    var drawn: [Int] = []
    for units in strata {
      for _ in units {
        drawn += units[Int(generator.next(upperBound: UInt64(units.count)))]
      }
    }
    return drawn
  }
}

/// The results of `body` in the order of the elements, computed on at most `threads` threads.
private func concurrentMap<Element: Sendable>(
  _ elements: [Element], threads: Int?, _ body: @Sendable (Element) -> Double
) -> [Double] {
  let count = elements.count
  let workers = min(count, max(1, threads ?? count))
  guard workers > 1 else { return elements.map(body) }
  return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Each index of 0..<count is written by the one worker that it belongs to.
    nonisolated(unsafe) let results = buffer
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: count, by: workers) {
        results.initializeElement(at: index, to: body(elements[index]))
      }
    }
    initialized = count
  }
}
