import Foundation
import NeuralCore

/// Watches a training for the collapse that ``NetworkHyperparameters/CollapseRule`` describes.
struct CollapseGuard {
  /// Thrown when it happened.
  struct Collapse: Error {
    let epoch: Int
    let loss: Double
  }

  /// How many epochs in a row must look collapsed.
  private static let patience = 3
  /// A network that tells samples apart at all spreads their probabilities by more than this.
  private static let leastDeviation = 1e-4

  private let labels: [Int]
  /// The loss of always predicting the share of landslides.
  private let chanceLoss: Double
  private var epochs = 0

  init(labels: [Int], weighting: NetworkHyperparameters.ClassWeighting) {
    self.labels = labels
    let share = Double(labels.reduce(0, +)) / Double(max(1, labels.count))
    let p = weighting == .balanced ? 0.5 : share
    chanceLoss = p > 0 && p < 1 ? -p * log(p) - (1 - p) * log(1 - p) : 0
  }

  /// Takes note of an epoch.
  ///
  /// - Throws: ``Collapse`` when the last epochs all predicted the same for every sample, no better than chance.
  mutating func check(_ record: EpochRecord) throws {
    // Batches of one sample have nothing to compare: such a training is judged at its end alone.
    let isFlat =
      record.probabilityDeviation.map { $0 < Self.leastDeviation } == true
      && record.loss > chanceLoss - 1e-3
    epochs = isFlat ? epochs + 1 : 0
    if epochs >= Self.patience { throw Collapse(epoch: record.epoch, loss: record.loss) }
  }

  /// Checks the network that came out: it may have died in its last epochs, or have had too few for ``check(_:)``.
  ///
  /// - Parameter probabilities: what the network says of each sample.
  /// - Throws: ``Collapse`` when that is the same of all.
  func checkEnd(_ probabilities: [Double], epoch: Int) throws {
    let count = Double(probabilities.count)
    let mean = probabilities.reduce(0, +) / count
    let squares = probabilities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard (squares / count).squareRoot() < Self.leastDeviation else { return }
    let loss = zip(probabilities, labels).reduce(0) { $0 - log($1.1 == 1 ? $1.0 : 1 - $1.0) }
    throw Collapse(epoch: epoch, loss: loss / count)
  }
}
