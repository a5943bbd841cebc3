import GeoRaster

/// How water flows over a DEM.
public struct FlowOptions: Sendable, Equatable, Codable {
  /// How cells pass their water on.
  public var method: Method
  /// How the DEM is made to drain.
  public var depressions: Depressions

  /// Multiple flow over filled depressions, unless said otherwise.
  public init(method: Method = .multiple, depressions: Depressions = .fill) {
    self.method = method
    self.depressions = depressions
  }

  /// A choice of `FlowMethod`.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// To all lower neighbours, exponent 1.
    case multiple
    /// To all lower neighbours, as Freeman (1991) and SAGA, exponent 1.1.
    case freeman
    /// To one neighbour.
    case d8
    /// To one or two neighbours (Tarboton 1997).
    case dInfinity = "d-infinity"

    /// What the raster's functions take.
    public var flowMethod: FlowMethod {
      switch self {
      case .multiple: .multiple()
      case .freeman: .freeman()
      case .d8: .d8
      case .dInfinity: .dInfinity
      }
    }
  }

  /// A choice of `DepressionRemoval`.
  public enum Depressions: String, Sendable, Codable, CaseIterable {
    /// Raised to their outlets.
    case fill
    /// Drained by channels of at most 1000 m, and filled where there are none.
    case breach

    /// What the raster's functions take.
    public var removal: DepressionRemoval {
      switch self {
      case .fill: .fill
      case .breach: .breach()
      }
    }
  }
}
