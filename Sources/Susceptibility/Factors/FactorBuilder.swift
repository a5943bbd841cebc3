import Foundation
import GeoRaster

/// Brings the factors of a study onto its grid.
struct FactorBuilder {
  let study: StudyConfiguration
  let grid: RasterGrid
  let threads: Int?
  /// What was done that the user should know.
  private(set) var warnings: [String] = []
  /// How well the points of each interpolated factor that was made tell each other's values.
  private(set) var interpolations: [String: InterpolationFacts] = [:]
  /// DEMs on the grid: several factors derive from one.
  private var elevations: [Elevation: Raster] = [:]

  private struct Elevation: Hashable {
    let file: String
    let resampling: Resampling?
  }

  init(study: StudyConfiguration, threads: Int?) throws {
    self.study = study
    self.threads = threads
    grid = try study.naming("grid") {
      let file = study.url(study.grid)
      let grid = try Raster.grid(of: file)
      try grid.checkMemory(of: file, rasters: study.factors.count)
      return grid
    }
  }

  /// One factor on the grid.
  mutating func factor(_ definition: FactorDefinition) throws -> ConditioningFactor {
    let position = study.factors.firstIndex { $0.name == definition.name } ?? 0
    return try study.naming("factors[\(position)] (\(definition.name))") {
      try made(definition)
    }
  }

  private mutating func made(_ definition: FactorDefinition) throws -> ConditioningFactor {
    var legend = try legend(of: definition)
    var raster = try raster(of: definition, legend: &legend)
    if definition.isCategorical {
      for index in raster.values.indices { raster.values[index].round() }
    }
    return ConditioningFactor(definition: definition, raster: raster, legend: legend)
  }

  /// The names of a factor's categories that its CSV gives.
  func legend(of definition: FactorDefinition) throws -> [Int: String] {
    try definition.legend.map { try CategoryLegend(file: study.url($0)).names } ?? [:]
  }

  /// For each cell whether its centre lies in the study area.
  mutating func area() throws -> [Bool] {
    var inside = [Bool](repeating: true, count: grid.count)
    if let selection = study.area {
      inside = try study.naming("area") { try grid.mask(insideOf: layer(selection)) }
    }
    if let selection = study.exclude {
      let excluded = try study.naming("exclude") { try grid.mask(insideOf: layer(selection)) }
      for index in inside.indices where excluded[index] { inside[index] = false }
    }
    return inside
  }

  private mutating func raster(
    of definition: FactorDefinition, legend: inout [Int: String]
  ) throws -> Raster {
    let resampling = definition.resampling
    switch definition.source {
    case .raster(let file, let band):
      return try aligned(file, band, categorical: definition.isCategorical, by: resampling)
    case .derived(let factor, let dem):
      return try derived(factor, from: elevation(dem, by: resampling))
    case .polygons(let selection, let attribute):
      let burned = try grid.burn(layer(selection), attribute: attribute)
      legend.merge(burned.legend) { given, _ in given }
      return burned.raster
    case .distance(let selection):
      let layer = try layer(selection)
      let touched = try grid.cells(touchedBy: layer)
      guard touched.contains(true) else {
        throw GeoRasterError.noFeatures(
          file: selection.vector,
          detail: "no feature lies in the grid; expected some to measure distances to")
      }
      return try grid.distanceTransform(to: touched, threads: threads)
    case .distanceToStreams(let dem, let threshold, let depressions):
      let streams = try elevation(dem, by: resampling).streams(
        minimumAreaInSquareKilometers: threshold, depressions: depressions.removal,
        threads: threads)
      guard streams.contains(true) else {
        throw GeoRasterError.noFeatures(
          file: dem, detail: "no cell drains \(threshold) km2; expected a lower threshold-km2")
      }
      return try grid.distanceTransform(to: streams, threads: threads)
    case .ndvi(let red, let nearInfrared):
      return try Raster.normalizedDifferenceVegetationIndex(
        red: aligned(red, by: resampling), nearInfrared: aligned(nearInfrared, by: resampling),
        threads: threads)
    case .interpolated(let points, let value, let options):
      let interpolation = try StationInterpolation(
        layer: layer(points), value: value, options, crs: grid.crs, url: study.url,
        threads: threads)
      interpolations[definition.name] = try interpolation.facts(threads: threads)
      return try interpolation.raster(on: grid, threads: threads)
    }
  }

  /// The slope of a DEM in degrees, on the grid.
  mutating func slope(of dem: String) throws -> Raster {
    try elevation(dem).slope(threads: threads)
  }

  /// A DEM on the grid.
  mutating func elevation(_ dem: String, by resampling: Resampling? = nil) throws -> Raster {
    let key = Elevation(file: dem, resampling: resampling)
    if let known = elevations[key] { return known }
    let raster = try aligned(dem, by: resampling)
    elevations[key] = raster
    return raster
  }

  private mutating func aligned(
    _ file: String, _ band: Int = 1, categorical: Bool = false, by chosen: Resampling?
  ) throws -> Raster {
    let raster = try Raster.read(study.url(file), band: band)
    if raster.grid.crs.isUnknown, !grid.crs.isUnknown {
      warnings.append("\(file): no coordinate reference system; taken to be the grid's")
    }
    if raster.grid.agrees(with: grid) { return Raster(grid: grid, values: raster.values) }
    let resampling =
      chosen ?? Resampling(suiting: raster.grid, on: grid, categorical: categorical)
    warnings.append("\(file) is not on the grid and was resampled (\(resampling.rawValue))")
    return try raster.aligned(to: grid, resampling: resampling, source: file, threads: threads)
  }

  private func derived(_ factor: DerivedFactor, from dem: Raster) throws -> Raster {
    switch factor {
    case .slope(let method, let unit):
      try dem.slope(method: method, unit: unit, threads: threads)
    case .aspect(let method): try dem.aspect(method: method, threads: threads)
    case .northness(let method): try dem.northness(method: method, threads: threads)
    case .eastness(let method): try dem.eastness(method: method, threads: threads)
    case .curvature(let kind): try dem.curvature(kind, threads: threads)
    case .relief(let window): try dem.relativeRelief(window: window, threads: threads)
    case .ruggedness: try dem.terrainRuggednessIndex(threads: threads)
    case .topographicPosition: try dem.topographicPositionIndex(threads: threads)
    case .roughness: try dem.roughness(threads: threads)
    case .twi(let flow):
      try dem.topographicWetnessIndex(
        method: flow.method.flowMethod, depressions: flow.depressions.removal, threads: threads)
    case .spi(let logarithmic, let flow):
      try dem.streamPowerIndex(
        logarithmic: logarithmic, method: flow.method.flowMethod,
        depressions: flow.depressions.removal, threads: threads)
    }
  }

  /// The features of a file in the grid's CRS.
  mutating func layer(_ selection: VectorSelection) throws -> VectorLayer {
    let layer = try selection.layer(study: study, grid: grid)
    warnings += layer.warnings
    return layer
  }
}

extension Resampling {
  /// What suits a raster on another grid: cells that become coarser are counted or averaged, others looked up.
  init(suiting source: RasterGrid, on target: RasterGrid, categorical: Bool) {
    let (from, to) = (source.centralCellSize, target.centralCellSize)
    let isCoarser = to.width > 1.5 * from.width || to.height > 1.5 * from.height
    self = categorical ? (isCoarser ? .mode : .nearest) : (isCoarser ? .average : .bilinear)
  }
}

extension RasterGrid {
  /// Metres across a cell in the middle row.
  var centralCellSize: (width: Double, height: Double) { cellSizeInMeters(row: rows / 2) }
}
