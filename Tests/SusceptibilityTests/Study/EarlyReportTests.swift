import Foundation
import Testing

@testable import Susceptibility

/// Reports before the end of a study, and what is left in its folder.
@Suite struct EarlyReportTests {
  private func small(
    _ name: String, overwrites: Bool = false,
    observer: @escaping @Sendable (StudyEvent) -> Void = { _ in },
    _ change: (inout StudyConfiguration) -> Void
  ) throws -> Study {
    _ = try SmallStudy.results.get()
    var configuration = try SmallStudy.configuration()
    configuration.models = [.logisticRegression, .randomForest]
    configuration.hyperparameters.randomForest.trees = 5
    configuration.crossValidation.folds = 0
    configuration.jackknife.seeds = 0
    configuration.explain.repeats = 0
    configuration.explain.hasEffects = false
    configuration.applicability = false
    change(&configuration)
    return try Study(
      configuration,
      options: StudyOptions(
        outputFolder: SmallStudy.folder.appendingPathComponent(name), threads: 2,
        overwrites: overwrites, observer: observer))
  }

  @Test func aReportIsThereBeforeTheFirstModel() throws {
    let folder = SmallStudy.folder.appendingPathComponent("early")
    let recorder = PageRecorder(file: folder.appendingPathComponent("report.html"))
    let study = try small("early", observer: { recorder.receive($0) }) { _ in }
    try study.run()
    let pages = recorder.pages
    let first = try #require(pages["Logistic regression"])
    #expect(first.contains("(unfinished)"))
    #expect(first.contains("the fit of Logistic regression and Random forest"))
    #expect(first.contains("<section id=\"frequency-ratio\">"))
    let last = try String(contentsOf: recorder.file, encoding: .utf8)
    #expect(!last.contains("(unfinished)"))
    #expect(last.contains("<section id=\"importance\">"))
    // With everything there already, the finished page stays.
    let again = PageRecorder(file: recorder.file)
    try small("early", observer: { again.receive($0) }) { _ in }.run()
    #expect(again.pages.values.allSatisfy { !$0.contains("(unfinished)") })
  }

  @Test func reportsKeepWithinTheirShareOfTheTime() throws {
    var reports = EarlyReports(try SmallStudy.configuration())
    #expect(!reports.isDue, "nothing has been made")
    reports.hasNews = true
    #expect(reports.isDue)
    reports.wrote(since: .now - .seconds(60))
    #expect(!reports.isDue)
    reports.hasNews = true
    #expect(!reports.isDue, "a report of a minute is not made again at once")
    reports.wrote(since: .now)
    reports.hasNews = true
    Thread.sleep(forTimeInterval: 0.01)
    #expect(reports.isDue)
  }

  @Test func filesOfModelsThatAreNoLongerAskedForGo() throws {
    let study = try small("fewer") { $0.calibration.method = .platt }
    try study.run()
    let folder = study.outputFolder
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }
    #expect(try names().contains("importance_random-forest.csv"))
    let own = ["random-forest.txt", "model_random-forest-2.json", "notes_random-forest.csv"]
    for name in own { try Data("mine".utf8).write(to: folder.appendingPathComponent(name)) }
    let second = try small("fewer", overwrites: true) {
      $0.models = [.logisticRegression]
      $0.calibration.method = .platt
    }
    let left = try names().filter { $0.contains("random-forest") }
    #expect(Set(left) == Set(own))
    #expect(second.manifest.steps["train.random-forest"] == nil)
    #expect(second.manifest.timings["train.random-forest"] == nil)
    #expect(second.manifest.steps["train.logistic-regression"] != nil)
  }

  @Test func mapsOfOthersInTheFolderAreNoModels() throws {
    let study = try small("foreign") { $0.models = [.logisticRegression] }
    try study.run(.train)
    let own = study.outputFolder.appendingPathComponent("susceptibility_2019.tif")
    try Data("mine".utf8).write(to: own)
    try study.run(.report)
    #expect(try StudyResults(folder: study.outputFolder).models == ["logistic-regression"])
    #expect(FileManager.default.fileExists(atPath: own.path))
  }

  @Test func aStudyThatFailedAtOnceDoesNotClaimItsFolder() throws {
    _ = try small("claim") { $0.seed = 1 }
    let second = try small("claim") { $0.seed = 2 }
    try second.run(.analyze)
    #expect(throws: StudyError.self) { try small("claim") { $0.seed = 3 } }
  }

  @Test func adviceFitsTheModel() throws {
    func advice(_ model: ModelName) -> String {
      #expect(throws: StudyError.self) {
        try StudyError.checkMap([0.5, 0.5], at: [0, 1], model: model)
      }
      return "\(StudyError.constantMap(place: model.title, model: model, probability: 0.5))"
    }
    #expect(advice(.hybrid).contains("learning-rate"))
    #expect(advice(.randomForest).contains("minimum-leaf-size"))
    #expect(advice(.randomForestWindow).contains("minimum-leaf-size"))
    #expect(!advice(.randomForest).contains("learning-rate"))
    #expect(advice(.svm).contains("penalty"))
  }
}

/// What report.html held when each model began.
private final class PageRecorder: @unchecked Sendable {
  let file: URL
  private let lock = NSLock()
  private var found: [String: String] = [:]

  init(file: URL) { self.file = file }

  var pages: [String: String] { lock.withLock { found } }

  func receive(_ event: StudyEvent) {
    guard case .began(.train, let detail) = event else { return }
    lock.withLock { found[detail] = try? String(contentsOf: file, encoding: .utf8) }
  }
}
