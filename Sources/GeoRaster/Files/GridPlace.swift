import Foundation

extension RasterGrid {
  /// The grid, when its cells can lie where the file says.
  ///
  /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)`` for cells that have no size beside their coordinates,
  ///   coordinates of 1e12 and more, and degrees that are none.
  func checkedPlace(in file: URL) throws -> RasterGrid {
    func malformed(_ expected: String) -> GeoRasterError {
      .malformed(
        file: file.path, place: "place of the cells", expected: expected, found: extentText)
    }
    let place = geoTransform
    let largest = [place.left, right, place.top, bottom].map(abs).max() ?? 0
    guard largest < Geometry.limit, min(place.cellWidth, place.cellHeight) > 16 * largest.ulp else {
      throw malformed("coordinates below 1e12 and cells that lie apart")
    }
    // Grids with centres on the poles reach beyond them by half a cell.
    guard
      !crs.isGeographic
        || (place.top <= 90 + place.cellHeight && bottom >= -90 - place.cellHeight
          && Degrees.longitudes.contains(place.left) && Degrees.longitudes.contains(right))
    else { throw malformed(Degrees.expected(crs)) }
    return self
  }

  /// Refuses a grid on which rasters do not fit into memory.
  ///
  /// - Parameters:
  ///   - file: where the grid comes from, for the message.
  ///   - rasters: how many of them are in memory at once.
  /// - Throws: ``GeoRasterError/tooLarge(file:rows:columns:reason:)``.
  public func checkMemory(of file: URL, rasters: Int = 1) throws {
    try InputFile.checkCells(
      rows: rows, columns: columns, of: file, bytesPerCell: rasters * MemoryLayout<Float>.stride)
  }
}

/// Which numbers can be longitudes and latitudes.
enum Degrees {
  /// Around the earth from any meridian.
  static let longitudes = -540.0...540.0

  static func areDegrees(_ place: Coordinate) -> Bool {
    longitudes.contains(place.x) && abs(place.y) <= 90.000001
  }

  static func expected(_ crs: CoordinateReferenceSystem) -> String {
    "degrees as in \(crs.name): longitudes of -540 to 540, latitudes of -90 to 90"
  }
}
