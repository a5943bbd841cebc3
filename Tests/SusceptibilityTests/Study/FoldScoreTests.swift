import LearningCore
import Testing

@testable import Susceptibility

/// Worked by hand.
@Suite struct FoldScoreTests {
  private static func score(_ area: Double?, failure: String? = nil) -> ScoreJournal.Score {
    ScoreJournal.Score(fit: "", area: area, failure: failure)
  }

  /// Folds of one class have no AUC and do not count; a fit that failed spoils the mean.
  @Test func theMeanIsOfTheFoldsThatHaveAnAUC() {
    let labels = [[true, false], [true, true], [true, false]]
    func mean(_ scores: ScoreJournal.Score...) -> FoldScore {
      FoldScore(scores, labels: labels, isPooled: false)
    }
    let sound = mean(Self.score(0.75), Self.score(nil), Self.score(0.25))
    #expect(sound.mean == 0.5 && sound.failure == nil && sound.foldCount == 3)
    #expect(abs(sound.deviation - 0.125.squareRoot()) < 1e-12)
    let failed = mean(
      Self.score(0.75), Self.score(nil, failure: "no"), Self.score(nil, failure: "nor"))
    #expect(failed.mean.isNaN && failed.deviation.isNaN && failed.failure == "no")
    #expect(mean(Self.score(nil), Self.score(nil), Self.score(nil)).mean.isNaN)
  }

  /// Of the pairs of landslides (0.7, 0.4) and absences (0.5, 0.2) three of four are in order.
  @Test func pooledProbabilitiesHaveOneAUC() {
    let labels = [[true], [true, false], [false]]
    func pooled(_ probabilities: [[Double]], failure: String? = nil) -> FoldScore {
      FoldScore(
        probabilities.map {
          ScoreJournal.Score(
            fit: "", probabilities: $0.map { JSONNumber($0) }, failure: $0.isEmpty ? failure : nil)
        }, labels: labels, isPooled: true)
    }
    let score = pooled([[0.7], [0.4, 0.5], [0.2]])
    #expect(score.mean == 0.75 && score.areas.count == 1 && score.deviation.isNaN)
    let failed = pooled([[0.7], [], [0.2]], failure: "no")
    #expect(failed.mean.isNaN && failed.failure == "no")
    #expect(pooled([[0.7], [0.4, .nan], [0.2]]).mean.isNaN)
  }

  /// An outer fold in which every trial failed has a row that says so, and there is no nested AUC.
  @Test func anOuterFoldWithoutAChoiceIsTold() {
    let trial = TuneTrial(
      model: .svm, settings: [HyperparameterSetting(name: "penalty", value: .number(2))],
      hyperparameters: ModelHyperparameters(),
      score: FoldScore([Self.score(0.5)], labels: [[true, false]], isPooled: false))
    let failure = "SVM, tune: each of the 2 trials has a fit that failed; the first: no"
    let nested = NestedFolds(
      model: .svm, trials: [trial, nil],
      scores: [Self.score(0.75), Self.score(nil, failure: failure)],
      labels: [[true, false], [true, true, false]], isPooled: false)
    #expect(nested.score.mean.isNaN)
    #expect(
      NestedFolds.table([nested]).rows == [
        ["svm", "1", "2", "penalty=2", "0.5", "0.75", ""], ["svm", "2", "3", "", "", "", failure],
      ])
  }
}
