import Foundation
import GeoRaster

/// A map with its title, legend, scale bar and north arrow as one PNG picture, for slides, messages and file browsers.
///
/// ```swift
/// let poster = MapPoster(picture: .probability(of: raster, elevation: dem), title: "Hybrid CNN")
/// try poster.png().write(to: file)
/// ```
public struct MapPoster: Sendable {
  /// The map.
  public let picture: MapPicture
  /// What stands over it.
  public let title: String

  /// The longest side of the map in pixels.
  public static let longestSide = 900

  private static let ink = PaletteColor(hex: 0x1C2430)
  private static let rim = PaletteColor(hex: 0x9AA3AE)
  private static let void = PaletteColor(hex: 0xEEF1F4)
  private static let margin = 16
  private static let line = 26
  private static let leastWidth = 300

  /// A picture around a map.
  public init(picture: MapPicture, title: String) {
    self.picture = picture
    self.title = title
  }

  /// The bytes of a PNG file.
  public func png() -> Data {
    let letters = Lettering.standard
    let legend = legendWidth(letters)
    let beside = Self.margin + mapWidth + Self.margin
    let width = max(beside + legend + Self.margin, 2 * Self.margin + letters.width(of: title))
    let top = Self.margin + Self.line
    let height = top + max(mapHeight, legendHeight) + Self.line + Self.margin
    var canvas = PixelCanvas(width: width, height: height)
    canvas.write(title, x: Self.margin, y: Self.margin, color: Self.ink)
    canvas.fill(
      Self.rim, x: Self.margin - 1, y: top - 1, width: mapWidth + 2, height: mapHeight + 2)
    canvas.fill(Self.void, x: Self.margin, y: top, width: mapWidth, height: mapHeight)
    canvas.draw(picture, x: Self.margin, y: top, scale: scale)
    drawLegend(x: beside, y: top, on: &canvas)
    drawScaleBar(x: Self.margin, y: top + mapHeight + 8, on: &canvas)
    drawNorthArrow(right: Self.margin + mapWidth, y: top + mapHeight + 6, on: &canvas)
    return canvas.png()
  }

  // MARK: Layout

  /// Small areas are drawn larger, so that they can be seen.
  private var scale: Int { max(1, Self.leastWidth / max(picture.width, 1)) }
  private var mapWidth: Int { picture.width * scale }
  private var mapHeight: Int { picture.height * scale }

  private func legendWidth(_ letters: Lettering) -> Int {
    switch picture.legend {
    case .classes(let entries): 26 + (entries.map { letters.width(of: $0.label) }.max() ?? 0)
    case .ramp: 90
    }
  }

  private var legendHeight: Int {
    switch picture.legend {
    case .classes(let entries): entries.count * Self.line
    case .ramp: 220
    }
  }

  // MARK: Drawing

  private func drawLegend(x: Int, y: Int, on canvas: inout PixelCanvas) {
    switch picture.legend {
    case .classes(let entries):
      // The most susceptible on top, as in the order of the map's heights.
      for (index, entry) in entries.reversed().enumerated() {
        let top = y + index * Self.line
        canvas.fill(Self.rim, x: x, y: top, width: 18, height: 18)
        canvas.fill(entry.color, x: x + 1, y: top + 1, width: 16, height: 16)
        canvas.write(entry.label, x: x + 26, y: top - 1, color: Self.ink)
      }
    case .ramp(let colors, let low, let high):
      let length = 200
      for row in 0..<length where !colors.isEmpty {
        let place = (length - 1 - row) * (colors.count - 1) / (length - 1)
        canvas.fill(colors[place], x: x, y: y + row, width: 18, height: 1)
      }
      for (fraction, value) in [(0.0, high), (0.5, (low + high) / 2), (1.0, low)] {
        canvas.write(
          NumberText.significant(value), x: x + 26, y: y + Int(fraction * Double(length)) - 10,
          color: Self.ink)
      }
    }
  }

  private func drawScaleBar(x: Int, y: Int, on canvas: inout PixelCanvas) {
    guard let bar = ScaleBar(of: picture) else { return }
    let length = max(Int((bar.share * Double(mapWidth)).rounded()), 2)
    canvas.fill(Self.ink, x: x, y: y, width: length, height: 8)
    canvas.fill(
      PaletteColor(hex: 0xFFFFFF), x: x + length / 2, y: y + 2, width: length - length / 2 - 2,
      height: 4)
    canvas.write(bar.label, x: x + length + 8, y: y - 5, color: Self.ink)
  }

  private func drawNorthArrow(right: Int, y: Int, on canvas: inout PixelCanvas) {
    for row in 0..<16 {
      let half = row / 3
      canvas.fill(Self.ink, x: right - 8 - half, y: y + row, width: 2 * half + 1, height: 1)
    }
    canvas.write("N", x: right - 32, y: y - 1, color: Self.ink)
  }
}
