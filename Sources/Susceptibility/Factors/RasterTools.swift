import Foundation
import GeoRaster

/// Single factors from files, without a study.
public enum RasterTools {
  /// Metres from each cell's centre to the nearest cell that a feature touches.
  ///
  /// - Parameters:
  ///   - vector: points, lines or polygons (their outlines and what is inside), in any CRS.
  ///   - grid: the raster whose cells to use.
  ///   - layer: the layer of a file with several.
  ///   - warn: gets what the user should know of the reading, such as an assumed system.
  /// - Throws: `GeoRasterError`.
  public static func distance(
    to vector: URL, grid: URL, layer: String? = nil, threads: Int? = nil,
    warn: (String) -> Void = { _ in }
  ) throws -> Raster {
    let cells = try workingGrid(grid)
    let layer = try features(of: vector, layer: layer, on: cells, warn: warn)
    let touched = try cells.cells(touchedBy: layer)
    guard touched.contains(true) else {
      throw GeoRasterError.noFeatures(
        file: vector.path,
        detail: "no feature lies in the grid of \(grid.path); expected some to measure distances to"
      )
    }
    return try cells.distanceTransform(to: touched, threads: threads)
  }

  /// Point values interpolated onto the cells of a raster.
  ///
  /// - Parameters:
  ///   - points: a CSV or a vector file.
  ///   - value: its column or attribute.
  ///   - method: inverse distance (power 2, 12 nearest) or ordinary kriging (16 nearest).
  ///   - grid: the raster whose cells to use.
  ///   - layer: the layer of a file with several.
  ///   - warn: gets what the user should know of the reading, such as an assumed system.
  /// - Throws: `GeoRasterError`.
  public static func interpolation(
    of points: URL, value: String, method: InterpolationMethod, grid: URL, layer: String? = nil,
    threads: Int? = nil, warn: (String) -> Void = { _ in }
  ) throws -> Raster {
    let cells = try workingGrid(grid)
    let layer = try features(of: points, layer: layer, on: cells, warn: warn)
    return try method.interpolated(layer, value: value, onto: cells, threads: threads)
  }

  private static func workingGrid(_ file: URL) throws -> RasterGrid {
    let grid = try Raster.grid(of: file)
    // The result, and what the features touch or the transform works with.
    try grid.checkMemory(of: file, rasters: 2)
    return grid
  }

  private static func features(
    of file: URL, layer: String?, on grid: RasterGrid, warn: (String) -> Void
  ) throws -> VectorLayer {
    let read = try VectorLayer.read(file, gridCRS: grid.crs, layer: layer)
    read.warnings.forEach(warn)
    guard !read.features.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: file.path, detail: "has no features with a geometry; expected at least one")
    }
    let placed = try read.transformed(to: grid.crs)
    placed.warnings.dropFirst(read.warnings.count).forEach(warn)
    return placed
  }
}

extension InterpolationMethod {
  /// The values of a layer's points on every cell.
  func interpolated(
    _ layer: VectorLayer, value: String, onto grid: RasterGrid, threads: Int?
  ) throws -> Raster {
    let points = try layer.pointValues(of: value)
    switch self {
    case .inverseDistance:
      return try InverseDistance(points: points, crs: grid.crs)
        .interpolated(onto: grid, threads: threads)
    case .kriging:
      return try OrdinaryKriging(points: points, crs: grid.crs)
        .interpolated(onto: grid, threads: threads)
    }
  }
}

extension VectorLayer {
  /// The numbers of an attribute with the places of their features; features without a number are left out.
  ///
  /// - Throws: `GeoRasterError` when there is no such attribute, or no feature has a number.
  func pointValues(of attribute: String) throws -> [PointValue] {
    let field = try field(named: attribute)
    let values = features.flatMap { feature -> [PointValue] in
      guard let value = feature.attributes[field]?.numericValue else { return [] }
      return feature.geometry.samplePositions.map { PointValue(position: $0, value: value) }
    }
    guard !values.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: source, detail: "no feature has a number as \"\(field)\"; expected point values")
    }
    return values
  }
}
