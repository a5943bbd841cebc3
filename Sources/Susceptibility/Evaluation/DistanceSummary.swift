import LearningCore

/// Quantiles of distances in metres.
public struct DistanceSummary: Codable, Sendable, Equatable {
  /// The least distance.
  public var least: JSONNumber
  /// A quarter of the distances is below.
  public var lowerQuartile: JSONNumber
  /// Half of the distances are below.
  public var median: JSONNumber
  /// Three quarters of the distances are below.
  public var upperQuartile: JSONNumber
  /// The greatest distance.
  public var greatest: JSONNumber

  enum CodingKeys: String, CodingKey {
    case median
    case least = "min"
    case lowerQuartile = "q25"
    case upperQuartile = "q75"
    case greatest = "max"
  }

  init(_ distances: NearestNeighborDistances) {
    func quantile(_ share: Double) -> JSONNumber { JSONNumber(distances.quantile(share)) }
    least = quantile(0)
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
    greatest = quantile(1)
  }
}
