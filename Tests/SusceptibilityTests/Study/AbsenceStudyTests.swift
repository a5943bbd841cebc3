import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

/// Rules for absences and replicate sets in a small study.
@Suite struct AbsenceStudyTests {
  static func configuration(
    _ change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> StudyConfiguration {
    _ = try SmallStudy.results.get()
    var study = try SmallStudy.configuration()
    study.models = [.logisticRegression]
    study.crossValidation = CrossValidationOptions(folds: 0)
    study.jackknife.seeds = 0
    study.applicability = false
    change(&study)
    return study
  }

  static func sampled(_ sampling: AbsenceSampling, split: SplitMethod = .random) throws
    -> (result: Sampler.Result, stack: FactorStack)
  {
    let study = try Study(
      configuration {
        $0.absences = .sampled(sampling)
        $0.split.method = split
        if split == .squareBlocks { $0.split.blockSize = 600 }
      }, options: StudyOptions(outputFolder: folder("samples"), overwrites: true))
    let stack = try study.stack()
    return (
      try Sampler(
        study: study.configuration, stack: stack, streams: study.streams, threads: 1
      ).samples(), stack
    )
  }

  static func folder(_ name: String) -> URL {
    SmallStudy.folder.appendingPathComponent("absences/\(name)-\(UUID().uuidString)")
  }

  @Test func slopeLimitsAreKept() throws {
    let (result, stack) = try Self.sampled(
      AbsenceSampling(slope: SlopeLimits(minimum: 10, maximum: 25, source: .factor("slope"))))
    let slope = try #require(stack.factors.first { $0.name == "slope" }).raster
    let absences = result.samples.samples.filter { !$0.isLandslide }
    #expect(absences.count == 60)
    #expect(absences.allSatisfy { (10...25).contains(slope.values[$0.cell]) })
    #expect(result.absences?.rules.count == 3)
    // Derived from the DEM it is the same.
    let dem = "elevation.\(RasterFile.fileExtension)"
    let derived = try Self.sampled(
      AbsenceSampling(slope: SlopeLimits(minimum: 10, maximum: 25, source: .dem(dem)))
    ).result
    #expect(derived.samples == result.samples)
  }

  @Test func limitsThatLeaveTooFewCellsSaySo() throws {
    let error = #expect(throws: StudyError.self) {
      try Self.sampled(
        AbsenceSampling(slope: SlopeLimits(minimum: 89, source: .factor("slope"))))
    }
    let text = error?.description ?? ""
    #expect(text.contains("cells for absences: found 0, expected at least 60"), "\(text)")
    #expect(text.contains("0 after \"slope of at least 89.0 degrees\""), "\(text)")
  }

  @Test func aRatioThatGivesNoAbsenceIsAnError() {
    let error = #expect(throws: StudyError.self) {
      try Self.sampled(AbsenceSampling(ratio: 1e-6))
    }
    #expect(error?.description.contains("times 60 landslides): found 0") == true)
  }

  @Test func setsThatAreMuchAlikeAreTold() throws {
    // So few cells are so steep that each set takes most of them.
    let (plain, stack) = try Self.sampled(AbsenceSampling())
    let slope = try #require(stack.factors.first { $0.name == "slope" }).raster
    let landslides = Set(plain.samples.samples.filter(\.isLandslide).map(\.cell))
    let steepest = stack.cells.filter { !landslides.contains($0) }.map { slope.values[$0] }
      .sorted(by: >)[70]
    let result = try Self.sampled(
      AbsenceSampling(
        minimumDistance: 0,
        slope: SlopeLimits(minimum: Double(steepest), source: .factor("slope")), replicates: 2)
    ).result
    #expect(result.warnings.contains { $0.contains("the sets are much alike") })
  }

  @Test func aFactorInOtherUnitsIsNoSlope() throws {
    let error = #expect(throws: StudyError.self) {
      try Self.sampled(
        AbsenceSampling(slope: SlopeLimits(minimum: 5, source: .factor("elevation"))))
    }
    #expect(error?.description.contains("absences.slope: the factor \"elevation\"") == true)
  }

  @Test(arguments: SplitMethod.allCases)
  func theEnvelopeIsThatOfTrainingLandslides(split: SplitMethod) throws {
    let limits = EnvelopeLimits(lower: 5, upper: 95, factors: 2)
    let (result, stack) = try Self.sampled(AbsenceSampling(envelope: limits), split: split)
    let plain = try Self.sampled(AbsenceSampling(), split: split).result
    func landslides(_ samples: SampleCollection) -> [Sample] {
      samples.samples.filter(\.isLandslide)
    }
    #expect(landslides(result.samples) == landslides(plain.samples))
    let envelope = EnvironmentalEnvelope(
      limits, of: stack,
      landslides: landslides(result.samples).filter { $0.set == .training }.map(\.cell))
    let absences = result.samples.samples.filter { !$0.isLandslide }
    #expect(absences.count == 60)
    #expect(absences.allSatisfy { envelope.factorsBeyond($0.cell) >= 2 })
    #expect(result.warnings.contains { $0.contains("optimistic") })
    #expect(!plain.warnings.contains { $0.contains("optimistic") })
  }

  @Test(arguments: SplitMethod.allCases)
  func replicatesDifferInTheirAbsencesAlone(split: SplitMethod) throws {
    let plain = try Self.sampled(AbsenceSampling(), split: split).result
    let result = try Self.sampled(AbsenceSampling(replicates: 3), split: split).result
    #expect(result.samples == plain.samples)
    #expect(plain.replicates.isEmpty)
    #expect(result.replicates.count == 2)
    for set in result.replicates {
      #expect(set.samples.prefix(60) == result.samples.samples.prefix(60))
      #expect(Set(set.cells) != Set(result.samples.cells))
    }
    #expect(result.replicates[0] != result.replicates[1])
    if split == .random {
      #expect(result.replicates[0].samples.map(\.set) == result.samples.samples.map(\.set))
    }
  }

  @Test func theSpreadOverReplicatesIsWritten() throws {
    let study = try Self.configuration { $0.absences = .sampled(AbsenceSampling(replicates: 3)) }
    let folder = Self.folder("replicates")
    let run = try Study(study, options: StudyOptions(outputFolder: folder, threads: 2))
    try run.run()
    let table = try DelimitedTable(contentsOf: folder.appendingPathComponent("replicates.csv"))
    #expect(try table.column("replicate") == ["1", "1", "2", "2", "3", "3"])
    let areas = try table.numbers("auc")
    let metrics = try StudyMetrics(folder: folder)
    #expect(areas[0] == metrics[.logisticRegression, .training]?.auc.value)
    #expect(areas[1] == metrics[.logisticRegression, .validation]?.auc.value)
    let facts = try #require(run.manifest.replicates)
    let spread = try #require(facts.validation["logistic-regression"]?["auc"])
    #expect(facts.sets == 3 && spread.count == 3)
    #expect(abs(spread.mean.value - (areas[1] + areas[3] + areas[5]) / 3) < 1e-12)
    #expect(spread.deviation.value > 0)
    let page = try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("Replicate absences"))

    // Without replicates the models are reused, and nothing is left of the other sets.
    let plain = try Study(
      Self.configuration(), options: StudyOptions(outputFolder: folder, overwrites: true))
    #expect(plain.keys.model(.logisticRegression) == run.keys.model(.logisticRegression))
    try plain.run(.evaluate)
    #expect(plain.manifest.replicates == nil)
    #expect(
      !FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("replicates.csv").path))
  }
}
