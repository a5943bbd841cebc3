import Foundation
import GeoRaster

/// A map with its title, scale bar, north arrow and legend, as one SVG picture.
///
/// ```swift
/// let figure = MapFigure(picture: .probability(of: raster), title: "Hybrid network")
/// try figure.document.write(to: file, atomically: true, encoding: .utf8)
/// ```
public struct MapFigure: Sendable {
  /// Places of one kind on the map.
  public struct PointLayer: Sendable {
    /// What they are.
    public let label: String
    /// Where they are, in the CRS of the grid.
    public let coordinates: [Coordinate]
    /// Their colour.
    public let color: PaletteColor
    /// Their size in pixels.
    public let diameter: Double

    /// Places of one kind.
    public init(
      label: String, coordinates: [Coordinate], color: PaletteColor, diameter: Double = 4
    ) {
      self.label = label
      self.coordinates = coordinates
      self.color = color
      self.diameter = diameter
    }
  }

  /// The map.
  public let picture: MapPicture
  /// What stands over it.
  public let title: String
  /// Places drawn over it, the last on top.
  public let points: [PointLayer]
  /// Unit behind the numbers of a ramp's legend.
  public let unit: String
  /// Width of the figure in pixels.
  public let width: Double
  /// The most entries of a legend of classes; how many more there are is written below them.
  public let legendLimit: Int

  /// A figure around a map.
  public init(
    picture: MapPicture, title: String, points: [PointLayer] = [], unit: String = "",
    width: Double = 320, legendLimit: Int = 16
  ) {
    self.picture = picture
    self.title = title
    self.points = points
    self.unit = unit
    self.width = max(width, 160)
    self.legendLimit = max(legendLimit, 1)
  }

  /// The figure as an `svg` element of a page: its ink follows the page's variables, and nothing lies behind it.
  public var svg: String { drawing.svg }

  /// The figure as an SVG file of its own, on white.
  public var document: String { drawing.document }

  private var drawing: SVGDrawing {
    let map = frame
    let entries = legendEntries
    let isWide = entries.contains { TextMeasure.width($0.label, size: 11) > width / 2 - 30 }
    let columns = isWide ? 1 : 2
    let legendTop = map.y + map.height + 34
    let legendRows = (entries.count + columns - 1) / columns
    let labels = entries.map {
      TextMeasure.lines(
        $0.label, to: width / Double(columns) - 24, atMost: isWide ? 2 : 1, size: 11)
    }
    let extraLines = labels.reduce(0) { $0 + $1.count - 1 }
    var height = legendTop + Double(legendRows) * 16 + Double(extraLines) * 13
    if case .ramp = picture.legend { height += 34 }
    if hiddenEntries > 0 { height += 16 }

    var drawing = SVGDrawing(width: width, height: height, title: title)
    drawing.details = details
    drawing.text(title, x: 0, y: 15, size: 13, bold: true, limit: width)
    drawing.rectangle(
      x: map.x, y: map.y, width: map.width, height: map.height, fill: "var(--void,#eef1f4)")
    drawing.image(
      png: picture.png(), x: map.x, y: map.y, width: map.width, height: map.height,
      pixelated: 2 * Double(picture.width) <= map.width)
    for layer in points {
      drawing.dots(
        layer.coordinates.map { place($0, on: map) }, diameter: layer.diameter,
        fill: layer.color.hexText, rim: layer.color.isLight ? "#1c2430" : "#ffffff")
    }
    drawScaleBar(below: map, in: &drawing)
    drawNorthArrow(below: map, in: &drawing)
    var y = legendTop
    if case .ramp(let colors, let low, let high) = picture.legend {
      drawRamp(colors, low: low, high: high, y: y, in: &drawing)
      y += 34
    }
    var below = 0.0
    for (index, entry) in entries.enumerated() {
      let x = Double(index / max(legendRows, 1)) * width / Double(columns)
      let row = y + Double(index % max(legendRows, 1)) * 16 + below
      drawSwatch(entry, x: x, y: row, in: &drawing)
      for (line, text) in labels[index].enumerated() {
        drawing.text(text, x: x + 18, y: row + 10 + Double(line) * 13, size: 11)
      }
      below += Double(labels[index].count - 1) * 13
    }
    if hiddenEntries > 0 {
      drawing.text(
        "and \(hiddenEntries) more", x: 18, y: y + Double(legendRows) * 16 + below + 10, size: 11,
        fill: SVGDrawing.faint)
    }
    return drawing
  }

  // MARK: Layout

  private typealias Frame = (x: Double, y: Double, width: Double, height: Double)

  /// Where the map lies: as wide as the figure, unless it would be much higher than wide.
  private var frame: Frame {
    let grid = picture.grid
    let cell = grid.cellSizeInMeters(row: grid.rows / 2)
    let ratio = Double(picture.height) * cell.height / (Double(picture.width) * cell.width)
    let aspect = ratio.isFinite && ratio > 0 ? ratio : 1
    let mapWidth = min(width, width * 1.35 / aspect)
    return ((width - mapWidth) / 2, 24, mapWidth, max(mapWidth * aspect, 2))
  }

  /// The pixel of a place.
  private func place(_ coordinate: Coordinate, on map: Frame) -> (x: Double, y: Double) {
    let position = picture.grid.geoTransform.position(of: coordinate)
    let block = Double(picture.cellsPerPixel)
    return (
      map.x + position.column / (Double(picture.width) * block) * map.width,
      map.y + position.row / (Double(picture.height) * block) * map.height
    )
  }

  // MARK: Legend

  /// The legend in words.
  private var details: String {
    let names = legendEntries.map(\.label).joined(separator: "; ")
    guard case .ramp(_, let low, let high) = picture.legend else { return names }
    let range = "from \(NumberText.significant(low)) to \(NumberText.significant(high)) \(unit)"
    return names.isEmpty ? range : range + "; " + names
  }

  private struct Entry {
    let color: PaletteColor
    let label: String
    let isPoint: Bool
  }

  private var classEntries: [MapPicture.LegendEntry] {
    if case .classes(let entries) = picture.legend { return entries }
    return []
  }

  private var hiddenEntries: Int { max(classEntries.count - legendLimit, 0) }

  private var legendEntries: [Entry] {
    points.map { Entry(color: $0.color, label: $0.label, isPoint: true) }
      + classEntries.prefix(legendLimit).map {
        Entry(color: $0.color, label: $0.label, isPoint: false)
      }
  }

  private func drawSwatch(_ entry: Entry, x: Double, y: Double, in drawing: inout SVGDrawing) {
    if entry.isPoint {
      drawing.circle(x: x + 6, y: y + 6, radius: 4, fill: entry.color.hexText)
    } else {
      drawing.rectangle(
        x: x, y: y, width: 12, height: 12, fill: entry.color.hexText, stroke: SVGDrawing.faint)
    }
  }

  private func drawRamp(
    _ colors: [PaletteColor], low: Double, high: Double, y: Double, in drawing: inout SVGDrawing
  ) {
    let bar = PNGImage.encode(
      width: colors.count, height: 1, pixels: colors.indices.map { UInt8(clamping: $0) },
      palette: colors)
    drawing.image(png: bar, x: 0, y: y, width: width, height: 10, pixelated: true)
    let suffix = unit.isEmpty ? "" : " " + unit
    drawing.text(NumberText.significant(low) + suffix, x: 0, y: y + 24, size: 11)
    drawing.text(
      NumberText.significant((low + high) / 2) + suffix, x: width / 2, y: y + 24, anchor: .middle,
      size: 11)
    drawing.text(
      NumberText.significant(high) + suffix, x: width, y: y + 24, anchor: .end, size: 11)
  }

  // MARK: Scale and north

  private func drawScaleBar(below map: Frame, in drawing: inout SVGDrawing) {
    guard let bar = ScaleBar(of: picture) else { return }
    let pixels = bar.share * map.width
    let y = map.y + map.height + 10
    drawing.rectangle(x: map.x, y: y, width: pixels / 2, height: 5, fill: SVGDrawing.ink)
    drawing.rectangle(
      x: map.x + pixels / 2, y: y, width: pixels / 2, height: 5, fill: SVGDrawing.background,
      stroke: SVGDrawing.ink)
    drawing.text(bar.label, x: map.x + pixels + 7, y: y + 7, size: 11)
  }

  private func drawNorthArrow(below map: Frame, in drawing: inout SVGDrawing) {
    let x = map.x + map.width - 8
    let y = map.y + map.height + 6
    drawing.polygon(
      [(x: x, y: y), (x: x + 5, y: y + 14), (x: x, y: y + 11), (x: x - 5, y: y + 14)],
      fill: SVGDrawing.ink)
    drawing.text("N", x: x - 9, y: y + 12, anchor: .end, size: 11)
  }
}
