import LearningCore
import NeuralCore
import TestSupport
import Testing

@testable import HybridCNN

@Suite struct CollapseGuardTests {
  private func record(_ epoch: Int, loss: Double, deviation: Double) -> EpochRecord {
    EpochRecord(epoch: epoch, loss: loss, accuracy: 0.5, probabilityDeviation: deviation)
  }

  @Test func threeFlatEpochsInARowAreACollapse() throws {
    var guardian = CollapseGuard(labels: [0, 1], weighting: .none)
    try guardian.check(record(1, loss: 0.6931, deviation: 0))
    try guardian.check(record(2, loss: 0.6935, deviation: 0))
    // A network that learns again is not flat.
    try guardian.check(record(3, loss: 0.6930, deviation: 0.01))
    try guardian.check(record(4, loss: 0.6931, deviation: 0))
    try guardian.check(record(5, loss: 0.6931, deviation: 0))
    #expect(throws: CollapseGuard.Collapse.self) {
      try guardian.check(record(6, loss: 0.6931, deviation: 0))
    }
  }

  @Test func chanceDependsOnTheShareOfLandslides() throws {
    // One in ten: guessing has the loss 0.325, a loss of 0.2 is no collapse.
    var guardian = CollapseGuard(labels: [1] + [Int](repeating: 0, count: 9), weighting: .none)
    for epoch in 1...5 { try guardian.check(record(epoch, loss: 0.2, deviation: 0)) }
    try guardian.check(record(6, loss: 0.326, deviation: 0))
    try guardian.check(record(7, loss: 0.326, deviation: 0))
    #expect(throws: CollapseGuard.Collapse.self) {
      try guardian.check(record(8, loss: 0.326, deviation: 0))
    }
  }

  /// Gradient descent so fast that all rectifiers fall silent in the first steps.
  private func collapsing(
    _ rule: NetworkHyperparameters.CollapseRule
  ) throws -> NetworkModel {
    let planes = try randomPlanes(rows: 12, columns: 12, channels: 6)
    let batch = try PatchBatch(planes: planes, cells: Array(0..<64), window: 11)
    var chosen = smallHyperparameters(window: 11)
    chosen.epochs = 8
    chosen.learningRate = 8
    chosen.collapse = rule
    var random = SplitMix64(seed: 1)
    return try NetworkEstimator(kind: .hybrid, hyperparameters: chosen).fitted(
      to: batch, labels: (0..<64).map { $0 % 2 == 0 }, using: &random)
  }

  @Test func hopelessTrainingThrowsAfterItsAttempts() {
    #expect {
      try collapsing(.restart(attempts: 2))
    } throws: { error in
      if case NetworkError.collapsed(let attempts, _)? = error as? NetworkError {
        return attempts == 2
      }
      return false
    }
    #expect(throws: NetworkError.self) { try collapsing(.fail) }
  }

  @Test func ignoredCollapseGivesAModel() throws {
    let model = try collapsing(.ignore)
    #expect(model.trainingCurve.count == 8)
    #expect(try #require(model.trainingCurve.last).probabilityDeviation < 1e-4)
  }
}
