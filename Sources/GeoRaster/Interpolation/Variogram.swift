import Foundation

/// How the semivariance of two places grows with their distance.
///
/// ```
/// gamma(0) = 0,   gamma(h) = nugget + partialSill * s(h / range)   for h > 0
/// spherical    s(t) = 1.5 t - 0.5 t^3 for t < 1, else 1
/// exponential  s(t) = 1 - exp(-3 t)
/// Gaussian     s(t) = 1 - exp(-3 t^2)
/// ```
///
/// Source: Chiles and Delfiner (2012), Geostatistics, Sect. 2.5. The range is the practical one: where s reaches 0.95
/// (spherical: 1).
public struct Variogram: Equatable, Sendable, Codable {
  /// The shape of s.
  public enum Model: String, Sendable, Codable, CaseIterable {
    /// Straight at first, flat from the range on.
    case spherical
    /// Straight at first, flat only in the limit.
    case exponential
    /// Smooth at first: for values that hardly change over short distances.
    case gaussian

    func rise(_ t: Double) -> Double {
      switch self {
      case .spherical: t < 1 ? t * (1.5 - 0.5 * t * t) : 1
      case .exponential: 1 - exp(-3 * t)
      case .gaussian: 1 - exp(-3 * t * t)
      }
    }
  }

  /// The shape.
  public let model: Model
  /// The semivariance at the shortest distances, 0 or more: measurement error and what varies within them.
  public let nugget: Double
  /// What the semivariance rises by, 0 or more.
  public let partialSill: Double
  /// The practical range in metres, above 0.
  public let range: Double

  /// A variogram.
  ///
  /// - Precondition: finite; `nugget` and `partialSill` 0 or more and one of them above 0, `range` above 0.
  public init(model: Model, nugget: Double, partialSill: Double, range: Double) {
    precondition(
      nugget.isFinite && partialSill.isFinite && range.isFinite && nugget >= 0 && partialSill >= 0
        && nugget + partialSill > 0 && range > 0,
      "nugget \(nugget), partial sill \(partialSill), range \(range): expected 0 or more with a sum "
        + "above 0, and a range above 0")
    self.model = model
    self.nugget = nugget
    self.partialSill = partialSill
    self.range = range
  }

  /// The semivariance of places without connection: nugget + partial sill.
  public var sill: Double { nugget + partialSill }

  /// The semivariance at a distance in metres.
  public func semivariance(at distance: Double) -> Double {
    distance > 0 ? nugget + partialSill * model.rise(distance / range) : 0
  }
}
