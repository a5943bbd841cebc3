import Foundation
import GeoRaster
import Testing

@testable import Susceptibility

/// The jackknife over the split and over folds, in a small study.
@Suite struct JackknifeStudyTests {
  private static func configuration(
    _ jackknife: JackknifeOptions, _ change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> StudyConfiguration {
    try AbsenceStudyTests.configuration {
      $0.factors = Array($0.factors.prefix(4))
      $0.models = [.logisticRegression, .randomForest]
      $0.hyperparameters.randomForest.trees = 8
      $0.crossValidation = CrossValidationOptions(
        folds: 3, repeats: 2, schemes: [.random, .spatialBlocks, .bufferedLeaveOneOut],
        foldOptions: FoldOptions(buffer: 60))
      $0.jackknife = jackknife
      change(&$0)
    }
  }

  private static func run(
    _ study: StudyConfiguration, _ steps: StudyStep..., in folder: URL, threads: Int = 2,
    observer: @escaping @Sendable (StudyEvent) -> Void = { _ in }
  ) throws -> Study {
    let run = try Study(
      study,
      options: StudyOptions(
        outputFolder: folder, threads: threads, overwrites: true, observer: observer))
    for step in steps { try run.run(step) }
    return run
  }

  private static func table(_ name: String, in folder: URL) throws -> DelimitedTable {
    try DelimitedTable(contentsOf: folder.appendingPathComponent(name))
  }

  /// The AUC of a model by the first repeat of cross_validation.csv: the mean over its rows.
  private static func crossValidated(
    _ model: ModelName, _ scheme: FoldScheme, in folder: URL
  ) throws -> Double {
    let table = try Self.table("cross_validation.csv", in: folder)
    let areas = zip(table.rows, try table.numbers("auc")).filter { row, _ in
      row[0] == model.rawValue && row[1] == scheme.rawValue && row[2] == "1"
    }.map(\.1)
    return areas.reduce(0, +) / Double(areas.count)
  }

  /// With and without a factor the AUC is that of the cross-validation of a study with and without it.
  @Test(arguments: [FoldScheme.random, .spatialBlocks, .bufferedLeaveOneOut])
  func foldsAreThoseOfTheCrossValidation(scheme: FoldScheme) throws {
    let model: ModelName = scheme.isPooled ? .logisticRegression : .randomForest
    let study = try Self.configuration(
      JackknifeOptions(
        model: model, validation: scheme,
        groups: [FactorGroup(name: "both", factors: ["slope", "aspect"])])
    ) { $0.crossValidation.schemes = [scheme] }
    let folder = AbsenceStudyTests.folder("jackknife")
    let run = try Self.run(study, .evaluate, .jackknife, in: folder)
    let table = try Self.table("jackknife.csv", in: folder)
    #expect(try table.column("factor") == ["elevation", "slope", "aspect", "curvature", "both"])
    let all = try Self.crossValidated(model, scheme, in: folder)
    #expect(try table.numbers("auc_all").allSatisfy { abs($0 - all) < 1e-12 })

    let other = AbsenceStudyTests.folder("jackknife-without")
    let without = try Self.run(
      Self.configuration(JackknifeOptions(seeds: 0)) {
        $0.factors.removeAll { ["slope", "aspect"].contains($0.name) }
        $0.crossValidation.schemes = [scheme]
      }, .evaluate, in: other)
    #expect(try without.analysis().samples == run.analysis().samples)
    let expected = try Self.crossValidated(model, scheme, in: other)
    #expect(abs(try table.numbers("auc_without")[4] - expected) < 1e-12)
    #expect(abs(try table.numbers("relative_decrease")[4] - (all - expected) / all) < 1e-12)
    #expect(table.rows.allSatisfy { $0[5].isEmpty && $0[6].isEmpty })
    let facts = try #require(run.manifest.jackknife)
    #expect(facts.validation == scheme.rawValue && facts.seeds == 1)
    #expect(facts.folds == (scheme.isPooled ? 120 : 3))
  }

  @Test func seedsSpreadWhereTheModelIsRandom() throws {
    let folder = AbsenceStudyTests.folder("jackknife-seeds")
    let run = try Self.run(
      Self.configuration(
        JackknifeOptions(model: .randomForest, seeds: 3, validation: .random)),
      .jackknife, .report, in: folder)
    let table = try Self.table("jackknife.csv", in: folder)
    let (low, high) = (try table.numbers("low"), try table.numbers("high"))
    let decreases = try table.numbers("relative_decrease")
    for index in decreases.indices {
      #expect(low[index] < decreases[index] && decreases[index] < high[index])
    }
    #expect(run.manifest.jackknife?.seeds == 3)
    #expect(run.manifest.options["jackknife"] == "random-forest, 3 seeds, random folds")
    let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("AUCs are over the 3 random folds of the cross-validation"))
  }

  /// The machine's folds draw random numbers, but the sigmoid that they give changes no order.
  @Test func seedsThatChangeNothingHaveNoInterval() throws {
    let folder = AbsenceStudyTests.folder("jackknife-svm")
    let run = try Self.run(
      Self.configuration(JackknifeOptions(model: .svm, seeds: 2)), .jackknife, in: folder)
    let table = try Self.table("jackknife.csv", in: folder)
    #expect(table.rows.count == 4 && table.rows.allSatisfy { $0[5].isEmpty && $0[6].isEmpty })
    #expect(
      run.manifest.warnings.contains(
        "jackknife: SVM has the same AUCs with each of 2 seeds; no interval"))
    #expect(run.manifest.jackknife?.seeds == 1)
  }

  @Test func anInterruptedJackknifeGoesOn() async throws {
    let study = try Self.configuration(
      JackknifeOptions(model: .randomForest, seeds: 2, validation: .random))
    let (whole, interrupted) = (
      AbsenceStudyTests.folder("jackknife-whole"), AbsenceStudyTests.folder("jackknife-interrupted")
    )
    _ = try Self.run(study, .jackknife, in: whole)
    await #expect(throws: CancellationError.self) {
      try await Task {
        _ = try Self.run(
          study, .jackknife, in: interrupted, threads: 1,
          observer: { event in
            guard case .advanced(.jackknife, let reached) = event, reached >= 0.5 else { return }
            withUnsafeCurrentTask { $0?.cancel() }
          })
      }.value
    }
    let journal = interrupted.appendingPathComponent("jackknife_journal.jsonl")
    // The key, and half of 2 seeds x 5 variants x 3 folds.
    #expect(try String(contentsOf: journal, encoding: .utf8).split(separator: "\n").count == 16)
    #expect(
      !FileManager.default.fileExists(
        atPath: interrupted.appendingPathComponent("jackknife.csv").path))
    _ = try Self.run(study, .jackknife, in: interrupted)
    #expect(
      try Self.table("jackknife.csv", in: interrupted).rows
        == Self.table("jackknife.csv", in: whole).rows)
    #expect(!FileManager.default.fileExists(atPath: journal.path))
  }

  @Test func foldsThatCannotBeMadeAreTold() throws {
    let folder = AbsenceStudyTests.folder("jackknife-impossible")
    let run = try Self.run(
      Self.configuration(
        JackknifeOptions(model: .randomForest, validation: .bufferedLeaveOneOut)
      ) { $0.crossValidation.foldOptions.buffer = 1e6 }, .jackknife, in: folder)
    #expect(try Self.table("jackknife.csv", in: folder).rows.isEmpty)
    #expect(
      run.manifest.warnings.contains {
        $0.hasPrefix("the jackknife over buffered-leave-one-out folds was left out: fold 1 keeps")
      }, "\(run.manifest.warnings)")
    #expect(run.manifest.jackknife == nil)
  }

  @Test func theFoldsAreAKey() throws {
    func read(_ text: String) throws -> JackknifeOptions {
      try StudyConfigurationTests.read(
        StudyConfigurationTests.minimal + "models: [svm]\njackknife: { model: svm, \(text) }"
      ).jackknife
    }
    #expect(try read("validation: split").validation == nil)
    #expect(try read("validation: knndm").validation == .distanceMatched)
    for (text, expected) in [
      ("validation: folds", "jackknife.validation: expected one of split, random"),
      (
        "validation: square-blocks", "jackknife: square-blocks needs block-size of cross-validation"
      ),
    ] {
      let error = #expect(throws: StudyFileError.self) { try read(text) }
      #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
    }
  }
}
