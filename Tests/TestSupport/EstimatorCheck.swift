import LearningCore

/// A promise of ``LearningCore/Estimator`` that an estimator does not keep.
public struct BrokenPromise: Error, CustomStringConvertible {
  public let description: String
}

/// Checks what every estimator over a table promises: errors, range, repeatability, and that it learns.
///
/// The same check runs over all conformers. It throws ``BrokenPromise`` at the first promise that is broken.
public struct EstimatorCheck: Sendable {
  /// The name of the estimator, for messages.
  public let name: String
  private let check: @Sendable () throws -> Void

  /// A check of an estimator.
  ///
  /// - Parameter estimator: makes the estimator for a number of threads; one that has no threads makes the same each time.
  public init<E: Estimator>(
    _ name: String, _ estimator: @escaping @Sendable (_ threads: Int?) -> E
  ) where E.Input == Matrix, E.Model: Equatable {
    self.name = name
    check = {
      try Self.learns(estimator(nil))
      try Self.repeats(estimator)
      try Self.rejects(estimator(nil))
    }
  }

  /// Runs the check.
  public func run() throws { try check() }

  /// Two clouds of 3 columns that overlap a little; the third column is noise.
  static func toySet(seed: UInt64, count: Int = 120) -> (samples: Matrix, labels: [Bool]) {
    var generator = SplitMix64(seed: seed)
    let labels = (0..<count).map { $0 % 2 == 0 }
    let rows = labels.map { label -> [Float] in
      let center = label ? 1.5 : -1.5
      return [
        Float(center + generator.normal()), Float(0.5 * center + generator.normal()),
        Float(generator.normal()),
      ]
    }
    return (Matrix(rows), labels)
  }

  private static func require(_ holds: Bool, _ promise: String) throws {
    guard holds else { throw BrokenPromise(description: promise) }
  }

  private static func fit<E: Estimator>(_ estimator: E, seed: UInt64 = 1) throws -> E.Model
  where E.Input == Matrix {
    let (samples, labels) = toySet(seed: 11)
    var generator = SplitMix64(seed: seed)
    return try estimator.fitted(to: samples, labels: labels, using: &generator)
  }

  private static func learns<E: Estimator>(_ estimator: E) throws where E.Input == Matrix {
    let model = try fit(estimator)
    let (samples, labels) = toySet(seed: 12)
    let probabilities = model.probabilities(for: samples)
    try require(probabilities.count == samples.count, "a probability for each sample")
    try require(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities are 0...1")
    let right = zip(probabilities, labels).count { ($0.0 >= 0.5) == $0.1 }
    try require(right >= 105, "a separable set is learned (\(right) of 120 right, expected 105)")
    let none = model.probabilities(for: Matrix(rows: 0, columns: 3))
    try require(none.isEmpty, "no samples give no probabilities")
    let alone = (0..<samples.count).map {
      model.probabilities(for: samples.selecting([$0])).first ?? .nan
    }
    try require(
      zip(alone, probabilities).allSatisfy { abs($0.0 - $0.1) < 1e-5 },
      "a sample's probability does not depend on the others")
  }

  private static func repeats<E: Estimator>(_ estimator: (Int?) -> E) throws
  where E.Input == Matrix, E.Model: Equatable {
    let model = try fit(estimator(nil))
    for threads in [1, 2, 4] {
      try require(
        try fit(estimator(threads)) == model, "the same seed gives the same on \(threads) threads")
    }
  }

  private static func rejects<E: Estimator>(_ estimator: E) throws where E.Input == Matrix {
    func fails(_ samples: Matrix, _ labels: [Bool], _ expected: EstimatorError) throws {
      var generator = SplitMix64(seed: 1)
      do {
        _ = try estimator.fitted(to: samples, labels: labels, using: &generator)
      } catch let error as EstimatorError {
        // NaN differs from itself, so errors are compared by what they say.
        try require(
          error.description == expected.description, "\(error) instead of \(expected)")
        return
      }
      throw BrokenPromise(description: "nothing thrown instead of \(expected)")
    }
    let (samples, labels) = toySet(seed: 11, count: 6)
    try fails(Matrix(rows: 0, columns: 3), [], .noSamples)
    try fails(samples, [true], .labelCount(samples: 6, labels: 1))
    for label in [true, false] {
      try fails(
        samples, Array(repeating: label, count: 6), .oneClass(label: label, count: 6))
    }
    for value in [Float.nan, .infinity] {
      var broken = samples
      broken[4, 2] = value
      try fails(broken, labels, .notFinite(row: 4, column: 2, value: value))
    }
  }
}
