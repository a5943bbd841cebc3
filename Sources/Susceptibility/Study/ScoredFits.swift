import LearningCore
import Metrics

/// Makes fits side by side and keeps their scores in a journal: a step that was interrupted makes only what is missing.
struct ScoredFits: Sendable {
  let analysis: Analysis
  let journal: ScoreJournal
  /// Whether the probabilities of folds are put together before they are measured.
  let isPooled: Bool
  let threads: Int?
  let progress: ProgressCounter

  /// The scores of some fits, in order.
  ///
  /// - Parameter recordsFailures: whether a fit that came to nothing has a score that says so; otherwise it is thrown.
  /// - Throws: ``StudyError/training(place:reason:)``, and what keeps the step from going on.
  func scores(of fits: [FoldFit], recordsFailures: Bool = false) throws -> [ScoreJournal.Score] {
    try analysis.map(fits, threads: threads, progress: progress) { fit in
      if let known = journal[fit.name] { return known }
      var score = ScoreJournal.Score(fit: fit.name)
      do {
        let result = try fit.result(in: analysis)
        score.warnings = result.warnings
        if isPooled {
          score.probabilities = result.probabilities.map { JSONNumber($0) }
        } else {
          let area = areaUnderCurve(labels: result.labels, scores: result.probabilities)
          score.area = area.isNaN ? nil : area
        }
      } catch let error as StudyError where recordsFailures {
        guard case .training = error else { throw error }
        score.failure = "\(error)"
      }
      try journal.append(score)
      return score
    }
  }
}

/// How a model with its settings did over the folds of a plan.
struct FoldScore: Equatable, Sendable {
  /// The AUC of each fold that holds both classes; where folds are pooled the one of all their samples.
  let areas: [Double]
  private let isPooled: Bool
  /// The number of folds.
  let foldCount: Int
  /// Why a fit came to nothing: the first that did. There is no mean then.
  let failure: String?

  /// - Parameters:
  ///   - scores: one for each fold.
  ///   - labels: those of the validation samples of each fold.
  init(_ scores: [ScoreJournal.Score], labels: [[Bool]], isPooled: Bool) {
    self.isPooled = isPooled
    foldCount = scores.count
    failure = scores.lazy.compactMap(\.failure).first
    guard isPooled else {
      areas = scores.compactMap(\.area)
      return
    }
    let probabilities = scores.flatMap { $0.probabilities ?? [] }.map(\.value)
    let area =
      failure == nil
      ? areaUnderCurve(labels: labels.flatMap { $0 }, scores: probabilities) : .nan
    areas = area.isNaN ? [] : [area]
  }

  /// The mean AUC; NaN when a fit failed, or no fold has an AUC.
  var mean: Double {
    failure == nil && !areas.isEmpty ? areas.reduce(0, +) / Double(areas.count) : .nan
  }

  /// The standard deviation of the AUC over the folds; NaN like the mean, and where folds are pooled.
  var deviation: Double { mean.isNaN || isPooled ? .nan : standardDeviation(areas) }
}
