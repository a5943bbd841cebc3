import FactorAnalysis
import GeoRaster

/// How each conditioning factor came about.
struct FactorSentences {
  let factors: [FactorDefinition]
  /// What the interpolations have found, by factor.
  let interpolations: ResultsJSON

  /// One sentence for all factors that were read, and one for each that was computed.
  var sentences: [MethodSentence] {
    let rasters = factors.filter { if case .raster = $0.source { true } else { false } }
    let read =
      rasters.isEmpty
      ? []
      : [
        MethodSentence(
          "\(Prose.list(rasters.map(\.name))) "
            + (rasters.count == 1 ? "was read from a raster" : "were read from rasters"))
      ]
    return read + factors.compactMap(derivation)
  }

  /// Where a factor comes from, for a table.
  static func origin(of factor: FactorDefinition) -> String {
    switch factor.source {
    case .raster(let file, _): file
    case .derived(_, let dem): "derived from \(dem)"
    case .polygons(let selection, let attribute): "\(selection.vector), \(attribute)"
    case .distance(let selection, let boundary):
      "distance to \(boundary ? "the outlines of " : "")\(selection.vector)"
    case .distanceToStreams(let dem, _, _): "distance to streams of \(dem)"
    case .ndvi(let red, let nearInfrared): "\(red), \(nearInfrared)"
    case .interpolated(let points, let value, _): "\(points.vector), \(value)"
    }
  }

  /// The classes of a factor, for a table.
  static func classes(of factor: FactorDefinition) -> String {
    switch factor.classScheme {
    case .breaks(let breaks): breaks.map { NumberText.significant($0, 6) }.joined(separator: ", ")
    case .quantiles(let count): "\(count) quantiles"
    case .equal(let count): "\(count) equal intervals"
    case .naturalBreaks(let count): "\(count) natural breaks"
    case .geometric(let count): "\(count) geometric intervals"
    case .standardDeviation(let count): "\(count) classes by standard deviation"
    case .aspectSectors: "flat and 8 sectors"
    case .categories: "categories"
    }
  }

  private func derivation(of factor: FactorDefinition) -> MethodSentence? {
    let name = factor.name
    switch factor.source {
    case .raster: return nil
    case .derived(let derived, _): return terrain(name, derived)
    case .polygons(let selection, let attribute):
      return MethodSentence(
        "\(name) is the attribute \(attribute) of the polygon of \(selection.vector) that holds the "
          + "centre of a cell")
    case .distance(let selection, let boundary):
      let feature = boundary ? "nearest outline of a polygon" : "nearest feature"
      return MethodSentence(
        "\(name) is the exact Euclidean distance to the \(feature) of \(selection.vector)",
        .distanceTransform)
    case .distanceToStreams(_, let threshold, let depressions):
      let drained = Self.drained(depressions)
      return MethodSentence(
        "\(name) is the distance to the nearest stream; streams drain at least "
          + "\(NumberText.significant(threshold)) km² by single-direction flow over the elevation "
          + "model, \(drained.text)",
        sources: [.singleFlow] + drained.sources + [.distanceTransform])
    case .ndvi:
      return MethodSentence(
        "\(name) is the normalised difference vegetation index (NIR − R)/(NIR + R)",
        .vegetationIndex)
    case .interpolated(_, let value, let method): return interpolation(name, value, method)
    }
  }

  // MARK: Terrain

  private func terrain(_ name: String, _ derived: DerivedFactor) -> MethodSentence {
    switch derived {
    case .slope(let method, let unit):
      gradient("\(name) is the slope in \(unit.rawValue)", method)
    case .aspect(let method): gradient("\(name) is the aspect in degrees from north", method)
    case .northness(let method): gradient("\(name) is the cosine of the aspect", method)
    case .eastness(let method): gradient("\(name) is the sine of the aspect", method)
    case .curvature(let kind):
      MethodSentence(
        "\(name) is the \(kind.rawValue) curvature in 1/100 m of a surface through the cell and its "
          + "neighbours", .zevenbergenThorne)
    case .relief(let window):
      MethodSentence(
        "\(name) is the range of elevations in a window of \(window) × \(window) cells")
    case .ruggedness: MethodSentence("\(name) is the terrain ruggedness index", .riley)
    case .topographicPosition:
      MethodSentence("\(name) is the topographic position index", .weiss)
    case .roughness:
      MethodSentence("\(name) is the range of elevations of a cell and its neighbours", .wilson)
    case .twi(let flow):
      index(
        "\(name) is the topographic wetness index ln(a / tan b) with the specific catchment area a "
          + "and the slope b", .wetness, flow)
    case .spi(let isLogarithmic, let flow):
      index(
        "\(name) is the stream power index "
          + (isLogarithmic ? "ln(1 + a tan b)" : "a tan b")
          + " with the specific catchment area a and the slope b", .streamPower, flow)
    }
  }

  private func gradient(_ text: String, _ method: GradientMethod) -> MethodSentence {
    switch method {
    case .horn: MethodSentence(text + " by weighted differences of the eight neighbours", .horn)
    case .zevenbergenThorne:
      MethodSentence(text + " by central differences", .zevenbergenThorne)
    }
  }

  private func index(_ text: String, _ source: Reference, _ flow: FlowOptions) -> MethodSentence {
    let routing: (text: String, sources: [Reference]) =
      switch flow.method {
      case .multiple: ("multiple-direction flow", [.quinn])
      case .freeman: ("multiple-direction flow with the exponent 1.1", [.freeman])
      case .d8: ("single-direction flow", [.singleFlow])
      case .dInfinity: ("D-infinity flow", [.tarboton])
      }
    let drained = Self.drained(flow.depressions)
    return MethodSentence(
      "\(text), by \(routing.text) over the elevation model, \(drained.text)",
      sources: [source] + routing.sources + drained.sources)
  }

  private static func drained(
    _ depressions: FlowOptions.Depressions
  ) -> (text: String, sources: [Reference]) {
    switch depressions {
    case .fill: ("its depressions filled by priority-flood", [.priorityFlood])
    case .breach:
      (
        "its depressions breached along least-cost paths and filled where there were none",
        [.breaching, .priorityFlood]
      )
    }
  }

  // MARK: Points

  private func interpolation(
    _ name: String, _ value: String, _ interpolation: PointInterpolation
  ) -> MethodSentence {
    let facts = interpolations[name]
    var text = "\(name) was interpolated from "
    text += facts["positions"].number.map { "\(NumberText.count($0)) points" } ?? "points"
    text += " (\(value)) by "
    var sources: [Reference]
    switch interpolation.method {
    case .inverseDistance:
      text += "inverse distance weighting with power 2"
      sources = [.inverseDistance]
    case .kriging:
      text += "ordinary kriging"
      sources = [.kriging]
    case .krigingWithTrend:
      text += "universal kriging with a trend in the logarithm of the distance to the source"
      sources = [.kriging, .groundMotion]
    }
    if let neighbors = facts["neighbors"].number {
      text += " from the \(NumberText.count(neighbors)) nearest"
    }
    if interpolation.isLogarithmic { text += ", of natural logarithms" }
    if let model = facts["variogram"]["model"].plain {
      text +=
        ", with a fitted \(model) variogram (range "
        + "\(NumberText.significant(facts["variogram"]["range_m"].number)) m)"
    }
    if interpolation.siteVelocity != nil {
      text += ", on rock, and amplified by the shear-wave velocity of the ground"
      sources.append(.siteAmplification)
    }
    if let error = facts["rmse"].number {
      text += "; the leave-one-out root mean square error is \(NumberText.significant(error))"
    }
    return MethodSentence(text, sources: sources)
  }
}
