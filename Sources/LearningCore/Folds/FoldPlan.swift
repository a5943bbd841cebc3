/// The folds of an evaluation, made once and used for all that is to be compared: the values of a hyperparameter,
/// the models, a model with and without a factor.
///
/// ``random(labels:groups:folds:stratified:using:)``,
/// ``spatialBlocks(coordinates:labels:groups:blockSizeInMeters:folds:using:)``,
/// ``spatialKMeans(coordinates:labels:groups:folds:using:)``,
/// ``bufferedLeaveOneOut(coordinates:labels:groups:radiusInMeters:validating:)`` and ``DistanceMatchedFolds`` make
/// plans; ``buffered(byMeters:coordinates:labels:)`` and ``purged(windowSize:cells:labels:)`` take training samples
/// out of any plan that lie too close to validation samples. A single split is a plan of one fold. Repeats are
/// further calls with the same generator, which has moved on:
/// ```swift
/// let repeats = try (0..<5).map { _ in
///   try FoldPlan.random(labels: labels, folds: 5, using: &generator)
/// }
/// ```
public struct FoldPlan: Equatable, Sendable {
  /// The number of samples that the indices refer to.
  public let sampleCount: Int
  /// The folds; an index of a sample is in `0..<sampleCount`.
  public let folds: [Fold]

  /// A plan of these folds.
  ///
  /// - Throws: ``FoldError/sampleIndices(fold:)`` when the samples of a fold are not rising, not in
  ///   `0..<sampleCount`, or both trained on and validated.
  public init(folds: [Fold], sampleCount: Int) throws {
    for (index, fold) in folds.enumerated() where !Self.isValid(fold, sampleCount: sampleCount) {
      throw FoldError.sampleIndices(fold: index)
    }
    self.folds = folds
    self.sampleCount = sampleCount
  }

  private static func isValid(_ fold: Fold, sampleCount: Int) -> Bool {
    for samples in [fold.training, fold.validation] {
      guard zip(samples, samples.dropFirst()).allSatisfy({ $0 < $1 }),
        samples.first ?? 0 >= 0, samples.last ?? -1 < sampleCount
      else { return false }
    }
    var training = fold.training[...]
    return fold.validation.allSatisfy { sample in
      training = training.drop { $0 < sample }
      return training.first != sample
    }
  }

  /// The samples that a fold neither trains on nor validates, rising.
  ///
  /// - Precondition: there is a fold of this number, from 0.
  public func unusedSamples(inFold fold: Int) -> [Int] {
    precondition(folds.indices.contains(fold), "fold \(fold) is not in 0..<\(folds.count)")
    var used = [Bool](repeating: false, count: sampleCount)
    for sample in folds[fold].training + folds[fold].validation { used[sample] = true }
    return used.indices.filter { !used[$0] }
  }

  /// The plan of an assignment of samples to folds; each fold must validate both classes.
  init(_ foldOfSample: [Int], labels: [Bool], folds: Int) throws {
    sampleCount = labels.count
    self.folds = try (0..<folds).map { fold in
      let result = Fold(validating: foldOfSample.map { $0 == fold })
      let landslides = result.validation.count { labels[$0] }
      guard landslides > 0, landslides < result.validation.count else {
        throw FoldError.oneClass(fold: fold, label: landslides > 0)
      }
      return result
    }
  }

  /// The plan of an assignment of units to folds.
  init(_ foldOfUnit: [Int], of units: [SampleUnit], labels: [Bool], folds: Int) throws {
    var foldOfSample = [Int](repeating: 0, count: labels.count)
    for (unit, fold) in zip(units, foldOfUnit) {
      for member in unit.members { foldOfSample[member] = fold }
    }
    try self.init(foldOfSample, labels: labels, folds: folds)
  }
}

extension FoldPlan: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { folds.startIndex }
  /// The number of folds.
  public var endIndex: Int { folds.endIndex }
  /// A fold by its number, from 0.
  public subscript(position: Int) -> Fold { folds[position] }
}

extension FoldPlan: Codable {
  private enum CodingKeys: String, CodingKey { case sampleCount, folds }

  /// Reads a plan and checks its indices.
  ///
  /// - Throws: `DecodingError` when a fold names a sample twice or one that is not there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      try self.init(
        folds: container.decode([Fold].self, forKey: .folds),
        sampleCount: container.decode(Int.self, forKey: .sampleCount))
    } catch let error as FoldError {
      throw DecodingError.dataCorruptedError(
        forKey: .folds, in: container, debugDescription: error.description)
    }
  }
}
