import Foundation

/// A part of a study that can be run by itself.
public enum StudyStep: String, CaseIterable, Sendable {
  /// Brings every factor onto the grid.
  case factors
  /// Samples, collinearity and frequency ratios.
  case analyze
  /// Searches for hyperparameters, when the study asks for it.
  case tune
  /// Fits the models.
  case train
  /// Measures the models on both sets, and by cross-validation.
  case evaluate
  /// Maps in classes, and their areas.
  case map
  /// Refits a model without each factor.
  case jackknife
  /// What the fitted models have learned of each factor.
  case explain
  /// Writes report.html from what is in the folder.
  case report

  /// What has to be there before, in order.
  var prerequisites: [StudyStep] {
    switch self {
    case .factors, .report: []
    case .analyze: [.factors]
    case .tune: [.factors, .analyze]
    case .train, .jackknife: [.factors, .analyze, .tune]
    case .evaluate, .map, .explain: [.factors, .analyze, .tune, .train]
    }
  }
}

/// What happens during a study, for programs that show it.
public enum StudyEvent: Sendable {
  /// A step began; `detail` says what of it, such as a model.
  case began(StudyStep, detail: String)
  /// A fraction of what began last is done, 0...1.
  case advanced(StudyStep, fraction: Double)
  /// What began last has ended; `reused` when its results were there already.
  case ended(StudyStep, detail: String, seconds: Double, reused: Bool)
  /// Something that the user should know.
  case warned(String)
}

/// How to run a study.
public struct StudyOptions: Sendable {
  /// The output folder; `nil` means the one that the study names.
  public var outputFolder: URL?
  /// Threads; `nil` means one for each core. Results do not depend on it.
  public var threads: Int?
  /// Whether results of other inputs in the output folder may be replaced.
  public var overwrites: Bool
  /// The command that makes the same results again, for the manifest.
  public var command: String
  /// Receives what happens; called from several threads, one at a time.
  public var observer: @Sendable (StudyEvent) -> Void

  /// Options with their defaults.
  public init(
    outputFolder: URL? = nil, threads: Int? = nil, overwrites: Bool = false, command: String = "",
    observer: @escaping @Sendable (StudyEvent) -> Void = { _ in }
  ) {
    self.outputFolder = outputFolder
    self.threads = threads
    self.overwrites = overwrites
    self.command = command
    self.observer = observer
  }
}
