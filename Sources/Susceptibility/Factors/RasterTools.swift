import Foundation
import GeoRaster
import Parallelism

/// Single factors from files, without a study.
public enum RasterTools {
  /// Metres from each cell's centre to the nearest cell that a feature touches, inside the raster or beyond it.
  ///
  /// - Parameters:
  ///   - vector: points, lines or polygons (their outlines and what is inside), in any CRS.
  ///   - grid: the raster whose cells to use.
  ///   - layer: the layer of a file with several.
  ///   - boundary: whether distances are to the outlines of polygons alone.
  ///   - progress: gets units of its own; cancelling it ends the work.
  ///   - warn: gets what the user should know, such as an assumed system or features that all lie outside.
  /// - Throws: `GeoRasterError`; `CancellationError`.
  public static func distance(
    to vector: URL, grid: URL, layer: String? = nil, boundary: Bool = false, threads: Int? = nil,
    progress: Progress? = nil, warn: (String) -> Void = { _ in }
  ) throws -> Raster {
    progress?.totalUnitCount = 2
    let cells = try workingGrid(grid)
    let layer = try features(
      of: vector, layer: layer, on: cells, progress: .stage(of: progress), warn: warn)
    let raster = try cells.distance(
      to: layer, boundary: boundary, threads: threads, progress: .stage(of: progress))
    if let warning = raster.warningOfFarFeatures(of: vector.path) { warn(warning) }
    return raster
  }

  private static func workingGrid(_ file: URL) throws -> RasterGrid {
    let grid = try Raster.grid(of: file)
    // The result, and what the features touch or the transform works with.
    try grid.checkMemory(of: file, rasters: 2)
    return grid
  }

  private static func features(
    of file: URL, layer: String?, on grid: RasterGrid, progress: Progress?,
    warn: (String) -> Void
  ) throws -> VectorLayer {
    let read = try VectorLayer.read(file, gridCRS: grid.crs, layer: layer, progress: progress)
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

extension Raster {
  /// What to say of distances to features of which none is in a cell of the raster; `nil` when one is.
  func warningOfFarFeatures(of file: String) -> String? {
    guard let nearest = range?.lowerBound, nearest > 0 else { return nil }
    return
      "\(file): no feature lies in the grid; the nearest one is \(Int(nearest.rounded())) m away from "
      + "the centre of a cell"
  }
}
