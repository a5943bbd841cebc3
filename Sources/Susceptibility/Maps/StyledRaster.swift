import Foundation
import GeoRaster

extension Raster {
  /// Writes landslide probabilities with a style in which QGIS shows them from blue to red, as the report does.
  ///
  /// - Parameter file: as ``GeoRaster/Raster/write(to:description:colors:)``; the style stands beside it as `.qml`.
  /// - Throws: `GeoRasterError`.
  public func writeSusceptibility(to file: URL) throws {
    try write(
      to: file, description: "landslide probability",
      colors: ColorRamp.susceptibility.stops(over: 0...1))
  }

  /// Writes a measure from 0 with a style from dark blue to yellow.
  func writeMeasure(to file: URL, description: String) throws {
    let highest = range.map { Double($0.upperBound) } ?? 1
    try write(
      to: file, description: description,
      colors: ColorRamp.quantity.stops(over: 0...(highest > 0 && highest.isFinite ? highest : 1)))
  }
}
