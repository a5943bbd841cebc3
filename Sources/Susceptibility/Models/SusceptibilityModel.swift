import Foundation
import GeoRaster
import HybridCNN
import LearningCore
import NeuralCore

/// A model that the study can fit: the two conforming types adapt pixel models and patch models.
protocol SusceptibilityEstimator: Sendable {
  /// Fits the model to samples.
  ///
  /// - Parameters:
  ///   - validation: samples whose loss is followed in the training curve; they are not learned from.
  ///   - progress: receives the fraction done, 0...1.
  func fitted(
    to samples: SampleCollection, validation: SampleCollection?, on factors: EncodedFactors,
    streams: RandomStreams, progress: @Sendable (Double) -> Void
  ) throws -> any SusceptibilityClassifier
}

/// What a model says of every mapped cell; NaN elsewhere.
struct SusceptibilityMap: Sendable {
  /// The landslide probability, 0...1.
  var probability: [Float]
  /// The standard deviation of the probability over the members of an ensemble; `nil` for a single model.
  var deviation: [Float]?
}

/// A fitted model in a study.
protocol SusceptibilityClassifier: Sendable {
  /// The landslide probability of each cell.
  func probabilities(at cells: [Int], on factors: EncodedFactors) throws -> [Double]

  /// Cells of the side of the window that the model sees; 1 for the cell alone.
  var window: Int { get }

  /// The landslide probability of samples whose inputs may have been changed; they have the model's window.
  func probabilities(of inputs: SampleInputs) throws -> [Double]

  /// The landslide probability of every mapped cell.
  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) throws -> SusceptibilityMap

  /// The model as a file's content.
  func data(_ description: ModelDescription) throws -> Data

  /// The loss and accuracy of each epoch; empty for models without epochs.
  var trainingCurve: [EpochRecord] { get }
  /// What the user should know about the fit.
  var warnings: [String] { get }
}
