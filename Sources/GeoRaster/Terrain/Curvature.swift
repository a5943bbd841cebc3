import Foundation

/// Which second derivative of the surface ``LocalOperation/curvature(_:)`` gives.
public enum CurvatureKind: String, Sendable, Codable, CaseIterable {
  /// The curvature of the surface as a whole: plan minus profile. Convex (ridges) positive, concave negative.
  case total
  /// Along the steepest way down: negative where the slope steepens downhill (convex), positive where it eases.
  case profile
  /// Across it: positive where flow spreads (spurs), negative where it gathers (hollows).
  case plan
  /// The same as ``plan``, but of the surface itself instead of its picture on the map: smaller on steep slopes.
  case tangential
}

extension LocalOperation {
  /// How the surface bends, in hundredths of 1/m, as in ArcGIS.
  ///
  ///     D = ((W + E) / 2 - Z) / width^2          G = (E - W) / (2 width)
  ///     E = ((N + S) / 2 - Z) / height^2         H = (N - S) / (2 height)
  ///     F = (NE + SW - NW - SE) / (4 width height)
  ///     total   = -200 (D + E)
  ///     profile =  200 (D G^2 + E H^2 + F G H) / (G^2 + H^2)
  ///     plan    = -200 (D H^2 + E G^2 - F G H) / (G^2 + H^2)
  ///     tangential = plan / sqrt(1 + G^2 + H^2)
  ///
  /// `total = plan - profile` on slopes. Where the surface has no slope (G = H = 0) all but total are 0. Edges are treated
  /// as in ``slope(method:unit:)``, so across the edge of the grid the surface counts as straight.
  ///
  /// Source: Zevenbergen and Thorne (1987), Earth Surf. Process. Landf. 12, with width and height in place of one
  /// cell size; tangential: Mitasova and Hofierka (1993), Math. Geol. 25, with the sign of plan curvature. The paper's
  /// class breaks are -0.1 and 0.1.
  ///
  /// The result is 1/100 per metre; NaN where the elevation is NaN or infinite.
  public static func curvature(_ kind: CurvatureKind = .total) -> LocalOperation {
    switch kind {
    case .total: .neighborhood { $0.forEachQuadratic(to: $1) { $0.total } }
    case .profile: .neighborhood { $0.forEachQuadratic(to: $1) { $0.profile } }
    case .plan: .neighborhood { $0.forEachQuadratic(to: $1) { $0.plan } }
    case .tangential: .neighborhood { $0.forEachQuadratic(to: $1) { $0.tangential } }
    }
  }
}

extension Raster {
  /// How the surface bends: ``LocalOperation/curvature(_:)`` in memory.
  ///
  /// - Returns: 1/100 per metre; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`, see ``applying(_:threads:progress:)``.
  /// - Complexity: O(cells); in parallel, the same for any number of threads.
  public func curvature(
    _ kind: CurvatureKind = .total, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try applying(.curvature(kind), threads: threads, progress: progress)
  }
}

/// The coefficients of the surface through a neighbourhood; letters as in the paper of Zevenbergen and Thorne.
private struct Quadratic {
  let d, e, f, g, h: Float

  @inline(__always) var total: Float { -200 * (d + e) }

  @inline(__always) var profile: Float {
    200 * perSquaredSlope(d * g * g + e * h * h + f * g * h)
  }

  @inline(__always) var plan: Float {
    -200 * perSquaredSlope(d * h * h + e * g * g - f * g * h)
  }

  @inline(__always) var tangential: Float {
    // `max` keeps the square root free of its error branch, so that it vectorises.
    plan / max(1 + (g * g + h * h), 1).squareRoot()
  }

  @inline(__always)
  private func perSquaredSlope(_ value: Float) -> Float {
    let squaredSlope = g * g + h * h
    return squaredSlope > 0 ? value / squaredSlope : 0
  }
}

extension NeighborhoodRow {
  /// Writes what `body` makes of the surface through each cell of the row and its neighbours.
  @inline(__always)
  fileprivate func forEachQuadratic(
    to output: UnsafeMutablePointer<Float>, _ body: (Quadratic) -> Float
  ) {
    let perHalfWidth = 1 / (2 * cellWidth)
    let perHalfHeight = 1 / (2 * cellHeight)
    let perWidthSquared = 1 / (2 * cellWidth * cellWidth)
    let perHeightSquared = 1 / (2 * cellHeight * cellHeight)
    let perArea = 1 / (4 * cellWidth * cellHeight)
    for column in 0..<columns {
      let z = Neighborhood(self, column: column)
      output[column] = body(
        Quadratic(
          d: ((z.west - z.center) + (z.east - z.center)) * perWidthSquared,
          e: ((z.north - z.center) + (z.south - z.center)) * perHeightSquared,
          f: ((z.northEast - z.northWest) + (z.southWest - z.southEast)) * perArea,
          g: (z.east - z.west) * perHalfWidth,
          h: (z.north - z.south) * perHalfHeight))
    }
  }
}
