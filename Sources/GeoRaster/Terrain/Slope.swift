import Foundation

extension LocalOperation {
  /// How steep the surface is.
  ///
  ///     tan b = sqrt((dz/dx)^2 + (dz/dy)^2)
  ///
  /// The values are elevations in metres. Cell sizes are metric in each row, so grids in degrees or feet need
  /// no scale. Slopes next to the edge of the grid and to NoData are computed too, by the rule of
  /// `gdaldem -compute_edges`: linear extrapolation beyond the edge, the cell's own value for a NoData neighbour.
  ///
  /// Source: a conditioning factor of the paper (Sect. 2); the derivatives are those of ``GradientMethod``.
  ///
  /// The result is 0...90 degrees, or percent from 0; NaN where the elevation is NaN or infinite.
  public static func slope(method: GradientMethod = .horn, unit: SlopeUnit = .degrees)
    -> LocalOperation
  {
    switch unit {
    case .degrees:
      .neighborhood { rows, output in
        rows.forEachGradient(method) { column, gradient in
          output[column] = arcTangentInDegrees(opposite: gradient.steepness, adjacent: 1)
        }
      }
    case .percent:
      .neighborhood { rows, output in
        rows.forEachGradient(method) { column, gradient in
          output[column] = 100 * gradient.steepness
        }
      }
    }
  }
}

extension Raster {
  /// How steep the surface is: ``LocalOperation/slope(method:unit:)`` in memory.
  ///
  /// - Returns: 0...90 degrees, or percent from 0; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  /// - Complexity: O(cells); in parallel, the same for any number of threads.
  public func slope(
    method: GradientMethod = .horn, unit: SlopeUnit = .degrees, threads: Int? = nil,
    progress: Progress? = nil
  ) throws -> Raster {
    try applying(.slope(method: method, unit: unit), threads: threads, progress: progress)
  }
}

extension Gradient {
  /// The tangent of the slope.
  @inline(__always)
  fileprivate var steepness: Float {
    // `max` keeps the square root free of its error branch, so that it vectorises.
    max(east * east + north * north, 0).squareRoot()
  }
}
