import Foundation
import GeoRaster

/// A round length, about a quarter of a map's width.
struct ScaleBar {
  /// The length in words.
  let label: String
  /// The length as a share of the map's width.
  let share: Double

  /// `nil` when the map's width in metres is not known.
  init?(of picture: MapPicture) {
    let grid = picture.grid
    let meters =
      grid.cellSizeInMeters(row: grid.rows / 2).width
      * Double(picture.width * picture.cellsPerPixel)
    guard meters.isFinite, meters > 0 else { return nil }
    let rough = meters / 4
    let power = pow(10, log10(rough).rounded(.down))
    let length = ([5, 2].first { $0 * power <= rough } ?? 1) * power
    share = length / meters
    label =
      length >= 1000
      ? NumberText.significant(length / 1000) + " km" : NumberText.significant(length) + " m"
  }
}
