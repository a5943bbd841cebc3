import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

/// A made-up area of random factors, two of which decide where landslides are.
enum PlantedStudy {
  static let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("scarp-planted-\(UUID().uuidString)", isDirectory: true)
  private static let side = 60
  static let names = ["noise1", "strong", "weak", "noise2", "noise3", "noise4"]

  /// Rasters of uniform random numbers, and a landslide in 150 cells drawn with the odds exp(6 strong + 3 weak).
  private static let files: Result<Void, any Error> = Result {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var random = SplitMix64(seed: 17)
    let grid = RasterGrid(
      rows: side, columns: side,
      geoTransform: GeoTransform(left: 0, top: 1800, cellWidth: 30, cellHeight: 30), crs: .unknown)
    var planes: [String: [Float]] = [:]
    for name in names {
      let values = (0..<side * side).map { _ in Float(random.uniform()) }
      planes[name] = values
      try Raster(grid: grid, values: values).write(
        to: folder.appendingPathComponent("\(name).\(RasterFile.fileExtension)"))
    }
    let (strong, weak) = (planes["strong"] ?? [], planes["weak"] ?? [])
    // The greatest of log-odds plus Gumbel noise are draws with these odds.
    let drawn = strong.indices.map { cell in
      (cell, Double(6 * strong[cell] + 3 * weak[cell]) - log(-log(max(random.uniform(), 1e-12))))
    }.sorted { $0.1 > $1.1 }.prefix(150).map(\.0)
    let lines = drawn.map {
      "\(30 * Double($0 % side) + 15),\(1800 - 30 * Double($0 / side) - 15)"
    }
    try Data((["x,y"] + lines).joined(separator: "\n").utf8)
      .write(to: folder.appendingPathComponent("landslides.csv"))
  }

  static func configuration(_ more: String) throws -> StudyConfiguration {
    try files.get()
    let raster = RasterFile.fileExtension
    let factors = names.map {
      "  - { name: \($0), raster: \($0).\(raster), classes: { equal: 5 } }"
    }
    return try StudyConfiguration(
      yaml: """
        grid: strong.\(raster)
        factors:
        \(factors.joined(separator: "\n"))
        inventory: { vector: landslides.csv }
        absences: { sample: 1, minimum-distance: 0 }
        cross-validation: { folds: 0 }
        \(more)
        """, file: "planted.yaml", folder: folder)
  }

  static func run(
    _ configuration: StudyConfiguration, _ step: StudyStep, in name: String, threads: Int = 2
  ) throws -> Study {
    let study = try Study(
      configuration,
      options: StudyOptions(
        outputFolder: folder.appendingPathComponent(name), threads: threads, overwrites: true))
    try study.run(step)
    return study
  }

  static func rows(_ file: String, in name: String) throws -> [[String: String]] {
    let table = try DelimitedTable(
      contentsOf: folder.appendingPathComponent(name).appendingPathComponent(file))
    return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
  }

  /// The factors of a table by falling value of a column.
  static func ranking(_ rows: [[String: String]], by column: String) -> [String] {
    rows.sorted { Double($0[column] ?? "") ?? .nan > Double($1[column] ?? "") ?? .nan }
      .compactMap { $0["factor"] }
  }
}

@Suite struct PlantedStudyTests {
  private static let groups = "{ planted: [strong, weak], noise: [noise1, noise2, noise3] }"

  @Test func theJackknifeRanksPlantedFactorsAndTheirGroupFirst() throws {
    let study = try PlantedStudy.configuration(
      """
      models: [logistic-regression]
      jackknife: { model: logistic-regression, groups: \(Self.groups) }
      """)
    let run = try PlantedStudy.run(study, .jackknife, in: "jackknife")
    let rows = try PlantedStudy.rows("jackknife.csv", in: "jackknife")
    #expect(rows.map { $0["factor"] } == PlantedStudy.names + ["planted", "noise"])
    #expect(
      PlantedStudy.ranking(rows, by: "relative_decrease").prefix(3)
        == ["planted", "strong", "weak"])
    // Without what decides there is nothing but chance.
    let group = try #require(rows.first { $0["factor"] == "planted" })
    #expect(abs((Double(group["auc_without"] ?? "") ?? 0) - 0.5) < 0.15)
    #expect(run.manifest.options["jackknife"]?.contains("planted: strong, weak") == true)
  }

  /// The hybrid, whose window may be permuted and set; and a pixel model beside it.
  @Test func explanationsRankPlantedFactorsFirst() throws {
    let study = try PlantedStudy.configuration(
      """
      models: [hybrid, random-forest]
      networks: { window: 11, epochs: 40, filters-2d: [4, 4], filters-1d: [8, 8], hidden: 16, dropout: 0 }
      random-forest: { trees: 100 }
      jackknife: { seeds: 0, groups: \(Self.groups) }
      """)
    _ = try PlantedStudy.run(study, .explain, in: "explain")
    let permuted = try PlantedStudy.rows("permutation_importance.csv", in: "explain")
    #expect(permuted.count == 2 * 8)
    for model in ["hybrid", "random-forest"] {
      let rows = permuted.filter { $0["model"] == model }
      #expect(rows.map { $0["factor"] } == PlantedStudy.names + ["planted", "noise"])
      #expect(
        PlantedStudy.ranking(rows, by: "decrease").prefix(2) == ["planted", "strong"], "\(model)")
      for row in rows {
        let numbers = ["auc", "auc_permuted", "decrease"].map { Double(row[$0] ?? "") ?? .nan }
        #expect(abs(numbers[0] - numbers[1] - numbers[2]) < 1e-12)
        #expect(row["repeats"] == "5")
      }
    }
    let effects = try PlantedStudy.rows("effects.csv", in: "explain")
    // Continuous factors, between the limits of 20 quantiles.
    #expect(effects.count == 2 * 6 * 21)
    for model in ["hybrid", "random-forest"] {
      func range(_ factor: String) -> Double {
        let values = effects.filter { $0["model"] == model && $0["factor"] == factor }
          .map { Double($0["effect"] ?? "") ?? .nan }
        return (values.last ?? 0) - (values.first ?? 0)
      }
      #expect(range("strong") > 0.1, "\(model)")
      #expect(range("strong") > range("noise1"), "\(model)")
      let counts = effects.filter { $0["model"] == model && $0["factor"] == "weak" }
        .map { Int($0["n"] ?? "") ?? 0 }
      #expect(counts.reduce(0, +) == 1000)
    }

    // The same for any number of threads, and reused.
    let first = try Data(
      contentsOf: PlantedStudy.folder.appendingPathComponent("explain/effects.csv"))
    let again = try Study(
      study,
      options: StudyOptions(
        outputFolder: PlantedStudy.folder.appendingPathComponent("explain"), threads: 1))
    #expect(again.manifest.steps["effects"] == again.keys.effects)
    #expect(again.manifest.steps["permutation"] == again.keys.permutation)
    again.manifest.steps["effects"] = nil
    try again.run(.explain)
    let second = try Data(
      contentsOf: PlantedStudy.folder.appendingPathComponent("explain/effects.csv"))
    #expect(second == first)
  }

  @Test func theForestRanksPlantedFactorsFirstAndJudgesItself() throws {
    let study = try PlantedStudy.configuration(
      """
      models: [random-forest]
      random-forest: { trees: 100, minimum-leaf-size: 3 }
      """)
    let run = try PlantedStudy.run(study, .evaluate, in: "forest")
    let rows = try PlantedStudy.rows("importance_random-forest.csv", in: "forest")
    for column in ["impurity_decrease", "permutation_decrease"] {
      #expect(
        PlantedStudy.ranking(rows, by: column).prefix(2) == ["strong", "weak"], "\(column)")
    }
    #expect(rows.first?["factor"] == "strong")
    let shares = rows.map { Double($0["impurity_decrease"] ?? "") ?? .nan }
    #expect(shares.count == 6 && abs(shares.reduce(0, +) - 1) < 1e-12)
    let facts = try #require(run.manifest.randomForest)
    #expect(facts.trees == 100 && facts.nodes > 100)
    // Both are shares of rights on samples that were not learned from: 210 out of bag, 90 of validation.
    let accuracy = try #require(facts.outOfBagAccuracy)
    #expect(abs(accuracy - 0.8) < 0.12)

    // It stays with the results when they are reused, and goes with the model.
    let options = StudyOptions(
      outputFolder: PlantedStudy.folder.appendingPathComponent("forest"), threads: 1)
    #expect(try Study(study, options: options).manifest.randomForest == facts)
    let other = try PlantedStudy.configuration("models: [logistic-regression]")
    #expect(
      try PlantedStudy.run(other, .train, in: "forest").manifest.randomForest == nil)
  }

  @Test func whatIsTurnedOffIsNotMade() throws {
    let study = try PlantedStudy.configuration(
      "models: [logistic-regression]\nexplain: { permutation: { repeats: 0 }, effects: false }")
    #expect(study.explain.isOff)
    #expect(throws: StudyError.self) { _ = try PlantedStudy.run(study, .explain, in: "off") }
    let other = try PlantedStudy.configuration(
      "models: [logistic-regression]\nexplain: { permutation: { repeats: 1 }, effects: false }")
    _ = try PlantedStudy.run(other, .explain, in: "off")
    let rows = try PlantedStudy.rows("permutation_importance.csv", in: "off")
    #expect(rows.count == 6 && rows.allSatisfy { $0["sd"] == "" }, "one repetition has no spread")
    #expect(
      !FileManager.default.fileExists(
        atPath: PlantedStudy.folder.appendingPathComponent("off/effects.csv").path))
  }

  @Test func keysFollowWhatTheyDependOn() throws {
    func keys(_ explain: String) throws -> StepKeys {
      try StepKeys(
        PlantedStudy.configuration("models: [svm, random-forest]\nexplain: \(explain)"),
        digests: [:])
    }
    let usual = try keys("{ models: all }")
    #expect(try keys("{}").study == usual.study)
    #expect(try keys("{ permutation: { repeats: 6 } }").permutation != usual.permutation)
    #expect(try keys("{ permutation: { repeats: 6 } }").effects == usual.effects)
    #expect(try keys("{ groups: { a: [weak] } }").permutation != usual.permutation)
    #expect(try keys("{ models: [svm] }").effects != usual.effects)
    #expect(try keys("{ models: [svm] }").model(.svm) == usual.model(.svm))
  }

  /// A line of the study file, and what the message has to name.
  @Test(arguments: [
    ("explain: { what: 1 }", "unknown key \"what\""),
    ("explain: { models: some }", "explain.models: expected all or a list of models"),
    ("explain: { models: [cnn1d] }", "explain: models: \"cnn1d\" is not among the study's models"),
    ("explain: { permutation: { repeats: -1 } }", "explain.permutation.repeats: expected a whole"),
    ("explain: { effects: perhaps }", "explain.effects: expected true or false"),
    ("explain: { groups: [weak] }", "explain.groups: expected names with lists of factors"),
    ("jackknife: { groups: { a: [slope] } }", "jackknife.groups.a[0]: \"slope\" is no factor"),
    ("jackknife: { groups: { weak: [strong] } }", "is the name of a factor too"),
    ("jackknife: { groups: { a: [] } }", "expected at least one factor, each once"),
    ("jackknife: { groups: { a: [weak, weak] } }", "expected at least one factor, each once"),
    (
      "jackknife: { groups: { a: [noise1, noise2, noise3, noise4, weak, strong] } }",
      "holds every factor"
    ),
  ])
  func aWrongKeyIsNamed(line: String, expected: String) {
    let error = #expect(throws: StudyFileError.self) {
      try PlantedStudy.configuration("models: [svm]\n\(line)")
    }
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }

  @Test func aGroupWhoseFactorsWereRemovedIsTold() {
    let groups = [
      FactorGroup(name: "gone", factors: ["x"]),
      FactorGroup(name: "all", factors: ["a", "b", "x"]),
      FactorGroup(name: "part", factors: ["b", "x"]),
    ]
    let (selections, warnings) = FactorSelection.all(["a", "b"], groups: groups)
    #expect(selections.map(\.name) == ["a", "b", "part"])
    #expect(selections.last?.factors == [1])
    #expect(warnings.count == 2 && warnings[0].contains("gone") && warnings[1].contains("all"))
  }
}
