import Baselines
import FactorAnalysis
import GeoRaster
import HybridCNN
import LearningCore

extension StudyConfiguration {
  /// Runs `body`; an error of a library becomes one that names the key of the study file that led to it: a
  /// ``StudyFileError`` when that key has to be written otherwise, as it names a layer or an attribute that is not there.
  func naming<Result>(_ key: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as GeoRasterError where error.isOfArguments {
      throw StudyFileError(file: file, key: key, problem: "\(error)")
    } catch let error
      where error is GeoRasterError || error is FactorAnalysisError || error is FoldError
      || error is CalibrationError || error is EstimatorError
    {
      throw StudyError.input(file: file, key: key, problem: StudyError.problem(error))
    }
  }
}

extension GeoRasterError {
  /// Whether it is what was asked for that is wrong, and not the data.
  public var isOfArguments: Bool {
    switch self {
    case .missingAttribute, .argument, .invalidFilter, .unknownCRS: true
    default: false
    }
  }
}

extension StudyError {
  /// What an error of a model says, with its hyperparameters called as in a study file.
  ///
  /// - Parameter model: whose hyperparameters they are, when that makes a difference to their names.
  static func problem(_ error: any Error, of model: ModelName? = nil) -> String {
    switch error {
    case EstimatorError.hyperparameter(let name, let value, let expected):
      "\(EstimatorError.hyperparameter(name: key(name, of: model), value: value, expected: expected))"
    case NetworkError.hyperparameter(let name, let value, let expected):
      "\(NetworkError.hyperparameter(name: key(name, of: model), value: value, expected: expected))"
    case SupportVectorMachineError.notConverged(let iterations, let violation):
      "no optimum after \(iterations) iterations (violation \(violation)): use a smaller penalty or "
        + "another gamma of svm"
    case LogisticRegressionError.notConverged(let iterations):
      "no optimum after \(iterations) steps: use a larger ridge of logistic-regression"
    case LogisticRegressionError.singular:
      "the second derivatives are singular: use a larger ridge of logistic-regression"
    default: "\(error)"
    }
  }

  /// The key of a hyperparameter with this name in Swift: `learningRate` is learning-rate, `filters2D` filters-2d.
  static func key(_ name: String, of model: ModelName?) -> String {
    if model == .logisticRegression, name == "penalty" { return "ridge" }
    var key = ""
    for character in name {
      let begins = character.isNumber || (character.isUppercase && key.last?.isNumber != true)
      if begins, !key.isEmpty { key.append("-") }
      key += character.lowercased()
    }
    return key
  }
}
