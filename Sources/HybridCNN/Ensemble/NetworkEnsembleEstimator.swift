import Foundation
import LearningCore
import NeuralCore
import Parallelism

/// Trains several networks that differ in their seeds alone.
///
/// Not in the paper: networks of this size, trained on so few samples, differ from seed to seed. Their mean is steadier
/// than any of them, and their spread shows where on the map a single one is not to be trusted.
///
/// ```swift
/// let ensemble = try NetworkEnsembleEstimator(seeds: 5).fitted(
///   to: patches, labels: labels, using: &generator)
/// let map = try ensemble.probabilityMap(over: planes, mapped: mask)
/// ```
/// Member k is, byte for byte, the network that ``member`` gives when it is fitted for the k-th time with the same
/// generator. Members are trained side by side on the same planes.
public struct NetworkEnsembleEstimator: Estimator {
  /// The estimator of each member; its threads are shared by all.
  public var member: NetworkEstimator
  /// The number of members; at least 1.
  public var seeds: Int

  /// An ensemble of `seeds` networks.
  public init(member: NetworkEstimator = NetworkEstimator(), seeds: Int) {
    self.member = member
    self.seeds = seeds
  }

  /// Trains the networks; see ``fitted(to:labels:validation:blocks:checkpoints:isCancelled:progress:using:)``.
  public func fitted(
    to samples: PatchBatch, labels: [Bool], using generator: inout some RandomNumberGenerator
  ) throws -> NetworkEnsemble {
    try fitted(to: samples, labels: labels, validation: nil, using: &generator)
  }

  /// Trains the networks.
  ///
  /// - Parameters:
  ///   - validation: patches that are only judged, after each epoch, for the training curves and early stopping.
  ///   - blocks: a block of ground, from 0, for each sample, or -1 for samples that every member learns from. Member k then
  ///     learns from all blocks but number k mod (number of blocks), and is judged by that one instead of by `validation`:
  ///     with early stopping it keeps the weights that are best on ground it has not seen.
  ///   - checkpoints: where to leave checkpoints, and to go on from: one file when there is one member, else one for
  ///     each, see ``NetworkCheckpoints/member(_:)``.
  ///   - isCancelled: asked before each batch of each member, from several threads; `nil` asks the current task.
  ///   - progress: told the finished share of all members' epochs, 0 to 1; from several threads, one at a time.
  /// - Throws: what ``NetworkEstimator`` throws; ``NetworkError/hyperparameter(name:value:expected:)`` for fewer than 1
  ///   or more than 1,000 members.
  /// - Precondition: there are as many `blocks` as samples, and each number from 0 to the greatest is among them; none is
  ///   below -1.
  public func fitted(
    to samples: PatchBatch, labels: [Bool],
    validation: (samples: PatchBatch, labels: [Bool])?, blocks: [Int]? = nil,
    checkpoints: NetworkCheckpoints? = nil,
    isCancelled: (@Sendable () -> Bool)? = nil,
    progress: (@Sendable (Double) -> Void)? = nil,
    using generator: inout some RandomNumberGenerator
  ) throws -> NetworkEnsemble {
    guard (1...1000).contains(seeds) else {
      throw NetworkError.hyperparameter(name: "seeds", value: "\(seeds)", expected: "1 to 1000")
    }
    let heldOut = blocks.map { HeldOutBlocks($0, count: samples.count) }
    let memberSeeds = (0..<seeds).map { _ in generator.next() }
    let threads = max(1, member.threads ?? Parallel.availableThreads)
    var estimator = member
    estimator.threads = max(1, threads / seeds)
    let (member, count) = (estimator, seeds)
    let shares = EpochShares(members: seeds, epochs: member.hyperparameters.epochs, progress)
    return try withUnsafeCurrentTask { task in
      let cancellation = TaskCancellation(of: task)
      let isCancelled = isCancelled ?? { cancellation.isCancelled }
      return try NetworkEnsemble(
        members: Parallel.map(count, threads: threads) { index in
          defer { shares.end(of: index) }
          let parts = try heldOut?.parts(of: samples, labels: labels, member: index)
          return try member.fitted(
            to: parts?.training.samples ?? samples, labels: parts?.training.labels ?? labels,
            validation: parts?.heldOut ?? validation,
            checkpoints: count == 1 ? checkpoints : checkpoints?.member(index + 1),
            isCancelled: isCancelled, progress: { shares.add($0, of: index) },
            seed: memberSeeds[index])
        })
    }
  }
}

/// Which samples each member of an ensemble learns from and is stopped by.
private struct HeldOutBlocks: Sendable {
  private typealias Part = (samples: PatchBatch, labels: [Bool])

  private let blocks: [Int]
  private let blockCount: Int

  init(_ blocks: [Int], count: Int) {
    precondition(blocks.count == count, "\(blocks.count) blocks for \(count) samples")
    blockCount = (blocks.max() ?? 0) + 1
    precondition(
      Set(blocks).subtracting([-1]) == Set(0..<blockCount) && blockCount > 0 || blocks.isEmpty,
      "blocks \(Set(blocks).sorted()), expected each of 0..<\(blockCount), and -1 for none")
    self.blocks = blocks
  }

  /// All blocks but one, and that one.
  ///
  /// - Throws: `EstimatorError` when there are not as many labels as samples.
  func parts(
    of samples: PatchBatch, labels: [Bool], member: Int
  ) throws -> (
    training: (samples: PatchBatch, labels: [Bool]), heldOut: (samples: PatchBatch, labels: [Bool])
  ) {
    try EstimatorError.check(count: samples.count, labels: labels)
    func part(_ isIn: (Int) -> Bool) -> (samples: PatchBatch, labels: [Bool]) {
      let indices = blocks.indices.filter { isIn(blocks[$0]) }
      return (samples.selecting(indices), indices.map { labels[$0] })
    }
    let chosen = member % blockCount
    return (part { $0 != chosen }, part { $0 == chosen })
  }
}

/// How far the members of an ensemble are.
private final class EpochShares: @unchecked Sendable {
  private let lock = NSLock()
  private let epochs: Double
  private let report: (@Sendable (Double) -> Void)?
  private var shares: [Double]

  init(members: Int, epochs: Int, _ report: (@Sendable (Double) -> Void)?) {
    self.epochs = Double(epochs)
    self.report = report
    shares = [Double](repeating: 0, count: members)
  }

  func add(_ record: EpochRecord, of member: Int) { set(Double(record.epoch) / epochs, of: member) }

  /// A member that stopped early has no epochs left.
  func end(of member: Int) { set(1, of: member) }

  private func set(_ share: Double, of member: Int) {
    lock.withLock {
      guard shares[member] != share else { return }
      shares[member] = share
      report?(shares.reduce(0, +) / Double(shares.count))
    }
  }
}
