import Foundation

/// A value of a raster and the colour that it is shown in; values between two take a mixture.
public struct ColorStop: Sendable, Equatable {
  /// The value.
  public let value: Double
  /// Red part of its colour.
  public let red: UInt8
  /// Green part of its colour.
  public let green: UInt8
  /// Blue part of its colour.
  public let blue: UInt8

  /// A value and its colour.
  public init(value: Double, red: UInt8, green: UInt8, blue: UInt8) {
    self.value = value
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// The layer style that QGIS reads beside a raster.
enum QGISStyle {
  /// Classes with their names and colours.
  static func text(of legend: [ClassLegendEntry]) -> String {
    let entries = legend.map { entry in
      "        <paletteEntry value=\"\(entry.value)\" "
        + "color=\"\(hex(entry.red, entry.green, entry.blue))\" alpha=\"255\" "
        + "label=\"\(escaped(entry.label))\"/>\n"
    }
    return document(
      """
          <rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">
            <rasterTransparency/>
            <colorPalette>
      \(entries.joined())      </colorPalette>
          </rasterrenderer>
      """)
  }

  /// Colours along a line; `stops` ascend.
  static func text(of stops: [ColorStop]) -> String {
    let items = stops.map { stop in
      "          <item value=\"\(stop.value)\" "
        + "color=\"\(hex(stop.red, stop.green, stop.blue))\" alpha=\"255\" "
        + "label=\"\(String(format: "%.4g", stop.value))\"/>\n"
    }
    let low = stops.first?.value ?? 0
    let high = stops.last?.value ?? 1
    return document(
      """
          <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" \
      nodataColor="" classificationMin="\(low)" classificationMax="\(high)">
            <rasterTransparency/>
            <rastershader>
              <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" \
      minimumValue="\(low)" maximumValue="\(high)">
      \(items.joined())        </colorrampshader>
            </rastershader>
          </rasterrenderer>
      """)
  }

  private static func document(_ renderer: String) -> String {
    """
    <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
    <qgis version="3.28.0" styleCategories="Symbology" hasScaleBasedVisibilityFlag="0">
      <pipe>
    \(renderer)
        <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
        <huesaturation saturation="0" grayscaleMode="0" colorizeOn="0"/>
        <rasterresampler maxOversampling="2"/>
      </pipe>
      <blendMode>0</blendMode>
    </qgis>

    """
  }

  private static func hex(_ parts: UInt8...) -> String {
    "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// A text inside an XML attribute; control characters, which XML cannot hold, are left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n", "\t": result += " "
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
