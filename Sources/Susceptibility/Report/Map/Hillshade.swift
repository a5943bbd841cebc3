import Foundation
import GeoRaster

/// How light falls on terrain from the north-west, for the background of maps.
package struct Hillshade: Sendable {
  /// Light of each cell of the thumbnail, 0 (dark) to 1; 0.7 where it is not known.
  package let light: [Double]

  /// Lights terrain from 315 degrees at a height of 45 degrees. Source: Horn (1981), the gradient by differences.
  ///
  /// - Parameter elevation: heights in metres; cells without a value take the one in the middle.
  package init(of elevation: RasterThumbnail) {
    let rows = elevation.rows
    let columns = elevation.columns
    let values = elevation.values
    let block = Double(elevation.block)
    let exaggeration = Self.exaggeration(of: elevation)
    light = (0..<rows * columns).map { index in
      let row = index / columns
      let column = index % columns
      let middle = values[index]
      guard middle.isFinite else { return 0.7 }
      func height(_ rowStep: Int, _ columnStep: Int) -> Double {
        let value = values[
          min(max(row + rowStep, 0), rows - 1) * columns
            + min(max(column + columnStep, 0), columns - 1)]
        return Double(value.isFinite ? value : middle)
      }
      let size = elevation.grid.cellSizeInMeters(
        row: min(row * elevation.block, elevation.grid.rows - 1))
      let east = (height(0, 1) - height(0, -1)) / (2 * size.width * block) * exaggeration
      let south = (height(1, 0) - height(-1, 0)) / (2 * size.height * block) * exaggeration
      // The normal of the ground times the direction of the light, (-1, 1, sqrt 2) / 2 in x east, y north.
      let product = (east + south + 2.0.squareRoot()) / 2
      let value = product / (1 + east * east + south * south).squareRoot()
      return value.isFinite ? min(max(value, 0), 1) : 0.7
    }
  }

  /// Makes flat land readable: the mean gradient is brought to about 0.35, never flattened below its true relief.
  private static func exaggeration(of elevation: RasterThumbnail) -> Double {
    let columns = elevation.columns
    var sum = 0.0
    var count = 0
    let size = elevation.grid.cellSizeInMeters(row: elevation.grid.rows / 2)
    for index in elevation.values.indices.dropLast() where (index + 1) % columns != 0 {
      let step = abs(Double(elevation.values[index + 1] - elevation.values[index]))
      guard step.isFinite else { continue }
      sum += step / (size.width * Double(elevation.block))
      count += 1
    }
    let mean = count > 0 ? sum / Double(count) : 0
    return mean > 0 ? min(max(0.35 / mean, 1), 20) : 1
  }
}
