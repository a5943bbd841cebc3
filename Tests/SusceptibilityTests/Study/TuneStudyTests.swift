import Foundation
import GeoRaster
import Metrics
import Testing

@testable import Susceptibility

/// The search for hyperparameters in a study: nested, random, interrupted.
@Suite struct TuneStudyTests {
  private static func folder(_ name: String) -> URL {
    SmallStudy.folder.appendingPathComponent("tune/\(name)")
  }

  private static func configuration(
    _ change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> StudyConfiguration {
    _ = try SmallStudy.results.get()
    var study = try SmallStudy.configuration()
    study.models = [.randomForest, .logisticRegression]
    study.factors = Array(study.factors.prefix(4))
    study.tune = TuneOptions(
      models: [.randomForest], folds: 2, search: .random(trials: 4), isNested: true,
      grid: [
        TunedHyperparameter(name: "trees", range: HyperparameterRange(from: 2, to: 30, step: 1)),
        TunedHyperparameter(name: "minimum-leaf-size", values: [.number(1), .number(5)]),
      ])
    change(&study)
    return study
  }

  private static func run(
    _ study: StudyConfiguration, in name: String, threads: Int = 2,
    observer: @escaping @Sendable (StudyEvent) -> Void = { _ in }
  ) throws -> Study {
    let run = try Study(
      study,
      options: StudyOptions(
        outputFolder: folder(name), threads: threads, overwrites: true, observer: observer))
    try run.run(.tune)
    return run
  }

  private static func table(_ file: String, in name: String) throws -> DelimitedTable {
    try DelimitedTable(contentsOf: folder(name).appendingPathComponent(file))
  }

  private static func exists(_ file: String, in name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder(name).appendingPathComponent(file).path)
  }

  @Test func aNestedSearchJudgesTheChoiceOnFoldsThatItDidNotSee() throws {
    let study = try Self.run(try Self.configuration(), in: "nested")
    let table = try Self.table("tune.csv", in: "nested")
    #expect(
      table.header == [
        "model", "settings", "auc", "auc_sd", "chosen", "nested_auc", "nested_auc_sd", "failure",
      ])
    #expect(table.rows.count == 4)
    let nested = try Self.table("tune_nested.csv", in: "nested")
    #expect(nested.header == ["model", "fold", "n", "settings", "auc_inner", "auc", "failure"])
    #expect(nested.rows.count == 2)
    // 42 training landslides and as many absences, each validated once.
    #expect(try nested.numbers("n").reduce(0, +) == 84)
    let settings = try table.column("settings")
    #expect(try nested.column("settings").allSatisfy { settings.contains($0) })

    let areas = try nested.numbers("auc")
    let chosen = try #require(table.rows.first { $0[4] == "1" })
    #expect(abs((Double(chosen[5]) ?? 0) - (areas[0] + areas[1]) / 2) < 1e-12)
    #expect(table.rows.filter { $0[4] == "0" }.allSatisfy { $0[5].isEmpty && $0[6].isEmpty })
    let kept = try #require(study.manifest.tuning)
    #expect(kept.map(\.settings) == [chosen[1]])
    #expect(kept[0].nestedAUC?.value == Double(chosen[5]))
    #expect(kept[0].trials == 4)
    #expect(!Self.exists("tune_journal.jsonl", in: "nested"))
    #expect(try study.hyperparameters().text(of: .randomForest).contains("trees"))

    // Of a study that is read again the same is chosen.
    let again = try Self.run(try Self.configuration(), in: "nested", threads: 1)
    #expect(
      try again.hyperparameters().text(of: .randomForest)
        == study.hyperparameters().text(of: .randomForest))
    #expect(try Self.table("tune.csv", in: "nested").rows == table.rows)
  }

  /// An interrupted search has a journal, makes what is missing, and ends like a whole one.
  @Test func anInterruptedSearchGoesOn() async throws {
    let study = try Self.configuration()
    _ = try Self.run(study, in: "whole")
    await #expect(throws: CancellationError.self) {
      try await Task {
        _ = try Self.run(
          study, in: "interrupted", threads: 1,
          observer: { event in
            guard case .advanced(.tune, let reached) = event, reached >= 0.5 else { return }
            withUnsafeCurrentTask { $0?.cancel() }
          })
      }.value
    }
    let file = Self.folder("interrupted").appendingPathComponent("tune_journal.jsonl")
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n")
    // The key and half of 4 trials x (2 + 2 x 2 folds) + 2 outer folds.
    #expect(lines.count == 14)
    #expect(!Self.exists("tune.csv", in: "interrupted"))

    // As if the machine had stopped within a line; and a score that no fit would have, to see that it is used.
    let area = try #require(lines[1].firstMatch(of: /"area":([0-9.]+)/)?.1)
    let marked = text.replacingOccurrences(of: "\"area\":\(area)", with: "\"area\":0.123456")
    try Data((text + "{\"fit\":\"cut of").utf8).write(to: file)
    _ = try Self.run(study, in: "interrupted")
    for name in ["tune.csv", "tune_nested.csv"] {
      #expect(
        try Self.table(name, in: "interrupted").rows == Self.table(name, in: "whole").rows)
    }
    #expect(!Self.exists("tune_journal.jsonl", in: "interrupted"))

    try FileManager.default.removeItem(
      at: Self.folder("interrupted").appendingPathComponent("tune.csv"))
    try Data(marked.utf8).write(to: file)
    _ = try Self.run(study, in: "interrupted")
    #expect(
      try Self.table("tune.csv", in: "interrupted").rows != Self.table("tune.csv", in: "whole").rows
    )

    // A journal of other options is not used.
    try Data(marked.utf8).write(to: file)
    let other = try Self.configuration { $0.tune?.isNested = false }
    _ = try Self.run(other, in: "interrupted")
    #expect(
      try Self.table("tune.csv", in: "interrupted").numbers("auc")
        == Self.table("tune.csv", in: "whole").numbers("auc"))
    #expect(!Self.exists("tune_nested.csv", in: "interrupted"))
  }

  /// A training that comes to nothing is never chosen and does not end the search.
  @Test func aFailedTrialIsTold() throws {
    let study = try Self.configuration {
      $0.models = [.cnn1d]
      $0.factors = Array($0.factors.prefix(4))
      $0.hyperparameters.networks.epochs = 2
      $0.hyperparameters.networks.optimizer = .adagrad
      $0.hyperparameters.networks.collapse = .fail
      $0.tune = TuneOptions(
        models: [.cnn1d], folds: 2,
        grid: [TunedHyperparameter(name: "learning-rate", values: [.number(50), .number(0.01)])])
    }
    let run = try Self.run(study, in: "failed")
    let table = try Self.table("tune.csv", in: "failed")
    #expect(try table.column("chosen") == ["0", "1"])
    #expect(try table.column("auc")[0].isEmpty)
    let reason = try table.column("failure")[0]
    #expect(
      reason.hasPrefix("CNN-1D, tune learning-rate=50, fold ") && reason.contains("collapsed"))
    #expect(try table.column("failure")[1].isEmpty)
    #expect(
      run.manifest.tuning?.first?.failures
        == [Manifest.TunedModel.FailedTrial(settings: "learning-rate=50", reason: reason)])
    #expect(
      run.manifest.warnings.contains {
        $0.hasPrefix("CNN-1D, tune learning-rate=50, fold ") && $0.contains("training collapsed")
      }, "\(run.manifest.warnings)")

    var hopeless = study
    hopeless.tune?.grid = [TunedHyperparameter(name: "learning-rate", values: [.number(50)])]
    let error = #expect(throws: StudyError.self) { _ = try Self.run(hopeless, in: "hopeless") }
    #expect(
      error?.description.hasPrefix("CNN-1D, tune: each of the 1 trials has a fit that failed")
        == true,
      "\(String(describing: error))")
  }

  @Test func settingsThatMakeNoNetworkAreNamed() throws {
    let study = try Self.configuration {
      $0.models = [.cnn2d]
      $0.tune = TuneOptions(
        models: [.cnn2d], folds: 2,
        grid: [TunedHyperparameter(name: "pooling-size", values: [.number(2), .number(9)])])
    }
    let error = #expect(throws: StudyError.self) { _ = try Self.run(study, in: "impossible") }
    #expect(
      error?.description.contains("tune.grid: cnn2d with pooling-size=9: a window of 13") == true,
      "\(String(describing: error))")
  }

  /// Folds of single samples have no AUC each, but all of them together have one.
  @Test func singleSamplesArePooled() throws {
    let study = try Self.configuration {
      $0.encoding = .weighted(.frequencyRatio)
      $0.split.training = 0.2
      $0.models = [.logisticRegression]
      $0.crossValidation.foldOptions.buffer = 100
      $0.tune = TuneOptions(
        models: [.logisticRegression], folds: 2, scheme: .bufferedLeaveOneOut, isNested: true,
        grid: [TunedHyperparameter(name: "ridge", values: [.number(1e-3), .number(10)])])
    }
    let run = try Self.run(study, in: "pooled")
    let table = try Self.table("tune.csv", in: "pooled")

    // The first trial by hand.
    let analysis = try run.analysis()
    let training = analysis.samples[.training]
    #expect(training.samples.count == 24)
    let places = training.coordinatesInMeters(on: analysis.stack.grid)
    var probabilities: [Double] = []
    for held in places.indices {
      let kept = places.indices.filter {
        hypot(places[$0].x - places[held].x, places[$0].y - places[held].y) > 100
      }
      let samples = training.selecting(kept)
      let encoded = try EncodedFactors(
        stack: analysis.stack, statistics: analysis.statistics,
        landslides: samples.samples.filter(\.isLandslide).map(\.cell),
        encoding: study.encoding, threads: 1)
      probabilities += try ModelName.logisticRegression.estimator(
        study.hyperparameters, threads: 1
      ).fitted(
        to: samples, validation: nil, on: encoded, streams: run.streams, progress: { _ in }
      ).probabilities(at: [training.cells[held]], on: encoded)
    }
    let area = areaUnderCurve(labels: training.labels, scores: probabilities)
    #expect(abs(try table.numbers("auc")[0] - area) < 1e-12)
    #expect(try table.column("auc_sd") == ["", ""])

    let nested = try Self.table("tune_nested.csv", in: "pooled")
    #expect(nested.rows.count == 24)
    #expect(try nested.numbers("n") == [Double](repeating: 1, count: 24))
    #expect(try nested.column("auc").allSatisfy(\.isEmpty))
    #expect(try nested.numbers("auc_inner").allSatisfy { $0 > 0 && $0 < 1 })
    let kept = try #require(run.manifest.tuning?.first)
    #expect(kept.folds == 24)
    let chosen = try #require(table.rows.first { $0[4] == "1" })
    let nestedArea = try #require(kept.nestedAUC?.value)
    #expect(Double(chosen[5]) == nestedArea && chosen[6].isEmpty)
    // Without any of the samples the same is chosen as with all, so what is pooled is the same too.
    #expect(try nested.column("settings").allSatisfy { $0 == chosen[1] })
    #expect(abs(nestedArea - kept.auc.value) < 1e-12)
  }

  /// All trials are scored on the same samples, purged by the largest window: one as large as the area keeps none.
  @Test func foldsArePurgedByTheLargestWindowOfTheSearch() throws {
    func search(_ windows: [Double]) throws {
      let study = try Self.configuration {
        $0.models = [.cnn2d]
        $0.hyperparameters.networks.window = 11
        $0.hyperparameters.networks.epochs = 1
        $0.hyperparameters.networks.filters2D = [2, 2]
        $0.crossValidation.foldOptions.purges = true
        $0.tune = TuneOptions(
          models: [.cnn2d], folds: 2, scheme: .spatialBlocks,
          grid: [TunedHyperparameter(name: "window", values: windows.map { .number($0) })])
      }
      _ = try Self.run(study, in: "purged")
    }
    try search([11])
    let error = #expect(throws: StudyError.self) { try search([11, 71]) }
    #expect(
      error?.description.contains("tune.folds: fold 1 keeps no training sample") == true,
      "\(String(describing: error))")
  }

  @Test func laterFoldsArePurgedByTheLargestTunedWindow() {
    var study = ModelHyperparameters()
    study.networks.window = 13
    var larger = study
    larger.networks.window = 17
    var smaller = study
    smaller.networks.window = 11
    #expect(study.largestWindow == 13)
    #expect(study.choosing(larger, for: .cnn2d).largestWindow == 17)
    #expect(study.choosing(smaller, for: .cnn2d).largestWindow == 13)
  }
}
