import Foundation
import LearningCore
import NeuralCore
import Parallelism

/// Adapts any estimator on tables: it sees the encoded factors of the cell itself.
struct PixelEstimator<Base: Estimator<Matrix>>: SusceptibilityEstimator
where Base.Model: Codable {
  let base: Base

  func fitted(
    to samples: SampleCollection, validation: SampleCollection?, on factors: EncodedFactors,
    streams: RandomStreams, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    var generator = streams.stream("fit")
    return PixelClassifier(
      base: try base.fitted(
        to: factors.matrix(at: samples.cells), labels: samples.labels, using: &generator))
  }
}

/// A fitted model on tables.
struct PixelClassifier<Base: Classifier<Matrix> & Codable>: SusceptibilityClassifier {
  let base: Base

  var trainingCurve: [EpochRecord] { [] }
  var warnings: [String] { [] }

  func probabilities(at cells: [Int], on factors: EncodedFactors) -> [Double] {
    base.probabilities(for: factors.matrix(at: cells))
  }

  var window: Int { 1 }

  func probabilities(of inputs: SampleInputs) -> [Double] {
    base.probabilities(for: inputs.matrix)
  }

  /// Predicts in pieces of 262,144 cells, so that memory does not grow with the map; a piece takes as much as its factors.
  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) -> SusceptibilityMap {
    var map = [Float](repeating: .nan, count: factors.stack.grid.count)
    let cells = factors.stack.cells
    for piece in Parallel.chunks(of: cells.count, size: 1 << 18) {
      let part = Array(cells[piece])
      for (cell, probability) in zip(part, probabilities(at: part, on: factors)) {
        map[cell] = Float(probability)
      }
      progress(Double(piece.upperBound) / Double(cells.count))
    }
    return SusceptibilityMap(probability: map, deviation: nil)
  }

  func data(_ description: ModelDescription) throws -> Data {
    try JSONFile.compactData(PixelModelFile(description: description, parameters: base))
  }
}

/// The content of a model_MODEL.json.
struct PixelModelFile<Parameters: Codable & Sendable>: Codable, Sendable {
  var description: ModelDescription
  var parameters: Parameters
}
