extension Manifest {
  /// How the absences were drawn.
  public struct AbsenceFacts: Codable, Sendable, Equatable {
    /// The number of absences in each set.
    public var drawn: Int
    /// Sets that were drawn independently.
    public var replicates: Int
    /// The rules in the order in which they were applied.
    public var rules: [AbsenceRule]
  }

  /// A rule for absences and what it left.
  public struct AbsenceRule: Codable, Sendable, Equatable {
    /// What cells have to be.
    public var rule: String
    /// Cells that keep this rule and all before it.
    public var cellsLeft: Int

    enum CodingKeys: String, CodingKey {
      case rule
      case cellsLeft = "cells_left"
    }
  }

  /// How far the results differ between sets of absences.
  public struct ReplicateFacts: Codable, Sendable, Equatable {
    /// The number of sets, the one of the ordinary results included.
    public var sets: Int
    /// For each model the spread of each validation measure.
    public var validation: [String: [String: MeasureSpread]]
  }
}

/// The mean and spread of a measure over several results; values that are undefined are left out.
public struct MeasureSpread: Codable, Sendable, Equatable {
  /// The number of values.
  public let count: Int
  /// Their mean; null without values.
  public let mean: JSONNumber
  /// Their standard deviation with n - 1; null for fewer than two.
  public let deviation: JSONNumber
  /// The least value.
  public let least: JSONNumber
  /// The greatest value.
  public let greatest: JSONNumber

  /// The spread of some values.
  public init(_ values: [Double]) {
    let values = values.filter { !$0.isNaN }
    count = values.count
    let center = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    mean = JSONNumber(center)
    deviation = JSONNumber(
      values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan)
    least = JSONNumber(values.min() ?? .nan)
    greatest = JSONNumber(values.max() ?? .nan)
  }
}
