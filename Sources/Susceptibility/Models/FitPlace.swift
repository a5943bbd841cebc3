import Baselines
import HybridCNN
import LearningCore
import NeuralCore

/// Where in a study a model is fitted: what goes wrong there, and what the user should know of it, names the place.
struct FitPlace: Sendable, CustomStringConvertible {
  let model: ModelName
  /// Such as `jackknife without slope, seed 1`; empty for the model itself.
  var detail = ""

  var description: String { detail.isEmpty ? model.title : "\(model.title), \(detail)" }

  /// Calls `fit`.
  ///
  /// - Throws: ``StudyError/training(place:reason:)`` when the fit came to nothing; errors about files as they are.
  func fitted(
    _ fit: () throws -> any SusceptibilityClassifier
  ) throws -> any SusceptibilityClassifier {
    do {
      return try fit()
    } catch NetworkError.checkpoint(let file, let reason) {
      throw NetworkError.checkpoint(file: file, reason: reason)
    } catch NetworkError.unwritable(let file, let reason) {
      throw NetworkError.unwritable(file: file, reason: reason)
    } catch let error
      where error is NetworkError || error is TrainingError || error is EstimatorError
      || error is SupportVectorMachineError || error is LogisticRegressionError
      || error is CalibrationError || error is FoldError || error is StoppingBlocksError
    {
      throw StudyError.training(place: description, reason: StudyError.problem(error, of: model))
    }
  }

  /// Fits the model to samples.
  ///
  /// - Throws: as ``fitted(_:)``.
  func fitted(
    _ hyperparameters: ModelHyperparameters, to training: SampleCollection,
    on factors: EncodedFactors, streams: RandomStreams, threads: Int?,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> any SusceptibilityClassifier {
    try fitted {
      try model.estimator(hyperparameters, threads: threads).fitted(
        to: training, validation: nil, on: factors, streams: streams, progress: progress)
    }
  }

  /// What the user should know about a fit.
  func warnings(of fitted: any SusceptibilityClassifier) -> [String] {
    fitted.warnings.map { "\(self): \($0)" }
  }
}
