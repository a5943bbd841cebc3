import Foundation

/// The measures that a study has written: metrics.json.
public struct StudyMetrics: Sendable {
  private let file: MetricsFile
  /// The models, in the order of the study.
  public let models: [ModelName]

  /// Reads the measures in an output folder.
  ///
  /// - Throws: ``StudyError/nothingToDo(step:reason:)`` when there are none.
  public init(folder: URL) throws {
    let decoder = JSONDecoder()
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("metrics.json")),
      let file = try? decoder.decode(MetricsFile.self, from: data)
    else {
      throw StudyError.nothingToDo(
        step: "metrics",
        reason: "\(folder.path) has no readable metrics.json; evaluate the study first")
    }
    self.file = file
    let order =
      (try? Data(contentsOf: folder.appendingPathComponent("manifest.json")))
      .flatMap { try? decoder.decode(Manifest.self, from: $0).models } ?? file.models.keys.sorted()
    models = order.compactMap { ModelName(rawValue: $0) }.filter { file.models[$0.rawValue] != nil }
  }

  /// The measures of a model on a set.
  public subscript(model: ModelName, set: SampleSet) -> SampleMetrics? {
    file.models[model.rawValue]?[set.rawValue]
  }

  /// The validation measures as a table in plain text.
  public var text: String {
    let columns = ["AUC", "low", "high", "accuracy", "sensitivity", "specificity", "kappa", "RMSE"]
    var lines = [pad("validation", 20) + columns.map { pad($0, 12) }.joined()]
    for model in models {
      guard let measures = self[model, .validation] else { continue }
      let values =
        [measures.auc] + measures.aucInterval
        + [
          measures.accuracy, measures.sensitivity, measures.specificity, measures.kappa,
          measures.rmse,
        ]
      lines.append(
        pad(model.title, 20) + values.map { pad(String(format: "%.3f", $0.value), 12) }.joined())
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
