import Foundation
import GeoRaster

extension RasterGrid {
  /// The cells that lines run through, found at points a fifth of a cell apart.
  func cells(onLines lines: [[Coordinate]]) -> [Bool] {
    var mask = [Bool](repeating: false, count: count)
    for line in lines {
      for (a, b) in zip(line, line.dropFirst()) {
        let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
        let steps = max(1, Int(5 * length / geoTransform.cellWidth))
        for step in 0...steps {
          let share = Double(step) / Double(steps)
          let point = Coordinate(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y))
          if let cell = cell(at: point) { mask[index(of: cell)] = true }
        }
      }
    }
    return mask
  }
}

extension Raster {
  /// The mean of the square window of `2 * radius + 1` cells around each cell, cut at the edge of the grid.
  func windowMean(radius: Int) -> Raster {
    let (rows, columns) = (grid.rows, grid.columns)
    // sums[r][c] is the sum of all values north of row r and west of column c.
    var sums = [Double](repeating: 0, count: (rows + 1) * (columns + 1))
    for row in 0..<rows {
      var rowSum = 0.0
      for column in 0..<columns {
        rowSum += Double(values[row * columns + column])
        sums[(row + 1) * (columns + 1) + column + 1] =
          sums[row * (columns + 1) + column + 1] + rowSum
      }
    }
    var means = self
    for row in 0..<rows {
      let (north, south) = (max(row - radius, 0), min(row + radius + 1, rows))
      for column in 0..<columns {
        let (west, east) = (max(column - radius, 0), min(column + radius + 1, columns))
        let total =
          sums[south * (columns + 1) + east] - sums[north * (columns + 1) + east]
          - sums[south * (columns + 1) + west] + sums[north * (columns + 1) + west]
        means.values[row * columns + column] = Float(
          total / Double((south - north) * (east - west)))
      }
    }
    return means
  }
}
