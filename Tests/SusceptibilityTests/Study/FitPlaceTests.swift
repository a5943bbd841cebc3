import Baselines
import HybridCNN
import LearningCore
import NeuralCore
import Testing

@testable import Susceptibility

/// What goes wrong in a fit, in the words of a study file.
@Suite struct FitPlaceTests {
  private static let place = FitPlace(
    model: .svm,
    detail: FoldJob(
      scheme: .random, repetition: 1, fold: 2, indices: Fold(training: [0], validation: [1])
    ).title)

  @Test(arguments: [
    (
      SupportVectorMachineError.notConverged(iterations: 30, violation: 0.25) as any Error,
      "no optimum after 30 iterations (violation 0.25): use a smaller penalty or another gamma of svm"
    ),
    (
      LogisticRegressionError.notConverged(iterations: 9),
      "no optimum after 9 steps: use a larger ridge of logistic-regression"
    ),
    (
      LogisticRegressionError.singular(minor: 2),
      "the second derivatives are singular: use a larger ridge of logistic-regression"
    ),
    (
      NetworkError.hyperparameter(name: "kernelSize", value: "4", expected: "an odd number"),
      "kernel-size is 4, expected an odd number"
    ),
    (
      NetworkError.hyperparameter(name: "filters2D", value: "[]", expected: "two numbers"),
      "filters-2d is [], expected two numbers"
    ),
    (
      EstimatorError.hyperparameter(name: "minimumLeafSize", value: "0", expected: "at least 1"),
      "minimum-leaf-size is 0, expected at least 1"
    ),
    (
      EstimatorError.oneClass(label: true, count: 5),
      "all 5 samples are landslides: a model needs both classes"
    ),
    (TrainingError.noSamples, "there are no samples to train on"),
  ])
  func aFailedFitNamesModelSchemeAndFold(error: any Error, reason: String) {
    let found = #expect(throws: StudyError.self) {
      _ = try Self.place.fitted { throw error }
    }
    #expect(
      found?.description == "SVM, cross-validation random, repeat 1, fold 2: \(reason)")
  }

  /// What is wrong with a file is no result of the fit, and training goes on without the checkpoint.
  @Test(arguments: [
    NetworkError.checkpoint(file: "a", reason: "b"), .unwritable(file: "a", reason: "b"),
  ])
  func errorsAboutFilesStayWhatTheyAre(error: NetworkError) {
    #expect(throws: error) { _ = try Self.place.fitted { throw error } }
  }
}
