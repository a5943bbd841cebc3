import Foundation
import LearningCore
import NeuralCore
import TestSupport
import Testing

@testable import HybridCNN

@Suite final class NetworkCheckpointsTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("scarp-checkpoints-\(UUID().uuidString)", isDirectory: true)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func checkpoints(every interval: Int = 2, key: String = "a") -> NetworkCheckpoints {
    NetworkCheckpoints(
      file: folder.appendingPathComponent("fit.safetensors"), every: interval, key: key)
  }

  /// A fit that is cancelled once it has seen `count` epochs, those of collapsed attempts included.
  private func fitted(
    _ estimator: NetworkEstimator, seed: UInt64, _ checkpoints: NetworkCheckpoints?,
    cancelledAfter count: Int = .max
  ) throws -> NetworkModel {
    let (patches, labels) = try smallSet()
    var random = SplitMix64(seed: seed)
    var epochs = 0
    return try estimator.fitted(
      to: patches, labels: labels,
      validation: (patches.selecting([0, 1, 2]), [true, false, true]),
      checkpoints: checkpoints, isCancelled: { epochs >= count },
      progress: { _ in epochs += 1 }, using: &random)
  }

  @Test(arguments: [1, 2, 3, 5]) func anInterruptedFitEndsLikeAWholeOne(count: Int) throws {
    func estimator(threads: Int) -> NetworkEstimator {
      smallEstimator(.hybrid, epochs: 6, threads: threads) {
        $0.learningRate = 0.02
        $0.dropout = 0.3
        $0.augmentation = .dihedral
        $0.earlyStopping = EarlyStopping(patience: 5)
      }
    }
    let whole = try fitted(estimator(threads: 1), seed: 2, nil).safetensors()
    #expect(throws: CancellationError.self) {
      try fitted(estimator(threads: 1), seed: 2, checkpoints(), cancelledAfter: count)
    }
    #expect(FileManager.default.fileExists(atPath: checkpoints().file.path) == (count > 1))
    #expect(try fitted(estimator(threads: 4), seed: 2, checkpoints()).safetensors() == whole)
    // Once more, from the checkpoint of the last epoch.
    #expect(
      try fitted(estimator(threads: 1), seed: 2, checkpoints(), cancelledAfter: 0).safetensors()
        == whole)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fit.safetensors"])
  }

  /// Seed 5: the first attempt is known to have collapsed after 4 epochs, the second goes on to the end.
  @Test(arguments: [3, 5, 7]) func theAttemptIsPartOfTheCheckpoint(count: Int) throws {
    let estimator = smallEstimator(epochs: 8)
    let whole = try fitted(estimator, seed: 5, nil)
    #expect(whole.restarts == 1)
    #expect(throws: CancellationError.self) {
      try fitted(estimator, seed: 5, checkpoints(every: 1), cancelledAfter: count)
    }
    let stored = try NetworkCheckpoint(safetensors: Data(contentsOf: checkpoints().file))
    #expect(stored.restarts == (count > 4 ? 1 : 0))
    #expect(stored.warnings == (count > 4 ? whole.warnings : []))
    let resumed = try fitted(estimator, seed: 5, checkpoints(every: 1))
    #expect(try resumed.safetensors() == whole.safetensors())
  }

  @Test func aCheckpointOfAnotherFitIsRefused() throws {
    let estimator = smallEstimator(epochs: 4)
    _ = try fitted(estimator, seed: 1, checkpoints())
    func refused(
      _ estimator: NetworkEstimator, seed: UInt64 = 1, key: String = "a", _ expected: String
    ) {
      let error = #expect(throws: NetworkError.self) {
        try fitted(estimator, seed: seed, checkpoints(key: key))
      }
      guard case .checkpoint(let file, let reason) = error else {
        Issue.record("\(String(describing: error)), expected \(expected)")
        return
      }
      #expect(file == checkpoints().file.path)
      #expect(reason.contains(expected), "\(reason)")
    }
    refused(estimator, key: "b", "of other inputs (\"a\", expected \"b\")")
    refused(estimator, seed: 2, "its seed is")
    refused(
      smallEstimator(epochs: 4) { $0.learningRate = 0.5 }, "learningRate 0.08, expected 0.5")
    refused(smallEstimator(epochs: 5), "epochs 4, expected 5")
    refused(smallEstimator(.cnn2d, epochs: 4), "of another network: kind cnn1d, expected cnn2d")
  }

  @Test func aForeignOrDamagedFileIsRefused() throws {
    let estimator = smallEstimator(epochs: 2)
    let model = try fitted(estimator, seed: 1, checkpoints())
    let file = checkpoints().file
    let whole = try Data(contentsOf: file)
    for data in [
      Data(), Data("no checkpoint".utf8), try model.safetensors(), whole.dropLast(),
      whole.prefix(100),
    ] {
      try data.write(to: file)
      let error = #expect(throws: NetworkError.self) {
        try fitted(estimator, seed: 1, checkpoints())
      }
      #expect(error?.description.hasPrefix("\(file.path): training cannot go on") == true)
    }
    // A changed bit is noticed wherever it counts.
    var random = SplitMix64(seed: 4)
    for _ in 0..<60 {
      var bytes = [UInt8](whole)
      bytes[random.integer(below: bytes.count)] ^= 1 << UInt8(random.integer(below: 8))
      try Data(bytes).write(to: file)
      do {
        #expect(try fitted(estimator, seed: 1, checkpoints()).tensors == model.tensors)
      } catch NetworkError.checkpoint {}
    }
  }

  @Test func placesThatCannotBeWrittenAndIntervalsOfNothingThrow() throws {
    let estimator = smallEstimator(epochs: 2)
    let nowhere = NetworkCheckpoints(file: folder.appendingPathComponent("no/fit.safetensors"))
    let error = #expect(throws: NetworkError.self) { try fitted(estimator, seed: 1, nowhere) }
    #expect(error?.description.contains("no/fit.safetensors: cannot be written") == true)
    #expect(
      throws: NetworkError.hyperparameter(
        name: "checkpoint interval", value: "0", expected: "at least 1 epoch")
    ) { try fitted(estimator, seed: 1, checkpoints(every: 0)) }
  }

  @Test func membersHaveFilesOfTheirOwn() {
    #expect(checkpoints().member(2).file.lastPathComponent == "fit_2.safetensors")
    let plain = NetworkCheckpoints(file: folder.appendingPathComponent("fit"))
    #expect(plain.member(11).file.path == folder.appendingPathComponent("fit_11").path)
  }
}
