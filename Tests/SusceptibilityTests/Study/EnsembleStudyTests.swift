import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct EnsembleStudyTests {
  private static func configuration(_ more: String) throws -> StudyConfiguration {
    var study = try PlantedStudy.configuration(
      """
      models: [ensemble, random-forest-window, logistic-regression]
      random-forest-window: { window: 5, trees: 10 }
      \(more)
      """)
    study.crossValidation.folds = 2
    return study
  }

  /// The mean of log odds of probabilities from 0.001 to 0.999.
  private static func pooled(_ probabilities: [Double]) -> Double {
    let odds = probabilities.map {
      log(min(max($0, 0.001), 0.999) / (1 - min(max($0, 0.001), 0.999)))
    }
    return 1 / (1 + exp(-odds.reduce(0, +) / Double(odds.count)))
  }

  private static let stacked = "ensemble: { method: stacked, folds: 3, scheme: random }"

  /// Whatever its place among the models, it comes last and is made of the others' maps.
  @Test func theMapIsThatOfItsMembersMaps() throws {
    let study = try Self.configuration("calibration: { method: isotonic }")
    let run = try PlantedStudy.run(study, .evaluate, in: "ensemble")
    let map = try run.susceptibility(.ensemble).values
    let members = try [ModelName.randomForestWindow, .logisticRegression].map {
      try run.susceptibility($0).values
    }
    for cell in map.indices {
      let expected = Self.pooled(members.map { Double($0[cell]) })
      #expect(abs(Double(map[cell]) - expected) < 1e-6)
    }
    let facts = try #require(run.manifest.ensemble)
    #expect(facts.method == "average" && facts.folds == nil)
    #expect(facts.members.map(\.model) == ["random-forest-window", "logistic-regression"])
    #expect(facts.members.map(\.weight) == [0.5, 0.5])
    let methods = try StudyResults(folder: run.folder.url).methodText
    let plain = methods.paragraphs.flatMap(\.sentences).map(\.text).joined(separator: ". ")
    for part in [
      "Random forest (window): 10 trees", "over the window of 5 × 5 cells",
      "log odds of Random forest (window) (0.500) and Logistic regression (0.500)",
    ] { #expect(plain.contains(part), "\(part) in \(plain)") }
    #expect(methods.references.map(\.key).contains("genest1986"))
    #expect(!methods.references.map(\.key).contains("breiman1996"), "no weights were fitted")

    let file = run.modelFile(.ensemble)
    let (model, description) = try ModelName.load(file)
    #expect(model.window == 5 && description.window == 5)
    #expect(description.calibration == (try run.calibration(.ensemble)))
    let encoded = try run.analysis().encoded
    let cells = encoded.stack.cells
    let single = try model.probabilities(at: cells, on: encoded)
    let fromInputs = try model.probabilities(of: encoded.inputs(at: cells, window: 5))
    #expect(fromInputs == single)
    for (cell, probability) in zip(cells, single) {
      #expect(abs(probability - Double(map[cell])) < 1e-6)
    }
    #expect(try Study.prediction(of: file, for: study).map.values == map)
    let calibrated = try Study.prediction(of: file, for: study, calibrated: true).map.values
    let stem = "susceptibility_ensemble_calibrated"
    #expect(try Raster.read(run.folder.raster(stem)).values == calibrated)
  }

  /// In a fold the members are fitted once, for themselves and for the ensemble.
  @Test(arguments: ["ensemble: { method: average }", stacked])
  func foldsShareTheFitsOfMembers(options: String) throws {
    let study = try Self.configuration(options)
    let run = try PlantedStudy.run(study, .analyze, in: "ensemble-folds")
    let analysis = try run.analysis()
    let fold = try run.crossValidationPlan(.random).folds[0]
    let fit = FoldFit(
      samples: analysis.samples, fold: fold,
      place: FitPlace(model: .ensemble, detail: "fold"),
      hyperparameters: study.hyperparameters,
      streams: { RandomStreams(seed: 4).substreams($0.rawValue) })
    let members = [ModelName.randomForestWindow, .logisticRegression]
    let steps = StepCount()
    let results = try analysis.results(
      of: members.map { fit.of($0) } + [fit], threads: 2, progress: { _ in steps.increase() })
    let isStacked = study.hyperparameters.ensemble.method == .stacked
    #expect(steps.count == (isStacked ? 2 + 3 * 2 : 2))
    let alone = try analysis.results(of: [fit], threads: 1, progress: { _ in })[0]
    #expect(alone.probabilities == results[2].probabilities)
    #expect(try fit.result(in: analysis).probabilities == results[2].probabilities)
    let known = Dictionary(
      uniqueKeysWithValues: zip(members.map { fit.of($0).name }, results.prefix(2)))
    #expect(
      try analysis.results(of: [fit], known: known, threads: 1, progress: { _ in })[0].probabilities
        == results[2].probabilities)
    guard !isStacked else { return }
    for (sample, probability) in results[2].probabilities.enumerated() {
      let expected = Self.pooled(results.prefix(2).map { $0.probabilities[sample] })
      #expect(abs(probability - expected) < 1e-12)
    }
  }

  /// The labels of the samples that report an ensemble have no part in its weights.
  @Test func weightsDoNotKnowTheValidationSamples() throws {
    let study = try Self.configuration(Self.stacked)
    let run = try PlantedStudy.run(study, .analyze, in: "ensemble-leak")
    let analysis = try run.analysis()
    let fold = try run.crossValidationPlan(.random).folds[0]
    func result(_ samples: SampleCollection) throws -> FoldResult {
      try FoldFit(
        samples: samples, fold: fold, place: FitPlace(model: .ensemble, detail: "fold"),
        hyperparameters: study.hyperparameters,
        streams: { RandomStreams(seed: 4).substreams($0.rawValue) }
      ).result(in: analysis)
    }
    var turned = analysis.samples
    for index in fold.validation { turned.samples[index].isLandslide.toggle() }
    let (before, after) = (try result(analysis.samples), try result(turned))
    #expect(before.labels != after.labels)
    #expect(before.probabilities == after.probabilities)
  }

  /// A forest of one tree is no match for the model that the landslides were drawn by.
  @Test func stackedWeightsPreferTheBetterMember() throws {
    var study = try Self.configuration(Self.stacked)
    study.hyperparameters.randomForestWindow.forest.trees = 1
    let run = try PlantedStudy.run(study, .train, in: "ensemble-stacked")
    let facts = try #require(run.manifest.ensemble)
    #expect(facts.folds == "3 random")
    let weights = facts.members.map(\.weight)
    #expect(weights.allSatisfy { $0 >= 0 } && abs(weights.reduce(0, +) - 1) < 1e-12)
    #expect(weights[1] > 0.6, "logistic regression")
    let map = try run.susceptibility(.ensemble).values
    let predicted = try Study.prediction(of: run.modelFile(.ensemble), for: study).map.values
    #expect(predicted == map)
    let once = try PlantedStudy.run(study, .train, in: "ensemble-thread", threads: 1)
    #expect(
      try Data(contentsOf: once.modelFile(.ensemble))
        == Data(contentsOf: run.modelFile(.ensemble)))
  }

  @Test(arguments: [
    ([0.0, 1], "Ensemble: Random forest (window) has the weight 0, so it adds nothing"),
    ([0.5, 0.5], nil),
  ])
  func membersWithoutWeightAreNamed(weights: [Double], expected: String?) throws {
    let run = try PlantedStudy.run(Self.configuration(""), .train, in: "ensemble-weights")
    let members = try [ModelName.randomForestWindow, .logisticRegression].map {
      EnsembleClassifier.Member(name: $0, model: try ModelName.load(run.modelFile($0)).model)
    }
    let ensemble = EnsembleClassifier(
      method: .stacked, members: members, pool: try #require(LogarithmicPool(weights: weights)))
    let text = ensemble.membersWithoutWeight
    #expect(expected.map { text?.hasPrefix($0) == true } ?? (text == nil), "\(text ?? "")")
  }

  @Test func withoutInnerFoldsMembersCountTheSame() throws {
    let study = try Self.configuration(
      "ensemble: { method: stacked, folds: 900, scheme: random }")
    let run = try PlantedStudy.run(study, .train, in: "ensemble-equal")
    #expect(run.manifest.ensemble?.members.map(\.weight) == [0.5, 0.5])
    #expect(
      run.manifest.warnings.contains {
        $0.hasPrefix("Ensemble: no weights could be fitted, so all members count the same: ")
      })
  }

  /// Replicates, uncertainty, jackknife, explanation and report are as for any other model.
  @Test func everyProtocolKnowsIt() throws {
    var study = try Self.configuration(
      """
      ensemble: { method: stacked, folds: 2, scheme: random }
      jackknife: { model: ensemble, validation: random }
      explain: { permutation: { repeats: 1 } }
      """)
    study.absences = .sampled(AbsenceSampling(minimumDistance: 0, replicates: 2))
    study.uncertainty = UncertaintyOptions(
      sources: [.folds, .replicates], models: [.ensemble])
    let name = "ensemble-protocols"
    let run = try Study(
      study,
      options: StudyOptions(
        outputFolder: PlantedStudy.folder.appendingPathComponent(name), threads: 2))
    try run.run()
    func models(_ file: String) throws -> Set<String> {
      Set(try PlantedStudy.rows(file, in: name).compactMap { $0["model"] })
    }
    for file in [
      "cross_validation.csv", "replicates.csv", "class_areas.csv", "permutation_importance.csv",
      "effects.csv",
    ] {
      #expect(try models(file) == Set(study.models.map(\.rawValue)), "\(file)")
    }
    #expect(try models("jackknife.csv") == ["ensemble"])
    let jackknife = try PlantedStudy.rows("jackknife.csv", in: name)
    #expect(PlantedStudy.ranking(jackknife, by: "relative_decrease").first == "strong")
    // With all factors it is the ensemble of the cross-validation.
    let areas = try PlantedStudy.rows("cross_validation.csv", in: name).filter {
      $0["model"] == "ensemble" && $0["scheme"] == "random"
    }.compactMap { Double($0["auc"] ?? "") }
    let all = try #require(Double(jackknife[0]["auc_all"] ?? ""))
    #expect(abs(areas.reduce(0, +) / Double(areas.count) - all) < 1e-12)
    for source in ["folds", "replicates"] {
      let deviation = try Raster.read(run.folder.raster("uncertainty_ensemble_\(source)"))
      #expect(deviation.values.contains { $0 > 0 })
    }
    let page = try String(contentsOf: run.folder.file("report.html"), encoding: .utf8)
    #expect(page.contains("Members and their weights."))
    #expect(try Study(study, options: run.options).manifest.ensemble == run.manifest.ensemble)
  }

  @Test func membersThatAreMissingOrOthersAreErrors() throws {
    let study = try Self.configuration("")
    let run = try PlantedStudy.run(study, .train, in: "ensemble-files")
    let file = run.modelFile(.ensemble)
    let member = run.modelFile(.logisticRegression)
    let folder = run.folder.url
    func problem() -> String {
      do {
        _ = try ModelName.load(file)
        return ""
      } catch { return "\(error)" }
    }
    let (model, description) = try ModelName.load(member)
    var other = description
    other.encoders.swapAt(0, 1)
    try model.data(other).write(to: member)
    #expect(problem().contains("keep the files of one run together"))
    try FileManager.default.removeItem(at: member)
    #expect(problem().contains("model_logistic-regression.json: cannot be read"))
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new, expected) in [
      (
        "\"model_random-forest-window.json\"", "\"../model_svm.json\"",
        "expected model_random-forest-window.json beside it"
      ),
      // A file that names itself would be read without end.
      (
        "\"model_random-forest-window.json\"", "\"model_broken.json\"",
        "expected model_random-forest-window.json beside it"
      ),
      ("\"weight\" : 0.5", "\"weight\" : 0.7", "expected numbers from 0 with sum 1"),
    ] {
      let broken = folder.appendingPathComponent("model_broken.json")
      try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: broken)
      #expect {
        _ = try ModelName.load(broken)
      } throws: {
        "\($0)".contains(expected)
      }
    }
  }
}

private final class StepCount: @unchecked Sendable {
  private let lock = NSLock()
  private var steps = 0
  var count: Int { lock.withLock { steps } }
  func increase() { lock.withLock { steps += 1 } }
}
