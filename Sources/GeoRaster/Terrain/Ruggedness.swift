import Foundation

extension LocalOperation {
  /// The terrain ruggedness index of Riley et al.: how much a cell differs from its eight neighbours.
  ///
  ///     TRI = sqrt(sum over the neighbours of (Z_i - Z)^2)
  ///
  /// Source: Riley, DeGloria and Elliot (1999), Intermountain J. Sci. 5; as `gdaldem TRI -alg Riley`. Not in the
  /// paper. Edges are treated as in ``slope(method:unit:)``.
  ///
  /// The result is metres, from 0; NaN where the elevation is NaN or infinite.
  public static var terrainRuggednessIndex: LocalOperation {
    .neighborhood { rows, output in
      for column in 0..<rows.columns {
        let z = Neighborhood(rows, column: column)
        let sum = z.neighbors.map { ($0 - z.center) * ($0 - z.center) }.sum
        output[column] = max(sum, 0).squareRoot()
      }
    }
  }

  /// The topographic position index: how far a cell lies above the mean of its eight neighbours.
  ///
  ///     TPI = Z - mean of the neighbours
  ///
  /// Source: Weiss (2001), Topographic position and landforms analysis; as `gdaldem TPI`. Not in the paper. Edges
  /// are treated as in ``slope(method:unit:)``.
  ///
  /// The result is metres, positive on ridges; NaN where the elevation is NaN or infinite.
  public static var topographicPositionIndex: LocalOperation {
    .neighborhood { rows, output in
      for column in 0..<rows.columns {
        let z = Neighborhood(rows, column: column)
        output[column] = z.neighbors.map { z.center - $0 }.sum / 8
      }
    }
  }

  /// The roughness: the range of elevations in a cell's 3 x 3 neighbourhood.
  ///
  /// Source: Wilson et al. (2007), Marine Geodesy 30; as `gdaldem roughness`. Not in the paper. Edges are treated
  /// as in ``slope(method:unit:)``; for larger windows see ``relativeRelief(window:)``, which leaves out what is missing.
  ///
  /// The result is metres, from 0; NaN where the elevation is NaN or infinite.
  public static var roughness: LocalOperation {
    .neighborhood { rows, output in
      for column in 0..<rows.columns {
        let z = Neighborhood(rows, column: column)
        output[column] =
          max(z.neighbors.maximum, z.center) - min(z.neighbors.minimum, z.center)
      }
    }
  }
}

extension Raster {
  /// How much a cell differs from its neighbours: ``LocalOperation/terrainRuggednessIndex`` in memory.
  ///
  /// - Returns: metres, from 0; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  public func terrainRuggednessIndex(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.terrainRuggednessIndex, threads: threads, progress: progress)
  }

  /// How far a cell lies above its neighbours: ``LocalOperation/topographicPositionIndex`` in memory.
  ///
  /// - Returns: metres, positive on ridges; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  public func topographicPositionIndex(
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.topographicPositionIndex, threads: threads, progress: progress)
  }

  /// The range of elevations around a cell: ``LocalOperation/roughness`` in memory.
  ///
  /// - Returns: metres, from 0; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  public func roughness(threads: Int? = nil, progress: Progress? = nil) throws -> Raster {
    try applying(.roughness, threads: threads, progress: progress)
  }
}

extension Neighborhood {
  /// The eight neighbours without the centre, as a vector for sums and extremes.
  @inline(__always)
  fileprivate var neighbors: Eight {
    Eight(
      a: northWest, b: north, c: northEast, d: west, e: east, f: southWest, g: south, h: southEast)
  }
}

private struct Eight {
  let a, b, c, d, e, f, g, h: Float

  @inline(__always)
  func map(_ body: (Float) -> Float) -> Eight {
    Eight(
      a: body(a), b: body(b), c: body(c), d: body(d), e: body(e), f: body(f), g: body(g), h: body(h)
    )
  }

  @inline(__always) var sum: Float { ((a + b) + (c + d)) + ((e + f) + (g + h)) }
  @inline(__always) var maximum: Float {
    max(max(max(a, b), max(c, d)), max(max(e, f), max(g, h)))
  }
  @inline(__always) var minimum: Float {
    min(min(min(a, b), min(c, d)), min(min(e, f), min(g, h)))
  }
}
