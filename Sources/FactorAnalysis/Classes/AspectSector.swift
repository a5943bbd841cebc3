/// The direction that a slope faces: flat, or one of eight sectors of 45 degrees.
///
/// Aspect is in degrees clockwise from north; flat cells carry -1 (any value below 0). A sector holds
/// `lower < aspect <= upper`, north 337.5 to 360 and 0 to 22.5.
public enum AspectSector: Int, Sendable, Codable, CaseIterable {
  case flat
  case north
  case northEast
  case east
  case southEast
  case south
  case southWest
  case west
  case northWest

  /// The sector of an aspect in degrees; `nil` for NaN and infinite values.
  public init?(aspect: Float) {
    guard aspect.isFinite else { return nil }
    guard aspect >= 0 else {
      self = .flat
      return
    }
    let degrees = Double(aspect).truncatingRemainder(dividingBy: 360)
    self.init(rawValue: 1 + Int(((degrees - 22.5) / 45).rounded(.up)) % 8)
  }

  /// The usual abbreviation: flat, N, NE, E, SE, S, SW, W, NW.
  public var label: String {
    ["flat", "N", "NE", "E", "SE", "S", "SW", "W", "NW"][rawValue]
  }

  /// Where the sector begins, in degrees (not in the sector); `nil` when flat.
  public var lower: Double? {
    self == .flat ? nil : (Double(rawValue - 1) * 45 + 337.5).truncatingRemainder(dividingBy: 360)
  }

  /// Where the sector ends, in degrees (in the sector); `nil` when flat.
  public var upper: Double? { self == .flat ? nil : Double(rawValue - 1) * 45 + 22.5 }
}
