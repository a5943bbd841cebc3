import Foundation
import HybridCNN
import LearningCore
import NeuralCore
import TestSupport
import Testing

@Suite struct NetworkEnsembleTests {
  private static func ensemble(
    seeds: Int = 3, epochs: Int = 2, threads: Int? = 2, seed: UInt64 = 7,
    checkpoints: NetworkCheckpoints? = nil, isCancelled: (@Sendable () -> Bool)? = nil,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> NetworkEnsemble {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: seed)
    return try NetworkEnsembleEstimator(
      member: smallEstimator(.hybrid, epochs: epochs, threads: threads) { $0.learningRate = 0.02 },
      seeds: seeds
    ).fitted(
      to: patches, labels: labels,
      validation: (patches.selecting([0, 1, 2]), [true, false, true]),
      checkpoints: checkpoints, isCancelled: isCancelled, progress: progress, using: &random)
  }

  @Test func membersAreTheNetworksOfRepeatedFits() throws {
    let (patches, labels) = try smallSet()
    let files = try [1, 2, 8].map { try Self.ensemble(threads: $0).safetensors() }
    #expect(files[0] == files[1] && files[0] == files[2])
    let ensemble = try NetworkEnsemble(safetensors: files[0])
    var random = SplitMix64(seed: 7)
    for member in ensemble.members {
      let alone = try smallEstimator(.hybrid, epochs: 2) { $0.learningRate = 0.02 }.fitted(
        to: patches, labels: labels,
        validation: (patches.selecting([0, 1, 2]), [true, false, true]), using: &random)
      #expect(try member.safetensors() == alone.safetensors())
    }
    #expect(ensemble.members[0].tensors != ensemble.members[1].tensors)
  }

  @Test func probabilitiesAndCurvesAreMeans() throws {
    let (patches, _) = try smallSet()
    let ensemble = try Self.ensemble()
    let each = ensemble.members.map { $0.probabilities(for: patches) }
    for (index, value) in ensemble.probabilities(for: patches).enumerated() {
      #expect(abs(value - (each[0][index] + each[1][index] + each[2][index]) / 3) < 1e-15)
    }
    let curve = ensemble.trainingCurve
    #expect(curve.map(\.epoch) == [1, 2])
    let losses = ensemble.members.map { $0.trainingCurve[1].loss }
    #expect(abs(curve[1].loss - losses.reduce(0, +) / 3) < 1e-15)
    #expect(curve[1].validationLoss != nil)
    let one = try Self.ensemble(seeds: 1)
    #expect(one.trainingCurve == one.members[0].trainingCurve)
    #expect(one.probabilities(for: patches) == one.members[0].probabilities(for: patches))
  }

  @Test func mapsHoldMeanAndSampleDeviation() throws {
    let (patches, _) = try smallSet()
    let planes = patches.planes
    var mapped = [Bool](repeating: true, count: planes.cellCount)
    mapped[5] = false
    let ensemble = try Self.ensemble()
    let maps = try ensemble.members.map { try $0.probabilityMap(over: planes, mapped: mapped) }
    var shares: [Double] = []
    let (mean, deviation) = try ensemble.probabilityMap(
      over: planes, mapped: mapped, progress: { shares.append($0) })
    #expect(shares == shares.sorted() && shares.last == 1)
    #expect(mean[5].isNaN && deviation[5].isNaN)
    for cell in mean.indices where cell != 5 {
      let values = maps.map { Double($0[cell]) }
      let center = values.reduce(0, +) / 3
      let variance = values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 2
      #expect(abs(Double(mean[cell]) - center) < 1e-7)
      #expect(abs(Double(deviation[cell]) - variance.squareRoot()) < 1e-7)
    }
    let one = try Self.ensemble(seeds: 1)
    let single = try one.probabilityMap(over: planes, mapped: mapped)
    let expected = try one.members[0].probabilityMap(over: planes, mapped: mapped)
    #expect(zip(single.mean, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    #expect(single.deviation.allSatisfy { $0.isNaN })
  }

  /// Each member is the network that learns from all blocks but its own and is stopped by that; samples without a block are
  /// learned from by all.
  @Test(arguments: [3, 2]) func membersAreStoppedByBlocksOfTheirOwn(count: Int) throws {
    let (patches, labels) = try smallSet()
    let blocks = labels.indices.map { $0 / 8 % 3 }.map { $0 < count ? $0 : -1 }
    let estimator = smallEstimator(.hybrid, epochs: 12) {
      $0.learningRate = 0.05
      $0.earlyStopping = EarlyStopping(patience: 2)
    }
    func ensemble(threads: Int) throws -> NetworkEnsemble {
      var (member, random) = (estimator, SplitMix64(seed: 7))
      member.threads = threads
      return try NetworkEnsembleEstimator(member: member, seeds: 4).fitted(
        to: patches, labels: labels,
        validation: (patches.selecting([0]), [true]), blocks: blocks, using: &random)
    }
    let fitted = try ensemble(threads: 1)
    #expect(try ensemble(threads: 3).safetensors() == fitted.safetensors())
    var random = SplitMix64(seed: 7)
    for (number, member) in fitted.members.enumerated() {
      let heldOut = blocks.indices.filter { blocks[$0] == number % count }
      let rest = blocks.indices.filter { blocks[$0] != number % count }
      let alone = try estimator.fitted(
        to: patches.selecting(rest), labels: rest.map { labels[$0] },
        validation: (patches.selecting(heldOut), heldOut.map { labels[$0] }), using: &random)
      #expect(try member.safetensors() == alone.safetensors())
      // The weights are those of the best epoch, which the loss on the block tells.
      let losses = member.trainingCurve.map { $0.validationLoss ?? .nan }
      let best = try #require(losses.min())
      let probabilities = member.probabilities(for: patches.selecting(heldOut))
      let loss = zip(probabilities, heldOut).reduce(0) {
        $0 - log(labels[$1.1] ? $1.0 : 1 - $1.0)
      }
      #expect(abs(loss / Double(heldOut.count) - best) < 1e-5)
    }
    #expect(fitted.members.contains { $0.trainingCurve.count < 12 }, "one stops early")
    #expect(throws: EstimatorError.self) {
      try NetworkEnsembleEstimator(member: estimator, seeds: 1).fitted(
        to: patches, labels: [true], validation: nil, blocks: blocks, using: &random)
    }
  }

  @Test func filesKeepTheLayoutOfSingleNetworks() throws {
    let one = try Self.ensemble(seeds: 1)
    let single = try one.members[0].safetensors(metadata: ["encoder": "x"])
    #expect(try one.safetensors(metadata: ["encoder": "x"]) == single)
    #expect(try NetworkEnsemble(safetensors: single).members.count == 1)

    let three = try Self.ensemble()
    let data = try three.safetensors(metadata: ["encoder": "x"])
    let file = try Safetensors(data)
    #expect(file["member_2.fc2.bias"]?.values == three.members[1].tensors.last?.values)
    let again = try NetworkEnsemble(safetensors: data)
    #expect(again.metadata == ["encoder": "x"])
    #expect(try again.safetensors(metadata: again.metadata) == data)
    #expect(throws: SafetensorsError.self) { try NetworkModel(safetensors: data) }
  }

  @Test func damagedFilesThrow() throws {
    let whole = try Safetensors(Self.ensemble(seeds: 2).safetensors())
    let changes: [(inout Safetensors) -> Void] = [
      { $0.metadata["members"] = "3" }, { $0.metadata["members"] = "1" },
      { $0.metadata["members"] = "many" }, { $0.metadata["members"] = nil },
      { $0.metadata["member_2.training_curve"] = "?" }, { $0.tensors.removeLast() },
      { $0.tensors.append(NamedTensor(name: "fc2.bias", shape: [1], values: [0])) },
      { $0.metadata["hidden"] = nil },
    ]
    for (index, change) in changes.enumerated() {
      var file = whole
      change(&file)
      let data = try file.data()
      #expect(throws: (any Error).self, "change \(index)") {
        try NetworkEnsemble(safetensors: data)
      }
    }
  }

  @Test func membersMustAgree() throws {
    #expect(throws: NetworkError.members(found: "0 networks", expected: "at least 1")) {
      try NetworkEnsemble(members: [])
    }
    let one = try randomModel(.cnn1d, channels: 6, smallHyperparameters())
    let other = try randomModel(.cnn1d, channels: 7, smallHyperparameters())
    let error = #expect(throws: NetworkError.self) { try NetworkEnsemble(members: [one, other]) }
    #expect(error?.description.contains("7 channels") == true)
    #expect(error?.description.contains("6 channels") == true)
    for seeds in [0, -1, 1001] {
      #expect(
        throws: NetworkError.hyperparameter(
          name: "seeds", value: "\(seeds)", expected: "1 to 1000")
      ) { try Self.ensemble(seeds: seeds) }
    }
  }

  @Test func progressCoversAllMembers() throws {
    let shares = Locked<[Double]>([])
    _ = try Self.ensemble(epochs: 4, progress: { share in shares.withLock { $0.append(share) } })
    let told = shares.withLock { $0 }
    #expect(told.count == 12)
    #expect(told == told.sorted() && told.last == 1)
    #expect(abs((told.first ?? 0) - 1.0 / 12) < 1e-15)
  }

  @Test func cancellationReachesEveryThread() async {
    #expect(throws: CancellationError.self) { try Self.ensemble(isCancelled: { true }) }
    // Members that do not run on the task's own thread ask the task, too.
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try Self.ensemble(seeds: 4, epochs: 1000, threads: 4)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func anInterruptedEnsembleEndsLikeAWholeOne() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scarp-ensemble-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let checkpoints = NetworkCheckpoints(
      file: folder.appendingPathComponent("fit.safetensors"), every: 2)
    let isStopped = Locked(false)
    #expect(throws: CancellationError.self) {
      try Self.ensemble(
        epochs: 4, threads: 1, checkpoints: checkpoints,
        isCancelled: { isStopped.withLock { $0 } },
        progress: { share in if share > 0.6 { isStopped.withLock { $0 = true } } })
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["fit_1.safetensors", "fit_2.safetensors"])
    let resumed = try Self.ensemble(epochs: 4, threads: 3, checkpoints: checkpoints)
    #expect(try resumed.safetensors() == Self.ensemble(epochs: 4).safetensors())
  }

  @Test func warningsNameTheMember() throws {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: 1)
    let ensemble = try NetworkEnsembleEstimator(
      member: smallEstimator(epochs: 2) { $0.learningRate = 0.3 }, seeds: 3
    ).fitted(to: patches, labels: labels, using: &random)
    let restarts = ensemble.members.map(\.restarts)
    #expect(restarts.contains { $0 > 0 }, "at this rate about every other attempt collapses")
    for (index, member) in ensemble.members.enumerated() {
      let named = ensemble.warnings.filter { $0.hasPrefix("member \(index + 1): attempt ") }
      #expect(named.count == member.restarts)
    }
    #expect(ensemble.warnings.count == restarts.reduce(0, +))
  }
}
