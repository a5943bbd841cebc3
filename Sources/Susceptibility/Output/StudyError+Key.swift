import FactorAnalysis
import GeoRaster
import LearningCore

extension StudyConfiguration {
  /// Runs `body`; an error of a library becomes one that names the key of the study file that led to it.
  func naming<Result>(_ key: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error
      where error is GeoRasterError || error is FactorAnalysisError || error is FoldError
      || error is CalibrationError || error is EstimatorError
    {
      throw StudyError.input(file: file, key: key, problem: "\(error)")
    }
  }
}
