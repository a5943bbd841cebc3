import Foundation
import Parallelism

extension RasterGrid {
  /// The distance in metres from the centre of each cell to the centre of the nearest cell that a feature touches.
  ///
  /// The cells go on beyond the grid: features that lie outside count as those inside do, when they are within a million
  /// (2^20) cells of it. The formula is that of ``distanceTransform(to:threads:progress:)``, and what touches a cell that of
  /// ``cells(touchedBy:)``.
  ///
  /// - Parameters:
  ///   - layer: is brought into the grid's system first.
  ///   - boundary: whether distances are to the outlines of polygons, also inside of them; `false` gives 0 inside.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: 0 in the cells that features touch; without one inside the grid no cell has 0.
  /// - Throws: ``GeoRasterError/noFeatures(file:detail:)`` when no feature is near enough; `transformation`, `needsGDAL`;
  ///   `CancellationError`.
  /// - Complexity: O(count + length of all lines in cells); rows with features beside the grid cost as many steps more as
  ///   there are such rows. Memory as the transform's, and a few numbers for each row and column.
  public func distance(
    to layer: VectorLayer, boundary: Bool = false, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    progress?.totalUnitCount = 3
    let layer = try layer.transformed(to: crs, progress: .stage(of: progress))
    var cells = FeatureCells(self, box: layer.boundingBox)
    try forEachFeature(layer.features, .stage(of: progress)) {
      cells.insert($0.geometry, boundary: boundary)
    }
    guard !cells.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: layer.source,
        detail: "no feature lies in the grid or within \(FeatureCells.reach) cells of it; expected "
          + "some to measure distances to")
    }
    return try distanceTransform(to: cells, threads: threads, progress: .stage(of: progress))
  }
}

extension VectorLayer {
  /// The smallest rectangle around all features; `nil` without any place.
  fileprivate var boundingBox: BoundingBox? {
    let boxes = features.compactMap(\.geometry.boundingBox)
    return BoundingBox(
      around: boxes.flatMap {
        [Coordinate(x: $0.minimumX, y: $0.minimumY), Coordinate(x: $0.maximumX, y: $0.maximumY)]
      })
  }
}
