import Foundation
import GeoRaster

/// Single factors from files, without a study.
public enum RasterTools {
  /// Metres from each cell's centre to the nearest cell that a feature touches.
  ///
  /// - Parameters:
  ///   - vector: points, lines or polygons (their outlines), in any CRS.
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
    return cells.distanceTransform(to: touched, threads: threads)
  }
}
