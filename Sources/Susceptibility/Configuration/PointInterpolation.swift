/// How point values become a raster.
public struct PointInterpolation: Sendable, Equatable, Codable {
  /// The method.
  public var method: InterpolationMethod
  /// Whether natural logarithms are interpolated, and their exponential is the result: the median of a lognormal quantity.
  public var isLogarithmic: Bool
  /// Where shaking comes from, for kriging with a trend.
  public var source: ShakingSource?
  /// The depth in km at which shaking saturates near the source, for kriging with a trend.
  public var depthInKilometers: Double
  /// What the ground adds to shaking on rock; `nil` leaves it out.
  public var siteVelocity: SiteVelocity?

  /// The depth h for PGA of Boore et al. (2014), in km.
  public static let usualDepthInKilometers = 4.5

  /// A method with what goes with it.
  ///
  /// - Parameter isLogarithmic: `nil` means with a trend only.
  public init(
    method: InterpolationMethod = .inverseDistance, isLogarithmic: Bool? = nil,
    source: ShakingSource? = nil, depthInKilometers: Double = usualDepthInKilometers,
    siteVelocity: SiteVelocity? = nil
  ) {
    self.method = method
    self.isLogarithmic = isLogarithmic ?? (method == .krigingWithTrend)
    self.source = source
    self.depthInKilometers = depthInKilometers
    self.siteVelocity = siteVelocity
  }

  /// Every file that is named, with the key that names it.
  var namedFiles: [(key: String, path: String)] {
    var files: [(key: String, path: String)] = []
    if case .vector(let selection) = source { files.append(("source.vector", selection.vector)) }
    if let siteVelocity { files.append(("vs30", siteVelocity.raster)) }
    return files
  }
}

/// The rule by which point values become a raster.
public enum InterpolationMethod: String, Sendable, Equatable, Codable, CaseIterable {
  /// Inverse distance: power 2, 12 nearest.
  case inverseDistance = "idw"
  /// Ordinary kriging with a fitted variogram, 16 nearest.
  case kriging
  /// Universal kriging with a trend in the logarithm of the distance to a source, 24 nearest.
  case krigingWithTrend = "kriging-with-trend"
}

/// Where an earthquake's shaking comes from.
public enum ShakingSource: Sendable, Equatable, Codable {
  /// An epicentre; without `crs` in the grid's.
  case point(x: Double, y: Double, crs: String?)
  /// An epicentre, a fault's trace or a rupture's outline.
  case vector(VectorSelection)
}

/// The mean shear-wave velocity of the upper 30 m (Vs30), m/s.
public struct SiteVelocity: Sendable, Equatable, Codable {
  /// A raster of Vs30.
  public var raster: String
  /// The attribute of the points with theirs; `nil` takes it from the raster.
  public var attribute: String?

  /// A raster, and an attribute of the points.
  public init(raster: String, attribute: String? = nil) {
    self.raster = raster
    self.attribute = attribute
  }
}
