import Foundation

extension LocalOperation {
  /// The direction that the surface faces: the azimuth of the steepest way down.
  ///
  ///     aspect = atan2(-dz/dx, -dz/dy), clockwise from north
  ///
  /// Unlike `gdaldem aspect`, cells that are not square are taken as they are. Edges are treated as in
  /// ``slope(method:unit:)``.
  ///
  /// Source: a conditioning factor of the paper (Sect. 2); the derivatives are those of ``GradientMethod``.
  ///
  /// The result is degrees clockwise from north, 0 (included) to 360 (excluded); -1 where the surface is flat; NaN
  /// where the elevation is NaN or infinite.
  public static func aspect(method: GradientMethod = .horn) -> LocalOperation {
    .neighborhood { rows, output in
      rows.forEachGradient(method) { column, gradient in
        output[column] = gradient.aspectInDegrees
      }
    }
  }

  /// How far the surface faces north: the cosine of the aspect.
  ///
  ///     northness = cos(aspect) = -dz/dy / sqrt((dz/dx)^2 + (dz/dy)^2)
  ///
  /// Together with ``eastness(method:)`` it says what the aspect says without the jump from 360 to 0. Edges are treated
  /// as in ``slope(method:unit:)``.
  ///
  /// Source: Roberts (1986), Vegetatio 66. Not in the paper.
  ///
  /// The result is -1 (south) to 1 (north); 0 also where the surface is flat and faces nowhere; NaN where the elevation is
  /// NaN or infinite.
  public static func northness(method: GradientMethod = .horn) -> LocalOperation {
    .neighborhood { rows, output in
      rows.forEachGradient(method) { output[$0] = $1.partDownhill($1.north) }
    }
  }

  /// How far the surface faces east: the sine of the aspect.
  ///
  ///     eastness = sin(aspect) = -dz/dx / sqrt((dz/dx)^2 + (dz/dy)^2)
  ///
  /// See ``northness(method:)``.
  ///
  /// The result is -1 (west) to 1 (east); 0 also where the surface is flat; NaN where the elevation is NaN or infinite.
  public static func eastness(method: GradientMethod = .horn) -> LocalOperation {
    .neighborhood { rows, output in
      rows.forEachGradient(method) { output[$0] = $1.partDownhill($1.east) }
    }
  }
}

extension Raster {
  /// The direction that the surface faces: ``LocalOperation/aspect(method:)`` in memory.
  ///
  /// - Returns: degrees clockwise from north, 0 (included) to 360 (excluded); -1 where the surface is flat; NaN
  ///   where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  /// - Complexity: O(cells); in parallel, the same for any number of threads.
  public func aspect(
    method: GradientMethod = .horn, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.aspect(method: method), threads: threads, progress: progress)
  }

  /// How far the surface faces north: ``LocalOperation/northness(method:)`` in memory.
  ///
  /// - Returns: -1...1; 0 where the surface is flat; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  public func northness(
    method: GradientMethod = .horn, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.northness(method: method), threads: threads, progress: progress)
  }

  /// How far the surface faces east: ``LocalOperation/eastness(method:)`` in memory.
  ///
  /// - Returns: -1...1; 0 where the surface is flat; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  public func eastness(
    method: GradientMethod = .horn, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.eastness(method: method), threads: threads, progress: progress)
  }
}

extension Gradient {
  @inline(__always)
  fileprivate var aspectInDegrees: Float {
    let acute = arcTangentInDegrees(opposite: east.magnitude, adjacent: north.magnitude)
    let fromNorth = north > 0 ? 180 - acute : acute
    let azimuth = east > 0 ? 360 - fromNorth : fromNorth
    // An angle too small for a Float rounds to a whole turn.
    let wrapped = azimuth >= 360 ? 0 : azimuth
    return east == 0 && north == 0 ? -1 : wrapped
  }

  /// The part that one of the two derivatives has in the steepest way down, -1...1; 0 without a slope.
  @inline(__always)
  fileprivate func partDownhill(_ derivative: Float) -> Float {
    // Divided by the larger one first, so that squares of the least slopes are numbers too.
    let larger = max(east.magnitude, north.magnitude)
    let scale = larger > 0 ? larger : 1
    let x = east / scale
    let y = north / scale
    let length = max(x * x + y * y, 0).squareRoot()
    return (0 - derivative / scale) / (length > 0 ? length : 1)
  }
}
