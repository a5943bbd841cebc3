import Foundation
import GeoRaster

extension VectorSelection {
  /// The selected features in the grid's CRS.
  ///
  /// - Throws: `GeoRasterError` naming the file, the attribute or the filter.
  func layer(study: StudyConfiguration, grid: RasterGrid) throws -> VectorLayer {
    var layer = try VectorLayer.read(study.url(vector), crs: crs, gridCRS: grid.crs)
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
    return try layer.transformed(to: grid.crs)
  }
}

extension Geometry {
  /// Where samples are taken: each point, or one place on the whole line or polygon.
  var samplePositions: [Coordinate] {
    if case .points(let points) = self { return points }
    return [representativePoint].compactMap { $0 }
  }

  /// The straight pieces of the outline; a point is a piece without length.
  var segments: [(Coordinate, Coordinate)] {
    switch self {
    case .points(let points): points.map { ($0, $0) }
    case .lines(let lines): lines.flatMap { Self.pieces(of: $0, closed: false) }
    case .polygons(let polygons):
      polygons.joined().flatMap { Self.pieces(of: $0, closed: true) }
    }
  }

  private static func pieces(of path: [Coordinate], closed: Bool) -> [(Coordinate, Coordinate)] {
    guard let first = path.first, let last = path.last else { return [] }
    if path.count == 1 { return [(first, first)] }
    let open = Array(zip(path, path.dropFirst()))
    return closed && first != last ? open + [(last, first)] : open
  }
}
