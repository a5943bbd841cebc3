import Foundation
import GeoRaster

extension VectorSelection {
  /// The selected features in the grid's CRS.
  ///
  /// - Throws: `GeoRasterError` naming the file, the attribute or the filter.
  func layer(study: StudyConfiguration, grid: RasterGrid) throws -> VectorLayer {
    try layer(of: study.url(vector), gridCRS: grid.crs).transformed(to: grid.crs)
  }

  /// The selected features of the file at `url`, in its own CRS.
  func layer(of url: URL, gridCRS: CoordinateReferenceSystem) throws -> VectorLayer {
    var layer = try VectorLayer.read(url, crs: crs, gridCRS: gridCRS)
    guard !layer.features.isEmpty else {
      throw GeoRasterError.noFeatures(
        file: vector, detail: "has no features; expected at least one")
    }
    if let condition {
      layer = try layer.filtered(by: AttributeFilter(parsing: condition))
      guard !layer.features.isEmpty else {
        throw GeoRasterError.noFeatures(
          file: vector,
          detail: "no feature meets where: \(condition); expected at least one")
      }
    }
    return layer
  }
}

extension Geometry {
  /// Where samples are taken: each point, or one place on the whole line or polygon.
  var samplePositions: [Coordinate] {
    if case .points(let points) = self { return points }
    return [representativePoint].compactMap { $0 }
  }
}
