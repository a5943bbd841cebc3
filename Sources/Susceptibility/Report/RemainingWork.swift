/// What of a study is still to come while it runs, so that a report says so and shows nothing that an earlier study left
/// in its place.
public struct RemainingWork: Sendable, Equatable {
  /// The steps that have not been run.
  public var steps: [StudyStep]
  /// The models that have not been fitted.
  public var models: [ModelName]

  /// Steps and models that are still to come.
  public init(steps: [StudyStep], models: [ModelName]) {
    self.steps = steps
    self.models = models
  }

  /// What is still to come, in words.
  var text: String {
    let fits = models.isEmpty ? [] : ["the fit of \(Prose.list(models.map(\.title)))"]
    return Prose.list(fits + steps.compactMap(Self.name))
  }

  private static func name(of step: StudyStep) -> String? {
    switch step {
    case .factors: "the factors"
    case .analyze: "samples and class weights"
    case .tune: "the search for hyperparameters"
    case .train, .report: nil
    case .evaluate: "the evaluation"
    case .map: "the classes of the maps"
    case .jackknife: "the jackknife"
    case .explain: "the explanation of the models"
    }
  }

  /// The names without extension of files that are not there yet: one that is comes from an earlier study.
  var stems: Set<String> {
    Set(
      steps.flatMap { step in
        WrittenFiles.stems(by: step)
          + ModelName.allCases.flatMap { WrittenFiles.stems(of: $0, by: step) }
      } + models.flatMap { WrittenFiles.stems(of: $0, by: .train) })
  }

  /// The keys of manifest.json that are not filled in yet.
  var findings: Set<String> {
    Set(
      steps.filter { $0 != .train }.flatMap { WrittenFiles.findings(of: $0) }
        + models.compactMap { WrittenFiles.findings(of: $0) })
  }
}
