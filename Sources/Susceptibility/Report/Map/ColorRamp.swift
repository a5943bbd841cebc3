import GeoRaster

/// Colours along a line, evenly spaced stops with straight lines between.
package struct ColorRamp: Sendable {
  private let stops: [PaletteColor]

  /// - Precondition: at least two stops.
  package init(_ stops: [UInt32]) {
    precondition(stops.count > 1, "a ramp has at least 2 stops, found \(stops.count)")
    self.stops = stops.map { PaletteColor(hex: $0) }
  }

  /// The colour at a fraction of the ramp; fractions beyond 0...1 take its ends.
  package func color(at fraction: Double) -> PaletteColor {
    guard fraction > 0 else { return stops[0] }
    let position = min(fraction, 1) * Double(stops.count - 1)
    let lower = min(Int(position), stops.count - 2)
    return stops[lower].mixed(with: stops[lower + 1], fraction: position - Double(lower))
  }

  /// `count` colours from one end to the other.
  package func colors(_ count: Int) -> [PaletteColor] {
    (0..<max(count, 0)).map { color(at: count > 1 ? Double($0) / Double(count - 1) : 0.5) }
  }
}

extension ColorRamp {
  /// The ramp over a range of values, for GIS programs.
  func stops(over range: ClosedRange<Double>) -> [ColorStop] {
    stops.enumerated().map { index, color in
      let fraction = Double(index) / Double(stops.count - 1)
      return ColorStop(
        value: range.lowerBound + fraction * (range.upperBound - range.lowerBound),
        red: color.red, green: color.green, blue: color.blue)
    }
  }

  /// Dark blue to yellow, even to the eye and to the colour-blind: for quantities.
  static let quantity = ColorRamp([
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
  ])
  /// Blue over pale yellow to red: for susceptibility. It can be told apart without seeing red or green.
  static let susceptibility = ColorRamp([
    0x2C7BB6, 0x7FB8D8, 0xC8E3EA, 0xFFFFBF, 0xFEC980, 0xF07C4A, 0xC7161D,
  ])
  /// Comes back to where it began: for directions, from north by east.
  static let direction = ColorRamp([
    0x6685CC, 0x815CA4, 0xC1628A, 0xCB6F51, 0xC89D39, 0xA0BB61, 0x49AD7D, 0x2B9DB4, 0x6685CC,
  ])
  /// Dark to light grey: for terrain in the background.
  static let grey = ColorRamp([0x7C7C7C, 0xF6F6F6])

  /// Colours for categories: chosen ones while they last, then hues at the golden angle in three tones.
  ///
  /// Without seeing red or green too (Machado et al. 2009) any two of the first 8 are 15 apart in CIE L\*a\*b\*, of the
  /// first 12 they are 12 apart.
  package static func categories(_ count: Int) -> [PaletteColor] {
    let picked: [UInt32] = [
      0x5783B6, 0xE58621, 0x62AD5C, 0xC2382C, 0x6CC8D1, 0xEDCB43, 0xAB7598, 0x916C5C, 0xD07E82,
      0xB9AEAB, 0x245B86, 0x72B5E3, 0xEFB25E, 0x97D887, 0xBF5948, 0x4EAAB3,
    ]
    return (0..<max(count, 0)).map { index in
      if index < picked.count { return PaletteColor(hex: picked[index]) }
      let hue = (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
      return color(hue: hue, lightness: [0.45, 0.65, 0.8][index % 3])
    }
  }

  /// A colour of medium saturation. `hue` and `lightness` are 0...1.
  private static func color(hue: Double, lightness: Double) -> PaletteColor {
    let chroma = 0.55 * (1 - abs(2 * lightness - 1))
    func part(_ offset: Double) -> UInt8 {
      let position = (hue + offset).truncatingRemainder(dividingBy: 1) * 6
      let ramp = min(max(abs(position - 3) - 1, 0), 1)
      return UInt8(min(max((lightness + chroma * (ramp - 0.5)) * 255, 0), 255))
    }
    return PaletteColor(red: part(0), green: part(2.0 / 3), blue: part(1.0 / 3))
  }
}
