/// How the first derivatives of a surface are taken from a cell's 3 x 3 neighbourhood.
public enum GradientMethod: String, Sendable, Codable, CaseIterable {
  /// All eight neighbours, the nearer four counted twice.
  ///
  ///     dz/dx = ((NE + 2 E + SE) - (NW + 2 W + SW)) / (8 width)
  ///     dz/dy = ((NW + 2 N + NE) - (SW + 2 S + SE)) / (8 height)
  ///
  /// Source: Horn (1981), Hill shading and the reflectance map, Proc. IEEE 69. Suits rough terrain.
  case horn
  /// The four nearest neighbours.
  ///
  ///     dz/dx = (E - W) / (2 width),  dz/dy = (N - S) / (2 height)
  ///
  /// Source: Zevenbergen and Thorne (1987), Quantitative analysis of land surface topography, Earth Surf.
  /// Process. Landf. 12. Suits smooth terrain.
  case zevenbergenThorne = "zevenbergen-thorne"
}

/// The units in which ``LocalOperation/slope(method:unit:)`` gives a slope.
public enum SlopeUnit: String, Sendable, Codable, CaseIterable {
  /// The angle to the horizontal, 0...90.
  case degrees
  /// 100 times the tangent of that angle, from 0.
  case percent
}

/// The slopes to the east and to the north of one neighbourhood, as tangents.
struct Gradient {
  let east: Float
  let north: Float

  // The sums are those of gdaldem, in its order: on level ground the roundings of sums of elevations turn the aspect by
  // tenths of a degree, and would do so differently in another order.
  @inline(__always)
  static func horn(_ z: Neighborhood, perEighthWidth: Float, perEighthHeight: Float) -> Gradient {
    let east = z.northEast + z.east + z.east + z.southEast
    let west = z.northWest + z.west + z.west + z.southWest
    let north = z.northWest + z.north + z.north + z.northEast
    let south = z.southWest + z.south + z.south + z.southEast
    return Gradient(east: (east - west) * perEighthWidth, north: (north - south) * perEighthHeight)
  }

  @inline(__always)
  static func zevenbergenThorne(_ z: Neighborhood, perHalfWidth: Float, perHalfHeight: Float)
    -> Gradient
  {
    Gradient(east: (z.east - z.west) * perHalfWidth, north: (z.north - z.south) * perHalfHeight)
  }
}

extension NeighborhoodRow {
  /// Calls `body` with the gradient of each cell of the row.
  @inline(__always)
  func forEachGradient(_ method: GradientMethod, _ body: (_ column: Int, Gradient) -> Void) {
    switch method {
    case .horn:
      let perWidth = 1 / (8 * cellWidth)
      let perHeight = 1 / (8 * cellHeight)
      for column in 0..<columns {
        let z = Neighborhood(self, column: column)
        body(column, .horn(z, perEighthWidth: perWidth, perEighthHeight: perHeight))
      }
    case .zevenbergenThorne:
      let perWidth = 1 / (2 * cellWidth)
      let perHeight = 1 / (2 * cellHeight)
      for column in 0..<columns {
        let z = Neighborhood(self, column: column)
        body(column, .zevenbergenThorne(z, perHalfWidth: perWidth, perHalfHeight: perHeight))
      }
    }
  }
}
