import Foundation

extension ModelHyperparameters {
  /// The hyperparameters of some models as people read them.
  func texts(of models: [ModelName]) throws -> [String: [String: String]] {
    try Dictionary(
      uniqueKeysWithValues: models.map { ($0.rawValue, try texts(of: $0)) })
  }

  /// The hyperparameters of one model as people read them, by their names in study.yaml.
  func texts(of model: ModelName) throws -> [String: String] {
    let value = try JSONDecoder().decode(
      ResultsJSON.self, from: Data(try text(of: model).utf8))
    var texts: [String: String] = [:]
    let foreign = Self.foreignKeys(of: model)
    for (name, value) in value.members {
      let key = StudyError.key(name, of: model)
      if foreign.contains(key) { continue }
      texts[key == "class-weighting" ? "class-weights" : key] = Self.text(of: value)
    }
    // What is chosen from the samples is not in the JSON.
    if model == .svm, svm.kernel != .linear { texts["gamma"] = texts["gamma"] ?? "scale" }
    return texts
  }

  /// The hyperparameters of the branch that a network does not have.
  private static func foreignKeys(of model: ModelName) -> Set<String> {
    switch model {
    case .cnn2d: ["filters-1d", "linear-path"]
    case .cnn1d:
      [
        "window", "filters-2d", "pooling-size", "pooling-stride", "augmentation",
        "prediction-flips",
      ]
    default: []
    }
  }

  /// A value: choices are encoded as objects with one member, which holds what belongs to the choice.
  private static func text(of value: ResultsJSON) -> String {
    switch value {
    case .number(let number): "\(number)"
    case .list(let elements): elements.map(text).joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { name, value in
        let details = value.members.map {
          $0.key.hasPrefix("_") ? text(of: $0.value) : "\($0.key) \(text(of: $0.value))"
        }
        let choice = value.members.isEmpty && value.plain != nil ? text(of: value) : ""
        return ([StudyError.key(name, of: nil), choice] + details).filter { !$0.isEmpty }
          .joined(separator: " ")
      }.joined(separator: ", ")
    default: value.plain ?? "none"
    }
  }
}
