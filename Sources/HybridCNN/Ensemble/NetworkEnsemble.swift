import LearningCore
import NeuralCore

/// Networks that were trained alike but for their seeds: they predict the mean of their probabilities.
public struct NetworkEnsemble: Classifier {
  /// The networks; at least one, all of one architecture and trained with the same hyperparameters.
  public let members: [NetworkModel]
  /// The first member, which the others agree with in architecture and hyperparameters.
  let first: NetworkModel

  /// An ensemble of these networks.
  ///
  /// - Throws: ``NetworkError/members(found:expected:)`` when there is none, or one differs in architecture or
  ///   hyperparameters from the first.
  public init(members: [NetworkModel]) throws {
    guard let first = members.first else {
      throw NetworkError.members(found: "0 networks", expected: "at least 1")
    }
    for (index, member) in members.enumerated()
    where member.architecture != first.architecture
      || member.hyperparameters != first.hyperparameters
    {
      throw NetworkError.members(
        found: "different: number \(index + 1) is a \(member.summary)",
        expected: "all like the first, a \(first.summary)")
    }
    self.members = members
    self.first = first
  }

  /// The shape of each network.
  public var architecture: NetworkArchitecture { first.architecture }
  /// What each was trained with.
  public var hyperparameters: NetworkHyperparameters { first.hyperparameters }
  /// Further entries of the file that the ensemble was read from; empty for one that was just trained.
  public var metadata: [String: String] { first.metadata }

  /// For each epoch the means over the members that were trained so long; one member's own curve when it is alone.
  public var trainingCurve: [EpochRecord] {
    let curves = members.map(\.trainingCurve)
    return (0..<(curves.map(\.count).max() ?? 0)).map { epoch in
      let records = curves.filter { $0.count > epoch }.map { $0[epoch] }
      func mean(_ value: (EpochRecord) -> Double) -> Double {
        records.reduce(0) { $0 + value($1) } / Double(records.count)
      }
      func meanIfAll(_ value: (EpochRecord) -> Double?) -> Double? {
        records.allSatisfy { value($0) != nil } ? mean { value($0) ?? .nan } : nil
      }
      return EpochRecord(
        epoch: epoch + 1, loss: mean(\.loss), accuracy: mean(\.accuracy),
        validationLoss: meanIfAll(\.validationLoss),
        validationAccuracy: meanIfAll(\.validationAccuracy),
        probabilityDeviation: meanIfAll(\.probabilityDeviation))
    }
  }

  /// What a user should know about the training, with the member it is about; usually empty.
  public var warnings: [String] {
    guard members.count > 1 else { return first.warnings }
    return members.enumerated().flatMap { index, member in
      member.warnings.map { "member \(index + 1): \($0)" }
    }
  }

  /// The mean of the members' probabilities for each patch, in 0...1, on all cores.
  ///
  /// - Precondition: the patches have the members' window and channels.
  public func probabilities(for samples: PatchBatch) -> [Double] {
    var sums = [Double](repeating: 0, count: samples.count)
    for member in members {
      for (index, value) in member.probabilities(for: samples).enumerated() { sums[index] += value }
    }
    return sums.map { $0 / Double(members.count) }
  }
}

extension NetworkModel {
  fileprivate var summary: String {
    "\(kind.rawValue) of \(channels) channels and a window of \(window), trained with a learning "
      + "rate of \(hyperparameters.learningRate) for \(hyperparameters.epochs) epochs"
  }
}
