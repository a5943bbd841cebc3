import Foundation
import GeoRaster
import Parallelism

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
  ///
  /// - Parameter progress: gets units of its own; cancelling it ends the work.
  mutating func factor(
    _ definition: FactorDefinition, progress: Progress? = nil
  ) throws -> ConditioningFactor {
    // Reading what it is made of, and making it.
    progress?.totalUnitCount = 2
    let position = study.factors.firstIndex { $0.name == definition.name } ?? 0
    return try study.naming("factors[\(position)] (\(definition.name))") {
      try made(definition, progress)
    }
  }

  private mutating func made(
    _ definition: FactorDefinition, _ progress: Progress?
  ) throws -> ConditioningFactor {
    var legend = try legend(of: definition)
    var raster = try raster(of: definition, legend: &legend, progress)
    progress?.completedUnitCount = 2
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
    of definition: FactorDefinition, legend: inout [Int: String], _ progress: Progress?
  ) throws -> Raster {
    let resampling = definition.resampling
    switch definition.source {
    case .raster(let file, let band):
      return try aligned(
        file, band, categorical: definition.isCategorical, by: resampling,
        progress: .stage(of: progress, units: 2))
    case .derived(let factor, let dem):
      let elevation = try elevation(dem, by: resampling, progress: .stage(of: progress))
      return try derived(factor, from: elevation, progress: .stage(of: progress))
    case .polygons(let selection, let attribute):
      let layer = try layer(selection, progress: .stage(of: progress))
      let burned = try grid.burn(layer, attribute: attribute, progress: .stage(of: progress))
      legend.merge(burned.legend) { given, _ in given }
      return burned.raster
    case .distance(let selection, let boundary):
      let layer = try layer(selection, progress: .stage(of: progress))
      let raster = try grid.distance(
        to: layer, boundary: boundary, threads: threads, progress: .stage(of: progress))
      warnings += [raster.warningOfFarFeatures(of: selection.vector)].compactMap { $0 }
      return raster
    case .distanceToStreams(let dem, let threshold, let depressions):
      let elevation = try elevation(dem, by: resampling, progress: .stage(of: progress))
      let making = Progress.stage(of: progress)
      making?.totalUnitCount = 2
      let streams = try elevation.streams(
        minimumAreaInSquareKilometers: threshold, depressions: depressions.removal,
        threads: threads, progress: .stage(of: making))
      guard streams.contains(true) else {
        throw GeoRasterError.noFeatures(
          file: dem, detail: "no cell drains \(threshold) km2; expected a lower threshold-km2")
      }
      return try grid.distanceTransform(
        to: streams, threads: threads, progress: .stage(of: making))
    case .ndvi(let red, let nearInfrared):
      let reading = Progress.stage(of: progress)
      reading?.totalUnitCount = 2
      return try Raster.normalizedDifferenceVegetationIndex(
        red: aligned(red, by: resampling, progress: .stage(of: reading)),
        nearInfrared: aligned(nearInfrared, by: resampling, progress: .stage(of: reading)),
        threads: threads, progress: .stage(of: progress))
    case .interpolated(let points, let value, let options):
      let interpolation = try StationInterpolation(
        layer: layer(points, progress: .stage(of: progress)), value: value, options,
        crs: grid.crs, url: study.url, threads: threads)
      warnings += interpolation.warnings
      interpolations[definition.name] = try interpolation.facts(threads: threads)
      return try interpolation.raster(
        on: grid, threads: threads, progress: .stage(of: progress))
    }
  }

  /// The slope of a DEM in degrees, on the grid.
  mutating func slope(of dem: String) throws -> Raster {
    try elevation(dem).slope(threads: threads)
  }

  /// A DEM on the grid.
  mutating func elevation(
    _ dem: String, by resampling: Resampling? = nil, progress: Progress? = nil
  ) throws -> Raster {
    let key = Elevation(file: dem, resampling: resampling)
    if let known = elevations[key] {
      progress?.completedUnitCount = 1
      return known
    }
    let raster = try aligned(dem, by: resampling, progress: progress)
    elevations[key] = raster
    return raster
  }

  private mutating func aligned(
    _ file: String, _ band: Int = 1, categorical: Bool = false, by chosen: Resampling?,
    progress: Progress?
  ) throws -> Raster {
    progress?.totalUnitCount = 2
    defer { progress?.completedUnitCount = 2 }
    let raster = try Raster.read(study.url(file), band: band, progress: .stage(of: progress))
    if raster.grid.crs.isUnknown, !grid.crs.isUnknown {
      warnings.append("\(file): no coordinate reference system; taken to be the grid's")
    }
    if raster.grid.agrees(with: grid) { return Raster(grid: grid, values: raster.values) }
    let resampling =
      chosen ?? Resampling(suiting: raster.grid, on: grid, categorical: categorical)
    if !raster.grid.hasCells(of: grid) {
      warnings.append("\(file) is not on the grid and was resampled (\(resampling.rawValue))")
    } else if !raster.grid.covers(grid) {
      warnings.append("\(file) covers a part of the grid only; its cells are the grid's")
    }
    return try raster.aligned(
      to: grid, resampling: resampling, source: file, threads: threads,
      progress: .stage(of: progress))
  }

  private func derived(
    _ factor: DerivedFactor, from dem: Raster, progress: Progress?
  ) throws -> Raster {
    let operation: LocalOperation
    switch factor {
    case .slope(let method, let unit): operation = .slope(method: method, unit: unit)
    case .aspect(let method): operation = .aspect(method: method)
    case .northness(let method): operation = .northness(method: method)
    case .eastness(let method): operation = .eastness(method: method)
    case .curvature(let kind): operation = .curvature(kind)
    case .relief(let window): operation = try .relativeRelief(window: window)
    case .ruggedness: operation = .terrainRuggednessIndex
    case .topographicPosition: operation = .topographicPositionIndex
    case .roughness: operation = .roughness
    case .twi(let flow):
      return try dem.topographicWetnessIndex(
        method: flow.method.flowMethod, depressions: flow.depressions.removal, threads: threads,
        progress: progress)
    case .spi(let logarithmic, let flow):
      return try dem.streamPowerIndex(
        logarithmic: logarithmic, method: flow.method.flowMethod,
        depressions: flow.depressions.removal, threads: threads, progress: progress)
    }
    return try dem.applying(operation, threads: threads, progress: progress)
  }

  /// The features of a file in the grid's CRS.
  mutating func layer(
    _ selection: VectorSelection, progress: Progress? = nil
  ) throws -> VectorLayer {
    let layer = try selection.layer(study: study, grid: grid, progress: progress)
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
