import Foundation
import GeoRaster
import Parallelism

/// Single factors from files, without a study.
public enum RasterTools {
  /// Metres from each cell's centre to the nearest cell that a feature touches.
  ///
  /// - Parameters:
  ///   - vector: points, lines or polygons (their outlines and what is inside), in any CRS.
  ///   - grid: the raster whose cells to use.
  ///   - layer: the layer of a file with several.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  ///   - warn: gets what the user should know of the reading, such as an assumed system.
  /// - Throws: `GeoRasterError`; `CancellationError` when `progress` or the task is cancelled.
  public static func distance(
    to vector: URL, grid: URL, layer: String? = nil, threads: Int? = nil,
    progress: Progress? = nil, warn: (String) -> Void = { _ in }
  ) throws -> Raster {
    let cells = try workingGrid(grid)
    let layer = try features(of: vector, layer: layer, on: cells, warn: warn)
    progress?.totalUnitCount = 2
    let touched = try cells.cells(touchedBy: layer, progress: .stage(of: progress))
    guard touched.contains(true) else {
      throw GeoRasterError.noFeatures(
        file: vector.path,
        detail: "no feature lies in the grid of \(grid.path); expected some to measure distances to"
      )
    }
    return try cells.distanceTransform(
      to: touched, threads: threads, progress: .stage(of: progress))
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
