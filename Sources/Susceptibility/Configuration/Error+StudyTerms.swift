import Baselines
import HybridCNN
import LearningCore

extension Error {
  /// What a model's error says, with the keys of a study file where the library has names of its own.
  var inStudyTerms: String {
    switch self as any Error {
    case SupportVectorMachineError.notConverged(let iterations, let violation):
      "no optimum after \(iterations) iterations (violation \(violation)): use a smaller penalty or "
        + "another gamma of svm"
    case LogisticRegressionError.notConverged(let iterations):
      "no optimum after \(iterations) steps: use a larger ridge of logistic-regression"
    case LogisticRegressionError.singular:
      "the second derivatives are singular: use a larger ridge of logistic-regression"
    case NetworkError.hyperparameter(let name, let value, let expected),
      EstimatorError.hyperparameter(let name, let value, let expected):
      "\(ModelName.studyKey(of: name)) is \(value), expected \(expected)"
    default: "\(self)"
    }
  }
}

extension ModelName {
  /// The key of a hyperparameter by its name in Swift, such as `kernel-size` for `kernelSize`; the name itself when there
  /// is none.
  fileprivate static func studyKey(of name: String) -> String {
    let letters = name.lowercased()
    return allCases.lazy.flatMap(\.hyperparameterNames)
      .first { $0.filter { $0 != "-" } == letters } ?? name
  }
}
