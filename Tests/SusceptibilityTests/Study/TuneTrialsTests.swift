import LearningCore
import Testing

@testable import Susceptibility

@Suite struct TuneTrialsTests {
  private static let streams = RandomStreams(seed: 7)

  private static func options(
    _ trials: Int, _ grid: [TunedHyperparameter], models: [ModelName] = [.hybrid]
  ) -> TuneOptions {
    TuneOptions(models: models, search: .random(trials: trials), grid: grid)
  }

  @Test func randomTrialsAreDistinctRepeatableAndInRange() throws {
    let plan = Self.options(
      40,
      [
        TunedHyperparameter(
          name: "learning-rate", range: HyperparameterRange(from: 1e-4, to: 1, scale: .log)),
        TunedHyperparameter(name: "window", range: HyperparameterRange(from: 11, to: 17, step: 2)),
        TunedHyperparameter(name: "optimizer", values: [.text("adam"), .text("sgd")]),
        TunedHyperparameter(name: "trees", values: [.number(3)]),
      ])
    let trials = plan.trials(for: .hybrid, streams: Self.streams)
    #expect(trials == plan.trials(for: .hybrid, streams: Self.streams))
    #expect(trials != plan.trials(for: .cnn2d, streams: Self.streams))
    #expect(Set(trials.map(\.text)).count == 40)
    #expect(trials.allSatisfy { $0.map(\.name) == ["learning-rate", "window", "optimizer"] })
    let rates = trials.compactMap { trial -> Double? in
      guard case .number(let rate) = trial[0].value else { return nil }
      return rate
    }
    #expect(rates.count == 40 && rates.allSatisfy { $0 >= 1e-4 && $0 <= 1 })
    // On the logarithmic scale about half lie below the geometric middle of 0.01; 40 draws: 3 deviations are 9.5.
    #expect(abs(rates.filter { $0 < 0.01 }.count - 20) < 10)
    let windows = Set(trials.map { "\($0[1].value)" })
    #expect(windows == ["11", "13", "15", "17"])
    for trial in trials { _ = try ModelHyperparameters().setting(trial, of: .hybrid) }
  }

  @Test func aSmallSpaceHasFewerTrials() {
    let plan = Self.options(
      9, [TunedHyperparameter(name: "trees", range: HyperparameterRange(from: 1, to: 3, step: 1))],
      models: [.randomForest])
    let trials = plan.trials(for: .randomForest, streams: Self.streams)
    #expect(Set(trials.map(\.text)) == ["trees=1", "trees=2", "trees=3"])
  }

  /// Values at hand: 2 to 8 by 2 is 2, 4, 6, 8, each a quarter of the range.
  @Test func stepsAreEquallyLikely() {
    let range = HyperparameterRange(from: 2, to: 9, step: 2)
    #expect(
      [0, 0.24, 0.26, 0.49, 0.51, 0.76, 0.999].map { range.value(at: $0) }
        == [2, 2, 4, 4, 6, 8, 8])
    #expect(range.examples == [2, 4, 8])
    let log = HyperparameterRange(from: 1, to: 100, scale: .log)
    #expect([0, 0.5, 0.25].map { log.value(at: $0) } == [1, 10, 3.162])
  }

  @Test func theFirstOfEqualsIsBestAndFailedOnesNever() {
    #expect(TuneTrial.best([.nan, 0.7, 0.8, 0.8, .nan]) == 2)
    #expect(TuneTrial.best([.nan, .nan]) == nil)
    #expect(TuneTrial.best([]) == nil)
  }

  /// A line of the study file, and what the message has to name.
  @Test(arguments: [
    ("search: best, grid: { penalty: [1] }", "tune.search: expected one of grid, random"),
    ("trials: 3, grid: { penalty: [1] }", "tune.trials: is for search: random"),
    ("search: random, trials: 0, grid: { penalty: [1] }", "tune.trials: expected a whole number"),
    ("grid: { penalty: { from: 1, to: 2 } }", "tune.grid.penalty: is a range, which needs search"),
    ("search: random, grid: { penalty: { from: 2, to: 1 } }", "expected from below to"),
    ("search: random, grid: { penalty: { from: 0, to: 1, scale: log } }", "from above 0"),
    ("search: random, grid: { penalty: { from: 1, to: 2, scale: cubic } }", "one of linear, log"),
    ("search: random, grid: { penalty: { from: 1 } }", "the key \"to\" is missing"),
    (
      "search: random, grid: { penalty: { from: -1, to: 2 } }", "penalty: expected a number above 0"
    ),
    ("search: random, grid: { penalty: { from: 1, to: 2, step: 5 } }", "step"),
    ("scheme: blocks, grid: { penalty: [1] }", "tune.scheme: expected one of random"),
    ("nested: maybe, grid: { penalty: [1] }", "tune.nested: expected true or false"),
  ])
  func aWrongSearchIsNamed(options: String, expected: String) {
    let yaml =
      StudyConfigurationTests.minimal + "models: [svm]\ntune: { models: [svm], \(options) }"
    let error = #expect(throws: StudyFileError.self) { try StudyConfigurationTests.read(yaml) }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func wholeNumbersOfARangeHaveToFit() throws {
    let start = StudyConfigurationTests.minimal
    let error = #expect(throws: StudyFileError.self) {
      try StudyConfigurationTests.read(
        start + "tune: { models: [hybrid], search: random, grid: { window: { from: 11, to: 15 } } }"
      )
    }
    #expect(error?.description.contains("12 cells wide") == true)
    let study = try StudyConfigurationTests.read(
      start
        + """
        tune:
          models: [hybrid]
          folds: 3
          scheme: spatial-blocks
          search: random
          trials: 4
          nested: true
          grid:
            window: { from: 11, to: 15, step: 2 }
            hidden: { from: 16, to: 128, scale: log }
            activation: [relu, tanh]
            filters-2d: [[8, 16], [16, 32]]
        """)
    let tune = try #require(study.tune)
    #expect(tune.search == .random(trials: 4) && tune.isNested && tune.scheme == .spatialBlocks)
    #expect(tune.grid.map(\.name) == ["activation", "filters-2d", "hidden", "window"])
    #expect(
      tune.grid[2].candidates
        == .range(HyperparameterRange(from: 16, to: 128, scale: .log, step: 1)))
  }
}
