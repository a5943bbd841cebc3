/// The search for hyperparameters by cross-validation on the training samples.
public struct TuneOptions: Sendable, Equatable, Codable {
  /// The models to tune.
  public var models: [ModelName]
  /// The folds.
  public var folds: Int
  /// How samples are folded.
  public var scheme: FoldScheme
  /// What of the candidates is tried.
  public var search: SearchMethod
  /// Whether the AUC of the tuned model is estimated by an outer loop of as many folds, in each of which the whole
  /// search is made again.
  public var isNested: Bool
  /// What to try.
  public var grid: [TunedHyperparameter]

  /// A search; the defaults are the file's.
  public init(
    models: [ModelName], folds: Int = 5, scheme: FoldScheme = .random,
    search: SearchMethod = .grid, isNested: Bool = false, grid: [TunedHyperparameter]
  ) {
    self.models = models
    self.folds = folds
    self.scheme = scheme
    self.search = search
    self.isNested = isNested
    self.grid = grid
  }
}

/// What a search tries of its candidates.
public enum SearchMethod: Sendable, Equatable, Codable {
  /// All combinations.
  case grid
  /// So many combinations, drawn at random. Source: Bergstra and Bengio (2012), Random search for hyper-parameter
  /// optimization, JMLR 13.
  case random(trials: Int)
}

/// What to try for one hyperparameter.
public struct TunedHyperparameter: Sendable, Equatable, Codable {
  /// What a value is taken from.
  public enum Candidates: Sendable, Equatable, Codable {
    /// One of these.
    case values([HyperparameterValue])
    /// Any number of a range; only a random search can draw from it.
    case range(HyperparameterRange)
  }

  /// Its name in study.yaml, such as `learning-rate`.
  public var name: String
  /// What to try.
  public var candidates: Candidates

  /// The values to try for the hyperparameter `name`.
  public init(name: String, values: [HyperparameterValue]) {
    self.name = name
    candidates = .values(values)
  }

  /// The range to draw from for the hyperparameter `name`.
  public init(name: String, range: HyperparameterRange) {
    self.name = name
    candidates = .range(range)
  }

  /// Values that show whether the candidates fit: all, or the ends of a range and its first step.
  var examples: [HyperparameterValue] {
    switch candidates {
    case .values(let values): values
    case .range(let range): range.examples.map { .number($0) }
    }
  }
}

/// Numbers from `from` to `to`, both included.
public struct HyperparameterRange: Sendable, Equatable, Codable {
  /// How numbers are spread over a range.
  public enum Scale: String, Sendable, CaseIterable, Codable {
    /// Equal differences are equally likely.
    case linear
    /// Equal ratios are equally likely; `from` is above 0.
    case log
  }

  /// The least number.
  public var from: Double
  /// The greatest number.
  public var to: Double
  /// How numbers are spread.
  public var scale: Scale
  /// Only `from`, `from + step`, `from + 2 step` and so on; `nil`: any number, with 4 significant digits.
  public var step: Double?

  /// A range.
  public init(from: Double, to: Double, scale: Scale = .linear, step: Double? = nil) {
    self.from = from
    self.to = to
    self.scale = scale
    self.step = step
  }

  /// The ends, and the first number after `from` when there are steps.
  var examples: [Double] {
    guard let step else { return [from, to] }
    return [from, from + step, last]
  }

  /// The greatest number that steps come to.
  private var last: Double {
    step.map { from + ((to - from) / $0 * (1 + 1e-12)).rounded(.down) * $0 } ?? to
  }
}
