import Foundation
import GeoRaster

/// Point values that are ready to be interpolated.
///
/// ```swift
/// let pga = try StationInterpolation(points: stations, value: "pga_g", options, grid: dem)
/// print(try pga.facts().rmse)
/// try pga.raster(on: grid).write(to: output)
/// ```
public struct StationInterpolation: Sendable {
  private enum Method: Sendable {
    case inverseDistance(InverseDistance)
    case kriging(OrdinaryKriging)
    case trend(KrigingWithTrend)
  }

  private let method: Method
  private let options: PointInterpolation
  private let points: [PointValue]
  private let names: [String]
  private let velocities: Raster?
  /// What the user should know: a source that is far from all points.
  let warnings: [String]

  /// Reads a file of points and what the options name, with paths relative to the current folder.
  ///
  /// - Parameters:
  ///   - points: a CSV or a vector file.
  ///   - layer: the layer of a file with several.
  ///   - value: its column or attribute.
  ///   - condition: which of its features count.
  ///   - grid: the raster whose coordinate reference system is used; `nil` means the file's.
  ///   - warn: gets what the user should know of the reading, such as an assumed system.
  /// - Throws: `GeoRasterError`.
  public init(
    points: URL, layer: String? = nil, value: String, condition: String? = nil,
    _ options: PointInterpolation, grid: URL? = nil, threads: Int? = nil,
    warn: (String) -> Void = { _ in }
  ) throws {
    let gridCRS = try grid.map { try Raster.grid(of: $0).crs }
    let selected = try VectorSelection(vector: points.path, layer: layer, condition: condition)
      .layer(of: points, gridCRS: gridCRS ?? .unknown)
    let crs = gridCRS ?? selected.crs
    let placed = try selected.transformed(to: crs)
    placed.warnings.forEach(warn)
    try self.init(
      layer: placed, value: value, options, crs: crs,
      url: { URL(fileURLWithPath: $0) }, threads: threads)
    warnings.forEach(warn)
  }

  /// - Parameters:
  ///   - layer: in `crs`, the grid's.
  ///   - url: the place of a file that the options name.
  init(
    layer: VectorLayer, value: String, _ options: PointInterpolation,
    crs: CoordinateReferenceSystem, url: (String) -> URL, threads: Int?
  ) throws {
    var stations = try layer.stations(value: value)
    if let site = options.siteVelocity {
      let velocities = try Raster.read(url(site.raster))
      stations = try stations.onRock(site, velocities: velocities, layer: layer)
      self.velocities = velocities
    } else {
      velocities = nil
    }
    let points =
      options.isLogarithmic
      ? try stations.logarithms(value: value, source: layer.source) : stations.map(\.point)
    self.options = options
    self.points = points
    names = stations.map(\.name)
    var warnings: [String] = []
    switch options.method {
    case .inverseDistance: method = .inverseDistance(try InverseDistance(points: points, crs: crs))
    case .kriging:
      method = .kriging(try OrdinaryKriging(points: points, crs: crs, threads: threads))
    case .krigingWithTrend:
      let source = try Self.geometries(options.source, crs: crs, url: url)
      warnings += [Self.warning(ofSource: source, points: points)].compactMap { $0 }
      method = .trend(
        try KrigingWithTrend(
          points: points, crs: crs, source: source,
          depth: options.depthInKilometers * 1_000, threads: threads))
    }
    self.warnings = warnings
  }

  /// What to say of a source that lies more than ten times the points' extent away from them: distances to it hardly
  /// differ, so it is probably in another place than meant.
  private static func warning(ofSource source: [Geometry], points: [PointValue]) -> String? {
    guard let around = BoundingBox(around: points.map(\.position)),
      let box = BoundingBox(around: source.flatMap(\.coordinates))
    else { return nil }
    let east = max(0, box.minimumX - around.maximumX, around.minimumX - box.maximumX)
    let north = max(0, box.minimumY - around.maximumY, around.minimumY - box.maximumY)
    let extent = hypot(around.maximumX - around.minimumX, around.maximumY - around.minimumY)
    let ratio = hypot(east, north) / extent
    guard extent > 0, ratio > 10 else { return nil }
    return
      "the source lies \(Int(min(ratio, 1e9).rounded())) times the extent of the points away from them; "
      + "expected one among or near them (check its coordinates and their system)"
  }

  private static func geometries(
    _ source: ShakingSource?, crs: CoordinateReferenceSystem, url: (String) -> URL
  ) throws -> [Geometry] {
    switch source {
    case .vector(let selection):
      return try selection.layer(of: url(selection.vector), gridCRS: crs).transformed(to: crs)
        .features.map(\.geometry)
    case .point(let x, let y, let text):
      let given = try text.map { try CoordinateReferenceSystem(userText: $0) } ?? crs
      return try VectorLayer(
        source: "source", crs: given, fields: [],
        features: [Feature(geometry: .points([Coordinate(x: x, y: y)]))]
      ).transformed(to: crs).features.map(\.geometry)
    case nil:
      throw GeoRasterError.argument(
        name: "source", value: "missing",
        expected:
          "an epicentre or a vector file for \(InterpolationMethod.krigingWithTrend.rawValue)")
    }
  }

  /// The values on every cell: exponentials of interpolated logarithms, times what the ground adds.
  ///
  /// - Throws: `GeoRasterError`; `CancellationError` when `progress` or the task is cancelled.
  public func raster(
    on grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    var raster =
      switch method {
      case .inverseDistance(let method):
        try method.interpolated(onto: grid, threads: threads, progress: progress)
      case .kriging(let method):
        try method.interpolated(onto: grid, threads: threads, progress: progress)
      case .trend(let method):
        try method.interpolated(onto: grid, threads: threads, progress: progress)
      }
    if options.isLogarithmic {
      for index in raster.values.indices { raster.values[index] = exp(raster.values[index]) }
    }
    if let velocities, let site = options.siteVelocity {
      let aligned = try velocities.aligned(
        to: grid, resampling: Resampling(suiting: velocities.grid, on: grid, categorical: false),
        source: site.raster, threads: threads)
      for index in raster.values.indices {
        raster.values[index] *= Float(
          SiteAmplification.factor(vs30: Double(aligned.values[index])))
      }
    }
    return raster
  }

  /// The kriging standard deviation on every cell: of the natural logarithm where that is interpolated, on rock.
  ///
  /// - Throws: `GeoRasterError/argument(name:value:expected:)` for inverse distance, which has none; else as
  ///   ``raster(on:threads:progress:)``.
  public func standardDeviation(
    on grid: RasterGrid, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    switch method {
    case .inverseDistance:
      throw GeoRasterError.argument(
        name: "method", value: InterpolationMethod.inverseDistance.rawValue,
        expected: "a method of kriging, as inverse distance has no standard deviation")
    case .kriging(let method):
      return try method.standardDeviation(onto: grid, threads: threads, progress: progress)
    case .trend(let method):
      return try method.standardDeviation(onto: grid, threads: threads, progress: progress)
    }
  }

  private func leaveOneOutErrors(threads: Int?) throws -> LeaveOneOutErrors {
    switch method {
    case .inverseDistance(let method): try method.leaveOneOutErrors(threads: threads)
    case .kriging(let method): try method.leaveOneOutErrors(threads: threads)
    case .trend(let method): try method.leaveOneOutErrors(threads: threads)
    }
  }

  /// How each position's value comes out without it.
  public func leftOutStations(threads: Int? = nil) throws -> [LeftOutStation] {
    let errors = try leaveOneOutErrors(threads: threads)
    return errors.errors.indices.map { index in
      let measured = errors.measured[index]
      let found = measured + errors.errors[index]
      let input = errors.inputs[index]
      func value(_ number: Double) -> Double { options.isLogarithmic ? exp(number) : number }
      return LeftOutStation(
        station: names[input], x: points[input].position.x, y: points[input].position.y,
        measured: value(measured), interpolated: value(found),
        logarithmicError: options.isLogarithmic
          ? errors.errors[index] : measured > 0 && found > 0 ? log(found / measured) : .nan)
    }
  }

  /// The method with what was fitted, and its leave-one-out errors.
  public func facts(threads: Int? = nil) throws -> InterpolationFacts {
    facts(of: try leftOutStations(threads: threads))
  }

  /// The method with what was fitted, and the errors of `stations`.
  public func facts(of stations: [LeftOutStation]) -> InterpolationFacts {
    let (variogram, neighbors): (Variogram?, Int) =
      switch method {
      case .inverseDistance(let method): (nil, method.neighbors)
      case .kriging(let method): (method.variogram, method.neighbors)
      case .trend(let method): (method.variogram, method.neighbors)
      }
    var trend: InterpolationFacts.Trend?
    if case .trend(let method) = method {
      trend = InterpolationFacts.Trend(
        intercept: method.intercept, slope: method.slope, depthKm: options.depthInKilometers)
    }
    return InterpolationFacts(
      method: options.method.rawValue, isLogarithmic: options.isLogarithmic,
      positions: stations.count, neighbors: neighbors,
      variogram: variogram.map(InterpolationFacts.FittedVariogram.init), trend: trend,
      stations: stations)
  }
}
