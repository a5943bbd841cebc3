import Foundation
import LearningCore
import NeuralCore

/// Adapts any estimator on tables: it sees the encoded factors of the cell, or also statistics of the window around it.
struct PixelEstimator<Base: Estimator<Matrix>>: SusceptibilityEstimator
where Base.Model: Codable {
  let base: Base
  var view = TableView.cell

  func fitted(
    to samples: SampleCollection, validation: SampleCollection?, on factors: EncodedFactors,
    streams: RandomStreams, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    var generator = streams.stream("fit")
    return PixelClassifier(
      base: try base.fitted(
        to: factors.table(view, at: samples.cells), labels: samples.labels, using: &generator),
      view: view)
  }
}

/// A fitted model on tables.
struct PixelClassifier<Base: Classifier<Matrix> & Codable>: SusceptibilityClassifier {
  let base: Base
  var view = TableView.cell

  var trainingCurve: [EpochRecord] { [] }
  var warnings: [String] { [] }

  func probabilities(at cells: [Int], on factors: EncodedFactors) -> [Double] {
    base.probabilities(for: factors.table(view, at: cells))
  }

  var window: Int { view.window }

  func probabilities(of inputs: SampleInputs) -> [Double] {
    base.probabilities(for: inputs.table(view))
  }

  /// In strips of about 4 million numbers and as high as a window, so that memory does not grow with the height of the map.
  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) -> SusceptibilityMap {
    let grid = factors.stack.grid
    var map = [Float](repeating: .nan, count: grid.count)
    let width = grid.columns * factors.columns * view.columnsOfPlane
    let height = max(view.window, ((1 << 22) + width - 1) / width)
    for first in stride(from: 0, to: grid.rows, by: height) {
      let rows = first..<min(grid.rows, first + height)
      let (cells, table) = factors.table(view, rows: rows, threads: threads)
      for (cell, probability) in zip(cells, base.probabilities(for: table, threads: threads)) {
        map[cell] = Float(probability)
      }
      progress(Double(rows.upperBound) / Double(grid.rows))
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
