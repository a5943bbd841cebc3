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
    #expect(try #require(model.trainingCurve.last?.probabilityDeviation) < 1e-4)
  }

  @Test func aDeadNetworkIsNoticedAtTheEnd() throws {
    let guardian = CollapseGuard(labels: [0, 1, 1, 0], weighting: .none)
    try guardian.checkEnd([0.4, 0.6, 0.5, 0.5], epoch: 1)
    let collapse = #expect(throws: CollapseGuard.Collapse.self) {
      try guardian.checkEnd([0.5, 0.5, 0.5, 0.5], epoch: 2)
    }
    #expect(collapse?.epoch == 2)
    // ln 2: the loss of saying 0.5 of everything.
    #expect(abs((collapse?.loss ?? 0) - 0.693147) < 1e-6)
  }

  /// One epoch is too short for three flat ones in a row.
  @Test(arguments: [1, 2, 8]) func aCollapsedAttemptIsFollowedByAnother(epochs: Int) throws {
    let (patches, labels) = try smallSet()
    let models = try [1, 3].map { threads in
      var random = SplitMix64(seed: 5)
      return try smallEstimator(epochs: epochs, threads: threads).fitted(
        to: patches, labels: labels, using: &random)
    }
    let model = models[0]
    #expect(model.restarts == 1)
    #expect(model.warnings.count == 1)
    #expect(
      model.warnings[0].hasPrefix("attempt 1 collapsed by epoch \(min(epochs, 4)) with loss 0.69"))
    #expect(model.trainingCurve.map(\.epoch) == Array(1...epochs))
    let probabilities = model.probabilities(for: patches)
    #expect(try #require(probabilities.max()) - (try #require(probabilities.min())) > 1e-3)
    #expect(try models[0].safetensors() == models[1].safetensors())
  }

  @Test func theFirstCollapseCanEndTheFit() throws {
    let (patches, labels) = try smallSet()
    for epochs in [1, 8] {
      var random = SplitMix64(seed: 5)
      let error = #expect(throws: NetworkError.self) {
        try smallEstimator(epochs: epochs) { $0.collapse = .fail }.fitted(
          to: patches, labels: labels, using: &random)
      }
      guard case .collapsed(attempts: 1, let loss) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(abs(loss - 0.69) < 0.01)
    }
  }
}

@Suite struct SingleSampleBatchTests {
  /// Batches of one sample have no deviation, so only the network at the end tells whether training collapsed.
  @Test func batchesOfOneAreNotTakenForACollapse() throws {
    let planes = try randomPlanes(rows: 20, columns: 20, channels: 3)
    var random = SplitMix64(seed: 3)
    let cells = (0..<24).map { _ in random.integer(below: planes.cellCount) }
    var chosen = smallHyperparameters()
    chosen.batchSize = 1
    chosen.epochs = 6
    chosen.optimizer = .sgd
    // So slow that the loss stays that of guessing.
    chosen.learningRate = 1e-5
    let model = try NetworkEstimator(kind: .hybrid, hyperparameters: chosen).fitted(
      to: PatchBatch(planes: planes, cells: cells, window: 13),
      labels: cells.indices.map { $0 % 2 == 0 }, using: &random)
    #expect(model.restarts == 0)
    #expect(model.trainingCurve.allSatisfy { $0.probabilityDeviation == nil })
  }

  @Test func aNetworkWithoutProbabilitiesIsAnError() throws {
    let planes = try randomPlanes(rows: 20, columns: 20, channels: 3)
    var random = SplitMix64(seed: 3)
    let cells = (0..<16).map { _ in random.integer(below: planes.cellCount) }
    var chosen = smallHyperparameters()
    chosen.optimizer = .adamw
    chosen.learningRate = 1
    chosen.weightDecay = 1e30
    chosen.epochs = 1
    chosen.batchSize = 16
    #expect(throws: TrainingError.self) {
      try NetworkEstimator(kind: .hybrid, hyperparameters: chosen).fitted(
        to: PatchBatch(planes: planes, cells: cells, window: 13),
        labels: cells.indices.map { $0 % 2 == 0 }, using: &random)
    }
  }
}
