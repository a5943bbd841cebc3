import Foundation
import Testing

@testable import Susceptibility

@Suite struct EncoderFitTests {
  private func study(_ fit: EncoderFit) throws -> Study {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.models = [.logisticRegression]
    configuration.encoderFit = fit
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: SmallStudy.folder.appendingPathComponent("fit-\(fit)"), threads: 2))
  }

  @Test func theInventoryIsUsedOnlyWhenAskedForAndSaid() throws {
    let (honest, leaking) = (try study(.training), try study(.inventory))
    for study in [honest, leaking] { try study.run(.analyze) }
    let counts = try [honest, leaking].map { study in
      try study.analysis().statistics.tables(
        study.stack(),
        landslides: study.analysis().samples[.training].samples.filter(\.isLandslide).map(\.cell)
      ).map(\.totalLandslides)
    }
    #expect(counts[0].allSatisfy { $0 == 42 })
    #expect(counts[1].allSatisfy { $0 == 60 })
    let audits = [honest, leaking].compactMap(\.manifest.leakAudit)
    #expect(audits.map(\.encoderLeaks) == [false, true])
    #expect(audits[1].meaning.contains("the whole inventory"))
    #expect(audits[1].encoderFittedOn.contains("leaking"))
    #expect(leaking.manifest.warnings.contains { $0.contains("every measure leaks") })
    #expect(!honest.manifest.warnings.contains { $0.contains("leak") })
    #expect(honest.keys.analyze != leaking.keys.analyze)
  }
}
