extension Raster {
  /// The direction that the surface faces: the azimuth of the steepest way down.
  ///
  ///     aspect = atan2(-dz/dx, -dz/dy), clockwise from north
  ///
  /// Unlike `gdaldem aspect`, cells that are not square are taken as they are. Edges are treated as in
  /// ``slope(method:unit:threads:)``.
  ///
  /// Source: a conditioning factor of the paper (Sect. 2); the derivatives are those of ``GradientMethod``.
  ///
  /// - Returns: degrees clockwise from north, 0 (included) to 360 (excluded); -1 where the surface is flat; NaN
  ///   where the elevation is NaN or infinite.
  /// - Complexity: O(cells); in parallel, the same for any number of threads.
  public func aspect(method: GradientMethod = .horn, threads: Int? = nil) -> Raster {
    mappingNeighborhoodRows(threads: threads) { rows, output in
      rows.forEachGradient(method) { column, gradient in
        output[column] = gradient.aspectInDegrees
      }
    }
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
}
