import Foundation
import GeoRaster

/// Single factors from files, without a study.
public enum RasterTools {
  /// Metres from each cell's centre to the nearest cell that a feature touches.
  ///
  /// - Parameters:
  ///   - vector: points, lines or polygons (their outlines and what is inside), in any CRS.
  ///   - grid: the raster whose cells to use.
  /// - Throws: `GeoRasterError`.
  public static func distance(to vector: URL, grid: URL, threads: Int? = nil) throws -> Raster {
    let cells = try Raster.grid(of: grid)
    let layer = try VectorLayer.read(vector, crs: nil, gridCRS: cells.crs).transformed(
      to: cells.crs)
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
  /// - Throws: `GeoRasterError`.
  public static func interpolation(
    of points: URL, value: String, method: InterpolationMethod, grid: URL, threads: Int? = nil
  ) throws -> Raster {
    let cells = try Raster.grid(of: grid)
    let layer = try VectorLayer.read(points, crs: nil, gridCRS: cells.crs).transformed(
      to: cells.crs)
    return try method.interpolated(layer, value: value, onto: cells, threads: threads)
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
