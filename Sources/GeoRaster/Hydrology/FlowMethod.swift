/// How a cell passes its water on.
///
/// All methods follow D8 over level ground.
public enum FlowMethod: Hashable, Sendable {
  /// All to the neighbour in the steepest way down: O'Callaghan and Mark (1984). Streams are one cell wide; slopes drain
  /// in eight directions only.
  case d8
  /// To one or two neighbours, by the direction of the steepest of the eight triangles around the cell: Tarboton (1997),
  /// Water Resour. Res. 33. Follows slopes of any aspect with little spreading.
  case dInfinity
  /// To all lower neighbours, by the tangents of their slopes to the power `exponent`, times the lengths of the contour: Quinn et
  /// al. (1991), Hydrol. Process. 5; 1 spreads flow as there, 4 to 6 gathers it as Holmgren (1994), Hydrol. Process. 8, advises.
  case multiple(exponent: Double = 1)
  /// To all lower neighbours, by the tangents of their slopes to the power `exponent` alone: Freeman (1991), Comput. Geosci. 17,
  /// with his 1.1.
  case freeman(exponent: Double = 1.1)
}

extension FlowMethod {
  func check() throws {
    switch self {
    case .d8, .dInfinity: return
    case .multiple(let exponent), .freeman(let exponent):
      if exponent > 0, exponent.isFinite { return }
      throw GeoRasterError.argument(
        name: "exponent of multiple flow", value: "\(exponent)", expected: "a number above 0")
    }
  }
}
