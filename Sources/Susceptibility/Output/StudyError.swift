/// What can stop a study besides a wrong study file and wrong data files.
public enum StudyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What a key of the study file names cannot be used.
  case input(file: String, key: String, problem: String)
  /// The output folder holds results of other inputs.
  case otherResults(folder: String, difference: String)
  /// The output folder cannot be written.
  case unwritable(folder: String, reason: String)
  /// A factor has no value in any cell of the study.
  case factorWithoutValues(name: String, file: String)
  /// A factor's values do not suit what is asked of them.
  case unusableFactor(name: String, problem: String)
  /// A factor has the same value everywhere.
  case constantFactor(name: String, file: String, value: Float)
  /// A model could not be trained; `place` says which one, and where in the study.
  case training(place: String, reason: String)
  /// A fitted model says the same of every cell; `place` says which one, and where it comes from.
  case constantMap(place: String, model: ModelName, probability: Float)
  /// A model gives no probability in some mapped cells.
  case undefinedMap(place: String, model: ModelName, cells: Int)
  /// Every absence is in a cell with a landslide.
  case absencesAreLandslides(count: Int)
  /// No cell has a value of every factor.
  case noMappedCells(detail: String)
  /// No landslide is in a mapped cell.
  case noLandslides(file: String, features: Int, detail: String)
  /// There are too few samples to do this.
  case tooFewSamples(what: String, found: Int, expected: String)
  /// A model file does not fit the study, or is not a model.
  case unusableModel(file: String, reason: String)
  /// The study that a model was fitted in had no calibration.
  case notCalibrated(file: String)
  /// The step needs something that is turned off or missing.
  case nothingToDo(step: String, reason: String)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .input(let file, let key, let problem): "\(file): \(key): \(problem)"
    case .otherResults(let folder, let difference):
      "\(folder): holds results of other inputs (\(difference)); expected an empty folder or the "
        + "same study: choose another with --output, or --overwrite"
    case .unwritable(let folder, let reason): "\(folder): cannot be written: \(reason)"
    case .factorWithoutValues(let name, let file):
      "factor \"\(name)\" (\(file)): has no value in any cell of the study; expected values that "
        + "cover the grid"
    case .unusableFactor(let name, let problem): "factor \"\(name)\": \(problem)"
    case .constantFactor(let name, let file, let value):
      "factor \"\(name)\" (\(file)): is \(value) in every cell; expected at least two different "
        + "values (leave the factor out)"
    case .training(let place, let reason): "\(place): \(reason)"
    case .constantMap(let place, let model, let probability):
      "\(place): every cell has the probability \(probability), so the model has learned nothing; "
        + "expected a map with differences (try \(Self.remedy(of: model)))"
    case .undefinedMap(let place, let model, let cells):
      "\(place): \(Prose.count(cells, "mapped cell has", plural: "mapped cells have")) no probability, "
        + "because the model's numbers are too large; expected a number of 0 to 1 in each"
        + (model.isNetwork
          ? " (try a lower learning-rate)" : " (look for extreme values of a factor)")
    case .absencesAreLandslides(let count):
      "absences: each of the \(count) is in a cell with a landslide, so there is only one class; "
        + "expected places without landslides"
    case .noMappedCells(let detail): "no cell can be mapped: \(detail)"
    case .noLandslides(let file, let features, let detail):
      "\(file): none of its \(Prose.count(features, "feature")) is in a mapped cell; \(detail)"
    case .tooFewSamples(let what, let found, let expected):
      "\(what): found \(found), expected \(expected)"
    case .unusableModel(let file, let reason): "\(file): \(reason)"
    case .notCalibrated(let file):
      "\(file): has no calibration; expected a model of a study with the key calibration (or ask for "
        + "probabilities that are not calibrated)"
    case .nothingToDo(let step, let reason): "\(step): \(reason)"
    }
  }
}

extension StudyError {
  /// What may help a model that has learned nothing.
  private static func remedy(of model: ModelName) -> String {
    if model.isNetwork { return "a lower learning-rate, more epochs or another seed" }
    return switch model {
    case .randomForest, .randomForestWindow:
      "a smaller minimum-leaf-size or minimum-split-size, or other factors"
    case .svm: "a larger penalty, another gamma or other factors"
    default: "other hyperparameters or factors"
    }
  }

  /// Checks that a map says something: a probability in every mapped cell, and not the same in all.
  ///
  /// - Parameter place: the model for people, and where it comes from; `nil` for the model alone.
  /// - Throws: ``undefinedMap(place:model:cells:)``, ``constantMap(place:model:probability:)``.
  static func checkMap(
    _ probabilities: [Float], at cells: [Int], model: ModelName, place: String? = nil
  ) throws {
    let place = place ?? model.title
    let undefined = cells.count { !probabilities[$0].isFinite }
    guard undefined == 0 else { throw undefinedMap(place: place, model: model, cells: undefined) }
    if let first = cells.first, cells.allSatisfy({ probabilities[$0] == probabilities[first] }) {
      throw constantMap(place: place, model: model, probability: probabilities[first])
    }
  }
}
