import Foundation
import GeoRaster
import LearningCore

/// Made-up elevations: fractional Brownian noise of Hurst exponent 0.7 on square cells of 30 m, from a fixed seed.
///
/// The sum of cubic B-spline surfaces through standard normal knots. Their knots are 1, 2, 4, ... cells apart, and heights
/// grow with the power 0.7 of that: a power spectrum of about k^-3.4, with as many pits as terrain has that nobody
/// smoothed. Rows of knots are drawn as they are needed, so making the data takes little more memory than the data.
struct FractalSurface {
  /// Cells per side.
  let size: Int
  var seed: UInt64 = 0

  /// The surface, stretched to 747-3314 m.
  func raster() -> Raster {
    var values = [Float](repeating: 0, count: size * size)
    var spacing = 1
    var octave = 0
    while 2 * spacing < size {
      let streams = RandomStreams(seed: seed).substreams("octave", index: octave)
      add(spacing: spacing, streams: streams, to: &values)
      spacing *= 2
      octave += 1
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    for cell in values.indices {
      values[cell] = 747 + (3314 - 747) * (values[cell] - low) / (high - low)
    }
    return Raster(grid: grid, values: values)
  }

  private var grid: RasterGrid {
    RasterGrid(
      rows: size, columns: size,
      geoTransform: GeoTransform(left: 200_000, top: 3_000_000, cellWidth: 30, cellHeight: 30),
      crs: .unknown)
  }

  /// Adds the surface whose knots are `spacing` cells apart.
  private func add(spacing: Int, streams: RandomStreams, to values: inout [Float]) {
    let knots = size / spacing + 4
    let height = Float(pow(Double(spacing), 0.7))
    var drawn = 0
    var lines = [[Float]](repeating: [], count: 4)
    var line = [Float](repeating: 0, count: knots)
    let weights = (0..<spacing).map { Self.weights(Float($0) / Float(spacing)) }
    for row in 0..<size {
      let first = row / spacing
      while drawn < first + 4 {
        var generator = streams.stream("row", index: drawn)
        lines[drawn % 4] = (0..<knots).map { _ in height * Float(generator.normal()) }
        drawn += 1
      }
      let down = weights[row % spacing]
      for knot in 0..<knots {
        line[knot] =
          down[0] * lines[first % 4][knot] + down[1] * lines[(first + 1) % 4][knot]
          + down[2] * lines[(first + 2) % 4][knot] + down[3] * lines[(first + 3) % 4][knot]
      }
      for column in 0..<size {
        let knot = column / spacing
        let across = weights[column % spacing]
        values[row * size + column] +=
          across[0] * line[knot] + across[1] * line[knot + 1] + across[2] * line[knot + 2]
          + across[3] * line[knot + 3]
      }
    }
  }

  /// The four weights of the uniform cubic B-spline at a fraction of the way between two knots.
  private static func weights(_ t: Float) -> SIMD4<Float> {
    let s = 1 - t
    return SIMD4(
      s * s * s, 3 * t * t * t - 6 * t * t + 4, 3 * s * s * s - 6 * s * s + 4, t * t * t) / 6
  }
}
