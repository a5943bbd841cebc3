import Foundation
import Testing

@testable import Susceptibility

/// The methods of small studies: what is said, and what is not.
@Suite struct MethodTextTests {
  private static func text(_ folder: URL) throws -> MethodText {
    try StudyResults(folder: folder).methodText
  }

  private static func plain(_ text: MethodText) -> String {
    text.paragraphs.flatMap(\.sentences).map(\.text).joined(separator: ". ")
  }

  @Test func sentencesAreOfWhatTheStudyDid() throws {
    let text = try Self.text(SmallStudy.results.get())
    let plain = Self.plain(text)
    for part in [
      "72 rows and 72 columns", "Random forest: 20 trees",
      "the square root of the number of columns", "Logistic regression: maximum likelihood",
      "2 folds at random and 2 folds of spatial blocks", "5 classes by natural breaks",
      "by refitting Logistic regression without each", "accumulated local effects",
      "42 landslides and 42 absences for training", "at least 90 m from every feature",
    ] { #expect(plain.contains(part), "\(part)") }
    let keys = text.references.map(\.key)
    for key in ["breiman2001", "lecessie1992", "brenning2012", "delong1988", "lee2007", "horn1981"]
    {
      #expect(keys.contains(key), "\(key)")
    }
    for key in ["duchi2011", "cortes1995", "guo2017", "bergstra2012", "bonhamcarter1988"] {
      #expect(!keys.contains(key), "\(key) was not used")
    }
    #expect(!plain.contains("nan") && !plain.contains("Optional"))
  }

  @Test func theFilesCiteWhatTheBibliographyHas() throws {
    let folder = try SmallStudy.results.get().appendingPathComponent("report")
    func read(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    let latex = LaTeXCheck(try read("methods.tex"))
    try latex.check("methods.tex")
    try LaTeXCheck(read("tables.tex")).check("tables.tex")
    let bibliography = try read("references.bib")
    try LaTeXCheck(bibliography).check("references.bib")
    #expect(!latex.citedKeys.isEmpty)
    #expect(LaTeXCheck.keys(ofBibliography: bibliography) == latex.citedKeys)
    let markdown = try read("methods.md")
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    let factors = try SmallStudy.configuration().factors.count
    #expect(rows.count == 2 + factors + 2 + 2, "two tables with their headers")
  }

  @Test func leakingEncodersAndEnvelopesAreSaid() throws {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.encoderFit = .inventory
    configuration.absences = .sampled(AbsenceSampling(envelope: EnvelopeLimits()))
    configuration.encoding = .weighted(.weightsOfEvidence)
    let folder = SmallStudy.folder.appendingPathComponent("leaking")
    let study = try Study(configuration, options: StudyOptions(outputFolder: folder, threads: 2))
    try study.run(.analyze)
    let text = try Self.text(folder)
    #expect(text.cautions.contains { $0.contains("every measure is too good") })
    #expect(text.cautions.contains { $0.contains("envelope") })
    #expect(text.references.map(\.key).contains("bonhamcarter1988"))
    #expect(!Self.plain(text).contains("AUC was"), "nothing was evaluated")
  }

  @Test func hyperparametersReadAsInAStudyFile() throws {
    var hyperparameters = ModelHyperparameters()
    hyperparameters.randomForest.maximumFeatures = .count(4)
    hyperparameters.networks.collapse = .restart(attempts: 3)
    hyperparameters.networks.filters2D = [8, 16]
    let forest = try hyperparameters.texts(of: .randomForest)
    #expect(forest["trees"] == "500")
    #expect(forest["maximum-features"] == "count 4")
    #expect(forest["criterion"] == "gini")
    let network = try hyperparameters.texts(of: .hybrid)
    #expect(network["filters-2d"] == "8, 16")
    #expect(network["collapse"] == "restart attempts 3")
    #expect(network["class-weights"] == "none")
    #expect(try hyperparameters.texts(of: .svm)["kernel"] == "rbf")
    #expect(try hyperparameters.texts(of: .svm)["gamma"] == "scale")
  }
}
