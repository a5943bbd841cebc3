/// The eleven lithological groups of a simulated area.
enum RockGroup: Int, CaseIterable, Sendable {
  case alluvium = 1
  case mudstone, shale, siltstone, sandstone, conglomerate, limestone, dolomite, phyllite, basalt,
    granite

  /// What the legend calls it.
  var name: String {
    switch self {
    case .alluvium: "Alluvium"
    case .mudstone: "Mudstone"
    case .shale: "Shale"
    case .siltstone: "Siltstone"
    case .sandstone: "Sandstone"
    case .conglomerate: "Conglomerate"
    case .limestone: "Limestone"
    case .dolomite: "Dolomite"
    case .phyllite: "Phyllite"
    case .basalt: "Basalt"
    case .granite: "Granite"
    }
  }

  /// How fast rivers cut into it, relative to the mean rock.
  var erodibility: Double { properties.erodibility }
  /// The tangent of the steepest slope that it holds for long.
  var criticalSlope: Double { properties.criticalSlope }
  /// How readily it slides, 0...1.
  var weakness: Double { properties.weakness }
  /// How much it strengthens the shaking, as a logarithm.
  var amplification: Double { properties.amplification }

  private var properties:
    (erodibility: Double, criticalSlope: Double, weakness: Double, amplification: Double)
  {
    switch self {
    case .alluvium: (1.3, 0.50, 0.15, 0.25)
    case .mudstone: (1.8, 0.50, 0.95, 0.15)
    case .shale: (1.6, 0.55, 0.85, 0.10)
    case .siltstone: (1.2, 0.64, 0.60, 0.05)
    case .sandstone: (0.9, 0.76, 0.40, 0)
    case .conglomerate: (0.95, 0.72, 0.45, 0)
    case .limestone: (0.7, 0.92, 0.20, -0.05)
    case .dolomite: (0.6, 1.00, 0.10, -0.05)
    case .phyllite: (1.3, 0.60, 0.80, 0.05)
    case .basalt: (0.75, 0.84, 0.55, -0.05)
    case .granite: (0.55, 0.96, 0.30, -0.10)
    }
  }

  /// The folded layers from the oldest to the youngest, with their shares of the thickness.
  static let layers: [(group: RockGroup, share: Double)] = [
    (.phyllite, 0.16), (.dolomite, 0.12), (.shale, 0.12), (.limestone, 0.16), (.siltstone, 0.10),
    (.sandstone, 0.16), (.mudstone, 0.12), (.conglomerate, 0.06),
  ]
}
