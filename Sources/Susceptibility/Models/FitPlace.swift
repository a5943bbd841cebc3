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
  /// - Throws: ``StudyError/training(place:reason:)`` when training came to nothing. An error of a checkpoint goes on
  ///   as it is.
  func fitted(
    _ fit: () throws -> any SusceptibilityClassifier
  ) throws -> any SusceptibilityClassifier {
    do {
      return try fit()
    } catch let error as NetworkError {
      if case .checkpoint = error { throw error }
      throw failure(error)
    } catch let error
      where error is TrainingError || error is EstimatorError
      || error is SupportVectorMachineError || error is LogisticRegressionError
    {
      throw failure(error)
    }
  }

  private func failure(_ error: any Error) -> StudyError {
    StudyError.training(place: description, reason: StudyError.problem(error, of: model))
  }

  /// What the user should know about a fit.
  func warnings(of fitted: any SusceptibilityClassifier) -> [String] {
    fitted.warnings.map { "\(self): \($0)" }
  }
}
