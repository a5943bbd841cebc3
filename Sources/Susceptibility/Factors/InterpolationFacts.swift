import Foundation
import GeoRaster

/// A station's value, and what the others give in its place.
public struct LeftOutStation: Encodable, Sendable, Equatable {
  /// The number of the feature in the file, and its first text.
  public let station: String
  /// Where, in the grid's coordinate reference system.
  public let x: Double
  /// Where, in the grid's coordinate reference system.
  public let y: Double
  /// The value; with a site velocity that on rock. The mean where points share the position.
  public let measured: JSONNumber
  /// What the others give.
  public let interpolated: JSONNumber
  /// Interpolated less measured.
  public let error: JSONNumber
  /// ln(interpolated / measured); null when one of them is not above 0.
  public let logarithmicError: JSONNumber

  init(
    station: String, x: Double, y: Double, measured: Double, interpolated: Double,
    logarithmicError: Double
  ) {
    self.station = station
    self.x = x
    self.y = y
    self.measured = JSONNumber(measured)
    self.interpolated = JSONNumber(interpolated)
    error = JSONNumber(interpolated - measured)
    self.logarithmicError = JSONNumber(logarithmicError)
  }

  enum CodingKeys: String, CodingKey {
    case station, x, y, measured, interpolated, error
    case logarithmicError = "log_error"
  }
}

/// How points were interpolated, and how far values come out without their own point.
public struct InterpolationFacts: Codable, Sendable, Equatable {
  /// The method as the study file spells it.
  public var method: String
  /// Whether natural logarithms were interpolated.
  public var isLogarithmic: Bool
  /// The number of distinct positions.
  public var positions: Int
  /// How many of the nearest count.
  public var neighbors: Int
  /// The fitted variogram; of the residuals when there is a trend.
  public var variogram: FittedVariogram?
  /// The trend through all points.
  public var trend: Trend?
  /// The root mean squared leave-one-out error.
  public var rmse: JSONNumber
  /// The mean leave-one-out error.
  public var mean: JSONNumber
  /// The same of ln(interpolated / measured); null when a value is not above 0.
  public var rmseOfLogarithm: JSONNumber
  /// The mean of ln(interpolated / measured); null when a value is not above 0.
  public var meanOfLogarithm: JSONNumber

  /// A variogram with the unit of its range.
  public struct FittedVariogram: Codable, Sendable, Equatable {
    /// spherical, exponential or gaussian.
    public var model: String
    /// Semivariance at the shortest distances.
    public var nugget: Double
    /// What the semivariance rises by.
    public var partialSill: Double
    /// The practical range.
    public var rangeInMeters: Double

    init(_ variogram: Variogram) {
      model = variogram.model.rawValue
      nugget = variogram.nugget
      partialSill = variogram.partialSill
      rangeInMeters = variogram.range
    }

    enum CodingKeys: String, CodingKey {
      case model, nugget
      case partialSill = "partial_sill"
      case rangeInMeters = "range_m"
    }
  }

  /// intercept + slope ln(sqrt(d^2 + depth^2) / 1 km).
  public struct Trend: Codable, Sendable, Equatable {
    /// The value at 1 km.
    public var intercept: Double
    /// The change with the logarithm of the distance.
    public var slope: Double
    /// The depth.
    public var depthKm: Double

    enum CodingKeys: String, CodingKey {
      case intercept, slope
      case depthKm = "depth_km"
    }
  }

  enum CodingKeys: String, CodingKey {
    case method, positions, neighbors, variogram, trend, rmse, mean
    case isLogarithmic = "log"
    case rmseOfLogarithm = "rmse_ln"
    case meanOfLogarithm = "mean_ln"
  }

  init(
    method: String, isLogarithmic: Bool, positions: Int, neighbors: Int,
    variogram: FittedVariogram?, trend: Trend?, stations: [LeftOutStation]
  ) {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let errors = stations.map(\.error.value)
    let logarithms = stations.map(\.logarithmicError.value)
    self.method = method
    self.isLogarithmic = isLogarithmic
    self.positions = positions
    self.neighbors = neighbors
    self.variogram = variogram
    self.trend = trend
    rmse = JSONNumber(mean(errors.map { $0 * $0 }).squareRoot())
    self.mean = JSONNumber(mean(errors))
    rmseOfLogarithm = JSONNumber(mean(logarithms.map { $0 * $0 }).squareRoot())
    meanOfLogarithm = JSONNumber(mean(logarithms))
  }
}
