/// What can be wrong with the values of a factor, its classes or a table of factors.
public enum FactorAnalysisError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no finite value to fit to.
  case noValues
  /// All values are the same.
  case constant(value: Double)
  /// The number of classes is out of its range.
  case classCount(found: Int, maximum: Int)
  /// The least value is 0 or below, from which no ratio leads to the others.
  case notPositive(minimum: Double)
  /// The list of breaks is empty.
  case noBreaks
  /// The break at this position, from 0, is NaN or infinite.
  case breakNotFinite(position: Int)
  /// The break at this position, from 0, is not above the one before it.
  case breaksNotAscending(position: Int, previous: Double, found: Double)
  /// So many natural breaks of so many distinct values would need too much memory.
  case tooManyDistinctValues(classes: Int, distinctValues: Int, maximum: Int)
  /// The value is no category code: infinite, or beyond the whole numbers.
  case categoryCode(value: Float)
  /// None of the landslides lies in a class of the factor, or the factor has no cells.
  case noLandslides(factor: String)
  /// A value of a column is NaN or infinite.
  case notFinite(factor: String, row: Int)
  /// There are no columns.
  case noFactors
  /// A regression on `factors` factors and an intercept needs more samples.
  case tooFewSamples(samples: Int, factors: Int)
  /// Distances between samples need at least two.
  case tooFewForDistances(samples: Int)
  /// All samples are the same in every column that counts.
  case samplesAlike
  /// All samples are in one fold.
  case oneFold
  /// The weight at this position, from 0, is NaN or infinite.
  case weightNotFinite(position: Int)
  /// A LAPACK routine failed.
  case linearAlgebra(routine: String, status: Int)

  /// What was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .noValues:
      "there is no finite value; expected at least two different ones (is the factor NoData "
        + "everywhere in the study area?)"
    case .constant(let value):
      "all values are \(value); expected at least two different ones (leave the factor out)"
    case .classCount(let found, let maximum):
      "\(found) classes; expected 1 to \(maximum)"
    case .notPositive(let minimum):
      "the least value is \(minimum); geometric classes need values above 0 (add a constant, or "
        + "use other classes)"
    case .noBreaks: "the list of breaks is empty; expected at least one"
    case .breakNotFinite(let position):
      "break \(position + 1) is not a finite number; expected ascending finite numbers"
    case .breaksNotAscending(let position, let previous, let found):
      "break \(position + 1) is \(found) after \(previous); expected ascending numbers, each once"
    case .tooManyDistinctValues(let classes, let distinctValues, let maximum):
      "\(classes) natural breaks of \(distinctValues) distinct values need too much memory; "
        + "expected classes x distinct values up to \(maximum) (use fewer classes or quantiles)"
    case .categoryCode(let value):
      "\(value) is no category code; expected a whole number"
    case .noLandslides(let factor):
      "\(factor): no landslide lies in any of its classes; expected at least one"
    case .notFinite(let factor, let row):
      "\(factor): the value of sample \(row + 1) is not finite; expected numbers without gaps"
    case .noFactors: "there are no factors; expected at least one column"
    case .tooFewSamples(let samples, let factors):
      "\(samples) samples for \(factors) factors; expected at least \(factors + 1), since each "
        + "factor is regressed on the others and an intercept"
    case .tooFewForDistances(let samples):
      "\(samples) samples; expected at least 2, since distances between them are needed"
    case .samplesAlike:
      "all samples are the same in every factor that counts; expected at least two different ones"
    case .oneFold: "all samples are in one fold; expected at least two folds"
    case .weightNotFinite(let position):
      "the weight of column \(position + 1) is not a finite number; expected one for each column"
    case .linearAlgebra(let routine, let status):
      "LAPACK's \(routine) failed with status \(status)"
    }
  }
}
