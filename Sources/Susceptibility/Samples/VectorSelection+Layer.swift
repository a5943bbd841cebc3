import Foundation
import GeoRaster
import Parallelism

extension VectorSelection {
  /// The selected features in the grid's CRS.
  ///
  /// - Throws: `GeoRasterError` naming the file, the attribute or the filter.
  func layer(
    study: StudyConfiguration, grid: RasterGrid, progress: Progress? = nil
  ) throws -> VectorLayer {
    progress?.totalUnitCount = 2
    return try layer(of: study.url(vector), gridCRS: grid.crs, progress: .stage(of: progress))
      .transformed(to: grid.crs, progress: .stage(of: progress))
  }

  /// The selected features of the file at `url`, in its own CRS.
  func layer(
    of url: URL, gridCRS: CoordinateReferenceSystem, progress: Progress? = nil
  ) throws -> VectorLayer {
    var features = try VectorLayer.read(
      url, crs: crs, gridCRS: gridCRS, layer: layer, progress: progress)
    guard !features.features.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: vector,
        detail: "has no features with a geometry; expected at least one"
          + (features.warnings.last.map { " (\($0))" } ?? ""))
    }
    if let condition {
      features = try features.filtered(by: AttributeFilter(parsing: condition))
      guard !features.features.isEmpty else {
        throw GeoRasterError.noFeatures(
          file: vector,
          detail: "no feature meets where: \(condition); expected at least one")
      }
    }
    return features
  }
}

extension Geometry {
  /// Where samples are taken: each point, or one place on the whole line or polygon.
  var samplePositions: [Coordinate] {
    if case .points(let points) = self { return points }
    return [representativePoint].compactMap { $0 }
  }
}
