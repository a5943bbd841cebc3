import FactorAnalysis
import Foundation
import GeoRaster
import Testing

@testable import Susceptibility

@Suite struct AssociationTests {
  private func study(
    _ name: String, _ change: (inout StudyConfiguration) throws -> Void
  ) throws -> Study {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    try change(&configuration)
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: SmallStudy.folder.appendingPathComponent(name), threads: 2))
  }

  private func table(_ study: Study, _ name: String) throws -> DelimitedTable {
    try DelimitedTable(contentsOf: study.outputFolder.appendingPathComponent(name))
  }

  @Test func associationsAreWritten() throws {
    let study = try study("associations") { $0.vif.analyzesCells = true }
    try study.run(.analyze)
    let analysis = try study.analysis()
    let vif = try table(study, "vif.csv")
    #expect(try vif.column("factor") == analysis.stack.factors.map(\.name))
    for name in ["correlation_pearson.csv", "correlation_spearman.csv"] {
      let matrix = try table(study, name)
      #expect(try matrix.column("factor") == analysis.encoded.columnNames)
      #expect(matrix.rows.enumerated().allSatisfy { $0.element[$0.offset + 1] == "1.0" })
    }
    let condition = try table(study, "condition_indices.csv")
    #expect(condition.header.dropFirst(3).first == "constant_proportion")
    #expect(condition.rows.count == analysis.encoded.columns + 1)
    for term in condition.header.dropFirst(3) {
      #expect(abs(try condition.numbers(term).reduce(0, +) - 1) < 1e-9)
    }
    // Of the whole map at once, what the study gathers piece by piece.
    var moments = try FactorMoments(names: analysis.encoded.columnNames)
    try moments.add(analysis.encoded.matrix(at: analysis.stack.cells))
    let whole = try Multicollinearity(moments, factors: analysis.encoded.columnFactors)
    let cells = try table(study, "vif_cells.csv").numbers("vif")
    #expect(cells.count == whole.factors.count)
    for (found, factor) in zip(cells, whole.factors) {
      #expect(abs(found / factor.varianceInflationFactor - 1) < 1e-9)
    }
  }

  @Test func categoricalFactorsHaveCramersV() throws {
    let study = try study("cramer") { _ in }
    try study.run(.analyze)
    let analysis = try study.analysis()
    let found = try table(study, "cramers_v.csv")
    let names = try found.column("factor")
    #expect(names.count > 1 && names.contains("aspect"))
    let classes = try names.prefix(2).map { name in
      let position = try #require(analysis.stack.factors.firstIndex { $0.name == name })
      return analysis.statistics.classes[position].indices(
        of: analysis.stack.values(of: analysis.stack.factors[position]))
    }
    var counts = ContingencyTable(
      rows: (classes[0].max() ?? 0) + 1, columns: (classes[1].max() ?? 0) + 1)
    counts.add(classes[0], classes[1])
    #expect(abs(try found.numbers(names[1])[0] - counts.cramersV) < 1e-12)
  }

  /// (b FR + m) / (b + m), brought to 0...1.
  @Test func smoothingDrawsRatiosToTheAverage() throws {
    let plain = try study("plain") { _ in }
    let smooth = try study("smooth") {
      $0.encoding = .weighted(.frequencyRatio)
      $0.smoothing = 10
    }
    for study in [plain, smooth] { try study.run(.analyze) }
    let rows = try [plain, smooth].map { try table($0, "frequency_ratio.csv") }
    #expect(
      try rows[0].column("frequency_ratio") == rows[1].column("frequency_ratio"),
      "the table has the ratios of Eq. 5")
    let encoder = try smooth.analysis().encoded.encoders[0]
    let classes = try smooth.analysis().statistics.tables(
      smooth.stack(),
      landslides: smooth.analysis().samples[.training].samples.filter(\.isLandslide).map(\.cell))[0]
    #expect(
      encoder == (try FactorEncoder.weighted(table: classes, by: .frequencyRatio, smoothing: 10)))
    #expect(smooth.keys.analyze != plain.keys.analyze)
  }

  @Test func duplicatedFactorsAreNamedInTheManifest() throws {
    let study = try study("duplicated") {
      var copy = $0.factors[1]
      copy.name = "slope again"
      $0.factors.append(copy)
      $0.models = [.logisticRegression]
      $0.crossValidation.folds = 2
      $0.jackknife = JackknifeOptions(model: .logisticRegression, seeds: 1)
    }
    try study.run()
    #expect(
      study.manifest.warnings.contains {
        $0.contains("slope, slope again") && $0.contains("determine each other")
      }, "\(study.manifest.warnings)")
    #expect(try table(study, "vif.csv").numbers("vif").allSatisfy { $0.isFinite })
  }

  /// Distances reach 0, from which no ratio leads on.
  @Test func classesThatDoNotSuitAFactorNameIt() throws {
    let study = try study("geometric") {
      let position = try #require($0.factors.firstIndex { $0.name == "faults" })
      $0.factors[position].classes = .geometric(5)
    }
    let error = #expect(throws: StudyError.self) { try study.run(.analyze) }
    #expect(error?.description.contains("factor \"faults\": the least value is") == true)
  }
}
