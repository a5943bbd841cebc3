import Baselines
import Foundation
import LearningCore
import NeuralCore

/// The random forest on window statistics: for each encoded factor it sees the value of the cell and, over the window
/// around it, mean, standard deviation, minimum and maximum.
///
/// Not in the paper: what a forest makes of the context that the paper's 2D branch has.
struct WindowForestEstimator: SusceptibilityEstimator {
  let base: RandomForest
  let window: Int

  func fitted(
    to samples: SampleCollection, validation: SampleCollection?, on factors: EncodedFactors,
    streams: RandomStreams, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier {
    var generator = streams.stream("fit")
    let table = factors.windowTable(at: samples.cells, window: window)
    return WindowForestClassifier(
      base: try base.fitted(to: table, labels: samples.labels, using: &generator), window: window)
  }
}

/// A fitted forest on window statistics.
struct WindowForestClassifier: SusceptibilityClassifier {
  let base: RandomForestModel
  let window: Int

  var trainingCurve: [EpochRecord] { [] }
  var warnings: [String] { [] }

  func probabilities(at cells: [Int], on factors: EncodedFactors) -> [Double] {
    base.probabilities(for: factors.windowTable(at: cells, window: window))
  }

  func probabilities(of inputs: SampleInputs) -> [Double] {
    base.probabilities(for: inputs.windowTable)
  }

  /// In strips of at least 65,536 cells and as high as a window, so that memory does not grow with the height of the map.
  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) -> SusceptibilityMap {
    let grid = factors.stack.grid
    var map = [Float](repeating: .nan, count: grid.count)
    let height = max(window, (1 << 16 + grid.columns - 1) / grid.columns)
    for first in stride(from: 0, to: grid.rows, by: height) {
      let rows = first..<min(grid.rows, first + height)
      let (cells, table) = factors.windowTable(rows: rows, window: window, threads: threads)
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

/// The hyperparameters of the random forest on window statistics.
public struct WindowForestOptions: Sendable, Equatable, Codable {
  /// Cells of the side of the window, odd.
  public var window = 13
  /// The forest.
  public var forest = ForestOptions()

  /// The sides that a window may have.
  static let windows = 3...255
}
