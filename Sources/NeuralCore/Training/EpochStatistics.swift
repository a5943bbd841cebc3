/// Sums over the batches of an epoch.
struct EpochStatistics {
  private var total = BatchStatistics()
  private var squaredDeviations = 0.0

  /// Adds a batch; probabilities are compared within batches, as parameters change between them.
  mutating func add(_ batch: BatchStatistics) {
    total.add(batch)
    squaredDeviations += batch.squaredDeviations
  }

  /// The point of the training curve.
  func record(epoch: Int, validation: BatchStatistics?) -> EpochRecord {
    let judged = validation.flatMap { $0.count > 0 ? $0 : nil }
    return EpochRecord(
      epoch: epoch, loss: total.loss / total.weight,
      accuracy: Double(total.correct) / Double(total.count),
      validationLoss: judged.map { $0.loss / $0.weight },
      validationAccuracy: judged.map { Double($0.correct) / Double($0.count) },
      probabilityDeviation: (squaredDeviations / Double(total.count)).squareRoot())
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

  /// Takes note of an epoch; whether to stop after it.
  mutating func shouldStop(
    after record: EpochRecord, parameters current: FloatBuffer, _ rule: EarlyStopping
  ) -> Bool {
    let reached = record.validationLoss ?? record.loss
    if reached < loss - rule.minimumImprovement || parameters == nil {
      loss = reached
      parameters = current.values
      epochsWithout = 0
      return false
    }
    epochsWithout += 1
    return epochsWithout >= rule.patience
  }
}
