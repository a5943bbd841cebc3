import FactorAnalysis
import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

/// Uncertainty maps and the area of applicability in a small study.
@Suite struct ReliabilityStudyTests {
  @Test func deviationsOverReplicatesAndFoldsAreMapped() throws {
    let study = try AbsenceStudyTests.configuration {
      $0.models = [.logisticRegression, .randomForest]
      $0.hyperparameters.randomForest.trees = 5
      $0.absences = .sampled(AbsenceSampling(replicates: 3))
      $0.crossValidation = CrossValidationOptions(folds: 2, schemes: [.random])
      $0.uncertainty = UncertaintyOptions(
        sources: [.replicates, .folds], models: [.logisticRegression])
    }
    let folder = AbsenceStudyTests.folder("uncertainty")
    let run = try Study(study, options: StudyOptions(outputFolder: folder, threads: 2))
    try run.run()
    func raster(_ stem: String) throws -> Raster {
      try Raster.read(folder.appendingPathComponent("\(stem).\(RasterFile.fileExtension)"))
    }
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        $0.hasPrefix("uncertainty") && $0.hasSuffix(".\(RasterFile.fileExtension)")
      }
    }
    let map = try raster("susceptibility_logistic-regression")
    for source in UncertaintySource.allCases {
      let deviation = try raster("uncertainty_logistic-regression_\(source.rawValue)")
      #expect(zip(map.values, deviation.values).allSatisfy { $0.isNaN == $1.isNaN })
      let spreads = deviation.values.filter { !$0.isNaN }
      // Values of 0...1 spread by at most 1/sqrt(2), that of 0 and 1.
      #expect(spreads.allSatisfy { $0 >= 0 && $0 < 0.7072 } && spreads.contains { $0 > 0.001 })
    }
    #expect(try names().count == 2)

    // By hand: the deviation over three sets of absences in one cell.
    let analysis = try run.analysis()
    let cell = analysis.stack.cells[100]
    let values =
      [Double(map.values[cell])]
      + (try analysis.replicates.map { samples in
        try ModelName.logisticRegression.estimator(study.hyperparameters, threads: 1).fitted(
          to: samples[.training], validation: nil, on: analysis.encoded,
          streams: run.streams.substreams("train.logistic-regression"), progress: { _ in }
        ).probabilities(at: [cell], on: analysis.encoded)[0]
      })
    let expected = MeasureSpread(values).deviation.value
    let found = try raster("uncertainty_logistic-regression_replicates").values[cell]
    #expect(abs(Double(found) - expected) < 1e-6)

    // Nothing is computed again, and nothing stays once it is not asked for.
    let before = try Data(contentsOf: folder.appendingPathComponent("replicates.csv"))
    let recorder = EventRecorder()
    try Study(
      study,
      options: StudyOptions(outputFolder: folder, observer: { recorder.record($0) })
    ).run(.map)
    #expect(recorder.computed.isEmpty, "\(recorder.computed)")
    #expect(
      try Data(contentsOf: folder.appendingPathComponent("replicates.csv")) == before)
    var without = study
    without.uncertainty = nil
    try Study(without, options: StudyOptions(outputFolder: folder, overwrites: true)).run(.map)
    #expect(try names().isEmpty)
  }

  @Test func theAreaOfApplicabilityIsMapped() throws {
    let study = try AbsenceStudyTests.configuration {
      $0.applicability = true
      $0.explain.repeats = 0
    }
    let folder = AbsenceStudyTests.folder("applicability")
    let run = try Study(study, options: StudyOptions(outputFolder: folder, threads: 2))
    try run.run(.map)
    try run.run(.report)
    let facts = try #require(run.manifest.applicability)
    func raster(_ stem: String) throws -> Raster {
      try Raster.read(folder.appendingPathComponent("\(stem).\(RasterFile.fileExtension)"))
    }
    let dissimilarity = try raster("applicability_dissimilarity")
    let area = try raster("applicability")
    let analysis = try run.analysis()
    let cells = analysis.stack.cells
    #expect(zip(dissimilarity.values, area.values).allSatisfy { $0.isNaN == $1.isNaN })
    #expect(cells.allSatisfy { area.values[$0] == 0 || area.values[$0] == 1 })
    let inside = cells.count { area.values[$0] == 1 }
    #expect(facts.cellsInside == inside)
    #expect(facts.shareInside == Double(inside) / Double(cells.count))
    #expect(facts.folds == "5 random folds" && facts.weights == "equal")
    #expect(cells.allSatisfy { dissimilarity.values[$0] >= 0 })
    // A training sample is like itself.
    #expect(analysis.samples[.training].cells.allSatisfy { dissimilarity.values[$0] == 0 })
    let page = try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("Area of applicability"))

    // With permutation importance that of each factor weighs its columns.
    var weighted = study
    weighted.explain.repeats = 2
    let second = try Study(weighted, options: StudyOptions(outputFolder: folder, overwrites: true))
    try second.run(.map)
    #expect(second.manifest.applicability?.weights == "permutation importance")
    let table = try DelimitedTable(
      contentsOf: folder.appendingPathComponent("permutation_importance.csv"))
    let decreases = Dictionary(
      uniqueKeysWithValues: zip(try table.column("factor"), try table.numbers("decrease")))
    let training = analysis.samples[.training]
    let expected = try AreaOfApplicability(
      training: analysis.encoded.matrix(at: training.cells),
      weights: analysis.encoded.encoders.flatMap {
        Array(repeating: decreases[$0.factor] ?? 0, count: $0.planeCount)
      })
    let some = Array(cells.prefix(20))
    let found = try raster("applicability_dissimilarity")
    for (cell, value) in zip(
      some, try expected.dissimilarities(of: analysis.encoded.matrix(at: some)))
    {
      #expect(abs(Double(found.values[cell]) - value) < 1e-6)
    }

    let without = try AbsenceStudyTests.configuration()
    let later = try Study(without, options: StudyOptions(outputFolder: folder, overwrites: true))
    try later.run(.map)
    #expect(later.manifest.applicability == nil)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasPrefix("applicability") })
  }

  /// Two classes of one factor leave each sample a twin in another fold: the threshold is 0, and what it means is told.
  @Test func aThresholdOfZeroIsExplained() throws {
    let study = try AbsenceStudyTests.configuration {
      $0.applicability = true
      $0.encoding = .weighted(.frequencyRatio)
      $0.explain.repeats = 0
      $0.factors = $0.factors.filter { $0.name == "slope" }
      $0.factors[0].classes = .quantiles(2)
    }
    let folder = AbsenceStudyTests.folder("twins")
    let run = try Study(study, options: StudyOptions(outputFolder: folder, threads: 2))
    try run.run(.map)
    try run.run(.report)
    let facts = try #require(run.manifest.applicability)
    #expect(facts.threshold == 0)
    let finding = try #require(facts.finding)
    // 60 landslides and as many absences, 70 % of both for training.
    #expect(finding.hasPrefix("84 of 84 training samples have the same encoded factors"))
    #expect(run.manifest.warnings.contains("area of applicability: \(finding)"))
    let page = try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    let reliability = try #require(page.range(of: "Area of applicability (Meyer"))
    #expect(page[reliability.upperBound...].contains("so the threshold is 0"))
  }

  /// Each sample is a fold: no number of them is told.
  @Test func foldsOfSingleSamplesHaveNoNumber() throws {
    let study = try AbsenceStudyTests.configuration {
      $0.crossValidation = CrossValidationOptions(
        folds: 3, schemes: [.bufferedLeaveOneOut], foldOptions: FoldOptions(buffer: 50))
    }
    #expect(study.applicabilityFolds.text == "buffered-leave-one-out folds")
  }

  /// Fewer training samples than folds: said, not fatal.
  @Test func foldsThatCannotBeMadeAreTold() throws {
    let study = try AbsenceStudyTests.configuration {
      $0.applicability = true
      $0.crossValidation = CrossValidationOptions(folds: 61, schemes: [.random])
      $0.uncertainty = UncertaintyOptions(sources: [.folds])
    }
    let folder = AbsenceStudyTests.folder("folds")
    let run = try Study(study, options: StudyOptions(outputFolder: folder))
    try run.run(.map)
    let warnings = run.manifest.warnings
    #expect(warnings.contains { $0.hasPrefix("area of applicability: 61 random folds cannot") })
    #expect(warnings.contains { $0.hasPrefix("the uncertainty over folds (random) was left out") })
    #expect(run.manifest.applicability?.folds == "none")
  }
}

/// What a study computed, not reused.
private final class EventRecorder: @unchecked Sendable {
  private let lock = NSLock()
  private var details: [String] = []

  var computed: [String] { lock.withLock { details } }

  func record(_ event: StudyEvent) {
    guard case .ended(let step, let detail, _, reused: false) = event else { return }
    lock.withLock { details.append("\(step.rawValue) \(detail)") }
  }
}
