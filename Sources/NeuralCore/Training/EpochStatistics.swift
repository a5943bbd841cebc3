/// Sums over the batches of an epoch.
struct EpochStatistics {
  private var total = BatchStatistics()
  private var squaredDeviations = 0.0
  /// The samples that were in a batch with others.
  private var compared = 0

  /// Adds a batch; probabilities are compared within batches, as parameters change between them.
  mutating func add(_ batch: BatchStatistics) {
    total.add(batch)
    guard batch.count > 1 else { return }
    squaredDeviations += batch.squaredDeviations
    compared += batch.count
  }

  /// The point of the training curve.
  func record(epoch: Int, validation: BatchStatistics?) -> EpochRecord {
    let judged = validation.flatMap { $0.count > 0 ? $0 : nil }
    return EpochRecord(
      epoch: epoch, loss: total.loss / total.weight,
      accuracy: Double(total.correct) / Double(total.count),
      validationLoss: judged.map { $0.loss / $0.weight },
      validationAccuracy: judged.map { Double($0.correct) / Double($0.count) },
      probabilityDeviation: compared > 0
        ? (squaredDeviations / Double(compared)).squareRoot() : nil)
  }
}

/// One place per piece of work, each written by one thread.
final class StatisticsSlots: @unchecked Sendable {
  let base: UnsafeMutablePointer<BatchStatistics>
  private let count: Int

  init(count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: BatchStatistics(), count: count)
  }

  deinit { base.deallocate() }

  /// The sum, added up in order.
  var sum: BatchStatistics {
    var sum = BatchStatistics()
    for index in 0..<count { sum.add(base[index]) }
    return sum
  }
}

/// The best epoch so far, for early stopping.
struct BestParameters {
  private(set) var parameters: [Float]?
  private var loss = Double.infinity
  private var epochsWithout = 0

  /// Before the first epoch.
  init() {}

  /// After the epochs of a checkpoint.
  init(_ checkpoint: TrainingCheckpoint, _ rule: EarlyStopping) {
    for record in checkpoint.records { _ = isBest(record, rule) }
    parameters = checkpoint.best
  }

  /// Whether to stop after the epochs so far.
  func shouldStop(_ rule: EarlyStopping) -> Bool {
    epochsWithout > 0 && epochsWithout >= rule.patience
  }

  /// Takes note of an epoch.
  mutating func add(
    _ record: EpochRecord, parameters current: FloatBuffer, _ rule: EarlyStopping
  ) {
    if isBest(record, rule) { parameters = current.values }
  }

  private mutating func isBest(_ record: EpochRecord, _ rule: EarlyStopping) -> Bool {
    let reached = record.validationLoss ?? record.loss
    guard reached < loss - rule.minimumImprovement else {
      epochsWithout += 1
      return false
    }
    loss = reached
    epochsWithout = 0
    return true
  }
}
