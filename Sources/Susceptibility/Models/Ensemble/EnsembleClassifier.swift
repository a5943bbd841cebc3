import Foundation
import LearningCore
import NeuralCore

/// Fitted models put together: the log odds are the weighted mean of theirs, see `LogarithmicPool`.
///
/// Not in the paper: models that err in different places are better together than the best of them by itself.
struct EnsembleClassifier: SusceptibilityClassifier {
  /// A model with its name.
  struct Member: Sendable {
    let name: ModelName
    let model: any SusceptibilityClassifier
  }

  let method: EnsembleOptions.Method
  let members: [Member]
  /// The weights of the members.
  let pool: LogarithmicPool

  var trainingCurve: [EpochRecord] { [] }
  var warnings: [String] { [] }
  var window: Int { members.map(\.model.window).max() ?? 1 }

  /// What the user should know when the weights leave members out; `nil` when all take part.
  var membersWithoutWeight: String? {
    let idle = zip(members, pool.weights).filter { $0.1 == 0 }.map(\.0.name.title)
    guard !idle.isEmpty else { return nil }
    let (verb, pronoun) = idle.count == 1 ? ("has", "it") : ("have", "they")
    return "\(ModelName.ensemble.title): \(Prose.list(idle)) \(verb) the weight 0, so \(pronoun) "
      + "\(idle.count == 1 ? "adds" : "add") nothing: the others tell landslides from absences as well without; "
      + "ensemble: { members } without \(idle.count == 1 ? "it" : "them") takes less time"
  }

  func probabilities(at cells: [Int], on factors: EncodedFactors) throws -> [Double] {
    try pool.pooled { try members[$0].model.probabilities(at: cells, on: factors) }
  }

  func probabilities(of inputs: SampleInputs) throws -> [Double] {
    try pool.pooled {
      let model = members[$0].model
      return try model.probabilities(of: inputs.cropped(to: model.window))
    }
  }

  /// Maps one member after another: memory does not grow with their number.
  func map(
    over factors: EncodedFactors, threads: Int?, progress: @Sendable (Double) -> Void
  ) throws -> SusceptibilityMap {
    let share = 1 / Double(members.count)
    return try map { member in
      try members[member].model.map(
        over: factors, threads: threads, progress: { progress((Double(member) + $0) * share) }
      ).probability
    }
  }

  /// The map of members' maps, which are asked for one by one.
  func map(_ memberMap: (Int) throws -> [Float]) rethrows -> SusceptibilityMap {
    let map = try pool.pooled { try memberMap($0).map(Double.init) }
    return SusceptibilityMap(probability: map.map { Float($0) }, deviation: nil)
  }
}

// MARK: - Files

extension EnsembleClassifier {
  /// The content of model_ensemble.json: what there is to know beside the files of its members, which lie in its folder.
  private struct File: Codable {
    var description: ModelDescription
    var parameters: Parameters

    struct Parameters: Codable {
      var method: EnsembleOptions.Method
      var members: [Member]
    }

    struct Member: Codable {
      var model: ModelName
      var file: String
      var weight: Double
    }
  }

  func data(_ description: ModelDescription) throws -> Data {
    try JSONFile.data(
      File(
        description: description,
        parameters: .init(
          method: method,
          members: zip(members, pool.weights).map {
            .init(model: $0.name, file: $0.name.modelFileName, weight: $1)
          })))
  }

  /// Reads an ensemble and its members.
  ///
  /// - Parameter folder: where the members' files are.
  /// - Throws: ``StudyError/unusableModel(file:reason:)`` for a member that is missing or is not what the ensemble was made
  ///   of; `DecodingError`.
  init(_ data: Data, in folder: URL) throws {
    let file = try JSONDecoder().decode(File.self, from: data)
    let weights = file.parameters.members.map(\.weight)
    guard let pool = LogarithmicPool(weights: weights) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: [],
          debugDescription: "the weights are \(weights), expected numbers from 0 with sum 1"))
    }
    self.pool = pool
    method = file.parameters.method
    members = try file.parameters.members.map { member in
      let url = folder.appendingPathComponent(member.file)
      guard member.file == member.model.modelFileName, member.model != .ensemble else {
        throw StudyError.unusableModel(
          file: member.file,
          reason: "is no member of an ensemble; expected \(member.model.modelFileName) beside it")
      }
      let (model, description) = try ModelName.load(url)
      guard description.model == member.model, description.encoders == file.description.encoders
      else {
        throw StudyError.unusableModel(
          file: url.path,
          reason:
            "is \(description.model.rawValue) of study \"\(description.study)\", expected the "
            + "\(member.model.rawValue) that the ensemble was made of: keep the files of one run together"
        )
      }
      return Member(name: member.model, model: model)
    }
  }
}
