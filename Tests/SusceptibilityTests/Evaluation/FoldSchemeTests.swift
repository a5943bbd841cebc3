import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct FoldSchemeTests {
  /// A study of the small simulated area with other folds, in a folder of its own.
  private func study(
    _ name: String, _ change: (inout StudyConfiguration) -> Void
  ) throws -> Study {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.models = [.logisticRegression]
    configuration.jackknife.seeds = 0
    change(&configuration)
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: SmallStudy.folder.appendingPathComponent(name), threads: 2))
  }

  @Test func everySchemeIsServedByName() throws {
    let study = try study("schemes") {
      $0.crossValidation = CrossValidationOptions(
        folds: 3, repeats: 2, schemes: FoldScheme.allCases,
        foldOptions: FoldOptions(blockSize: 300, buffer: 100))
    }
    try study.run(.evaluate)
    let table = try DelimitedTable(
      contentsOf: study.outputFolder.appendingPathComponent("cross_validation.csv"))
    let schemes = try table.column("scheme")
    let counts = try table.numbers("n")
    for scheme in FoldScheme.allCases {
      let rows = schemes.indices.filter { schemes[$0] == scheme.rawValue }
      // Each sample is validated once in each repeat; the folds of the leave-one-out are measured together.
      #expect(rows.count == (scheme.isPooled ? 1 : 6), "\(scheme)")
      let validated = rows.map { counts[$0] }.reduce(0, +)
      #expect(validated == (scheme.isPooled ? 120 : 240), "\(scheme)")
    }
    #expect(try table.numbers("auc").allSatisfy { $0 > 0.4 && $0 <= 1 })
    let audits = try #require(study.manifest.foldAudits)
    #expect(audits.map(\.scheme) == FoldScheme.allCases.map(\.rawValue))
    #expect(audits.allSatisfy { $0.landslideIDsInBothSets == 0 })
    let buffered = try #require(audits.first { $0.scheme == "buffered-leave-one-out" })
    #expect(buffered.validationToTraining.least.value > 100)
    let gaps = try #require(study.manifest.crossValidationGaps)
    #expect(gaps.count == FoldScheme.allCases.count - 1)
    for gap in gaps {
      #expect(abs(gap.randomAUC.value - gap.schemeAUC.value - gap.gap.value) < 1e-12)
    }
  }

  /// No training window shares a cell with a validation window, in any scheme.
  @Test(arguments: [FoldScheme.random, .spatialBlocks, .squareBlocks, .distanceMatched])
  func purgedFoldsShareNoCell(scheme: FoldScheme) throws {
    let study = try study("purged-\(scheme.rawValue)") {
      $0.hyperparameters.networks.window = 5
      $0.crossValidation.foldOptions = FoldOptions(blockSize: 300, purges: true)
    }
    let samples = try study.analysis().samples
    let grid = try study.stack().grid
    let positions = samples.positions(on: grid)
    for fold in try study.folds(scheme, of: samples, count: 2, streams: study.streams) {
      #expect(
        try overlappingWindowCount(
          validation: fold.validation.map { positions[$0] },
          training: fold.training.map { positions[$0] }, windowSize: 5) == 0)
    }
  }

  /// Repeats of named folds are what they were before there were others: k-means of the coordinates.
  @Test func spatialBlocksAreClustersOfCoordinates() throws {
    let study = try study("k-means") { _ in }
    let samples = try study.analysis().samples
    let streams = study.streams.substreams("folds.spatial-blocks", index: 0)
    var generator = streams.stream("folds")
    let expected = try FoldPlan.spatialKMeans(
      coordinates: samples.coordinates, labels: samples.labels, groups: samples.groups, folds: 3,
      using: &generator)
    #expect(
      try study.folds(.spatialBlocks, of: samples, count: 3, streams: streams) == expected.folds)
  }

  @Test func aSchemeThatCannotBeMadeIsLeftOutAndSaid() throws {
    let study = try study("impossible") {
      $0.crossValidation = CrossValidationOptions(
        folds: 2, schemes: [.random, .squareBlocks, .bufferedLeaveOneOut],
        foldOptions: FoldOptions(blockSize: 1e6, buffer: 1e6))
    }
    try study.run(.evaluate)
    let table = try DelimitedTable(
      contentsOf: study.outputFolder.appendingPathComponent("cross_validation.csv"))
    #expect(try Set(table.column("scheme")) == ["random"])
    let warnings = study.manifest.warnings
    #expect(
      warnings.contains { $0.contains("square-blocks") && $0.contains("blocks hold samples") })
    #expect(
      warnings.contains {
        $0.contains("buffered-leave-one-out") && $0.contains("keeps no training sample")
      })
  }

  @Test func fewerLandslidesThanFoldsIsSaid() throws {
    let study = try study("many-folds") {
      $0.crossValidation = CrossValidationOptions(folds: 100, schemes: [.random])
    }
    try study.run(.evaluate)
    #expect(study.manifest.warnings.contains { $0.contains("60 landslides") })
  }

  @Test func samplesAreSplitBySquareBlocks() throws {
    let study = try study("split-blocks") {
      $0.split = SplitOptions(training: 0.6, method: .squareBlocks, blockSize: 250)
    }
    let samples = try study.analysis().samples
    let places = samples.coordinatesInMeters(on: try study.stack().grid)
    let (west, south) = (places.map(\.x).min() ?? 0, places.map(\.y).min() ?? 0)
    var sets: [[Int]: Set<SampleSet>] = [:]
    for (sample, place) in zip(samples.samples, places) {
      sets[[Int((place.x - west) / 250), Int((place.y - south) / 250)], default: []]
        .insert(sample.set)
    }
    #expect(sets.values.allSatisfy { $0.count == 1 })
    #expect(abs(Double(samples[.training].samples.count) / 120 - 0.6) < 0.15)
  }

  @Test func theAuditComparesDistancesWithTheMap() throws {
    let audit = try #require(SmallStudy.manifest().leakAudit)
    #expect(audit.landslideIDsInBothSets == 0)
    #expect(audit.validationSamples == 36)
    #expect(audit.medianDistanceMapToTraining == audit.mapToTraining.median)
    #expect(audit.validationToTraining.least.value <= audit.validationToTraining.median.value)
    #expect(audit.wassersteinDistance.value >= 0)
    #expect(audit.findings.count == 5)
  }

  @Test func undefinedAndConstantScoresAreSaid() throws {
    let fold = Fold(training: [0], validation: [1, 2])
    let job = FoldJob(scheme: .random, repetition: 1, fold: 1, indices: fold)
    func record(_ labels: [Bool], _ scores: [Double]) -> CrossValidationRecord? {
      CrossValidationRecord.records(
        of: .svm, jobs: [job], results: [FoldResult(labels: labels, probabilities: scores)]
      ).first
    }
    let constant = try #require(record([true, false], [0.4, 0.4]))
    #expect(constant.metrics.auc.value == 0.5)
    #expect(constant.warning?.contains("same probability") == true)
    let undefined = try #require(record([true, false], [0.4, .nan]))
    #expect(undefined.metrics.auc.value.isNaN)
    #expect(undefined.warning?.contains("undefined") == true)
    let oneClass = try #require(record([true, true], [0.4, 0.5]))
    #expect(oneClass.warning?.contains("undefined") == true)
    let sound = try #require(record([true, false], [0.4, 0.5]))
    #expect(sound.warning == nil)
  }
}
