import FactorAnalysis
import GeoRaster

/// A conditioning factor: where its values come from and how they are put into classes.
public struct FactorDefinition: Sendable, Equatable, Codable {
  /// The name, also of its file.
  public var name: String
  /// Where the values come from.
  public var source: FactorSource
  /// Whether values are codes of categories.
  public var isCategorical: Bool
  /// A CSV with the names of the categories.
  public var legend: String?
  /// The classes; `nil` means what fits the kind.
  public var classes: ClassScheme?
  /// The scale of this factor in raw encoding; `nil` means the study's.
  public var scale: FactorEncoder.Scale?
  /// How its rasters are brought onto the grid; `nil` means what suits the kind and the cell sizes.
  public var resampling: Resampling?

  /// A factor with a name and a source.
  public init(
    name: String, source: FactorSource, isCategorical: Bool = false, legend: String? = nil,
    classes: ClassScheme? = nil, scale: FactorEncoder.Scale? = nil,
    resampling: Resampling? = nil
  ) {
    self.name = name
    self.source = source
    self.isCategorical = isCategorical
    self.legend = legend
    self.classes = classes
    self.scale = scale
    self.resampling = resampling
  }

  /// The classes that are used: those given, or categories, aspect sectors or 8 quantiles.
  public var classScheme: ClassScheme {
    if let classes { return classes }
    if isCategorical { return .categories }
    return isAspect ? .aspectSectors : .quantiles(8)
  }

  /// Whether values are directions.
  public var isAspect: Bool {
    if case .derived(.aspect, _) = source { true } else { false }
  }
}

/// Where a factor's values come from. Paths are relative to the study file.
public enum FactorSource: Sendable, Equatable, Codable {
  /// The values of a raster's band.
  case raster(file: String, band: Int)
  /// Computed from a DEM.
  case derived(DerivedFactor, dem: String)
  /// A numeric or text attribute of the polygon that a cell's centre is in.
  case polygons(VectorSelection, attribute: String)
  /// Metres to the nearest feature; of polygons, to what is inside too unless `boundary` says to their outlines alone.
  case distance(to: VectorSelection, boundary: Bool = false)
  /// Metres to the nearest stream cell of a DEM.
  case distanceToStreams(
    dem: String, thresholdInSquareKilometers: Double, depressions: FlowOptions.Depressions = .fill)
  /// The normalised difference vegetation index of two bands (Eq. 1).
  case ndvi(red: String, nearInfrared: String)
  /// Interpolated from points.
  case interpolated(points: VectorSelection, value: String, by: PointInterpolation)
}

/// A factor that is computed from a DEM.
public enum DerivedFactor: Sendable, Equatable, Codable {
  /// Slope.
  case slope(method: GradientMethod = .horn, unit: SlopeUnit = .degrees)
  /// Degrees clockwise from north; -1 where flat.
  case aspect(method: GradientMethod = .horn)
  /// Cosine of the aspect; 0 where flat.
  case northness(method: GradientMethod = .horn)
  /// Sine of the aspect; 0 where flat.
  case eastness(method: GradientMethod = .horn)
  /// Curvature (Zevenbergen and Thorne), 1/100 m; total curvature is convex positive.
  case curvature(CurvatureKind)
  /// Highest minus lowest elevation in a window of cells, m.
  case relief(window: Int)
  /// Terrain ruggedness index (Riley), m.
  case ruggedness
  /// Topographic position index: elevation minus the mean of the neighbours, m.
  case topographicPosition
  /// Highest minus lowest elevation of a cell and its neighbours, m.
  case roughness
  /// Topographic wetness index ln(a / tan b) (Eq. 2).
  case twi(flow: FlowOptions = FlowOptions())
  /// Stream power index a tan b, or ln(1 + a tan b).
  case spi(logarithmic: Bool, flow: FlowOptions = FlowOptions())
}
