import Foundation
import GeoRaster

/// A raster as a small picture of at most 256 colours, with the legend that explains it.
///
/// ```swift
/// let probability = try Raster.read(folder.appendingPathComponent("susceptibility_hybrid.tif"))
/// let picture = MapPicture.probability(of: probability)
/// try picture.png().write(to: file)
/// ```
///
/// Cells without a value are transparent. Rasters larger than the longest side are made smaller: classes by the
/// nearest cell, quantities by the mean.
public struct MapPicture: Sendable {
  /// What the colours of a map mean.
  public enum Legend: Equatable, Sendable {
    /// Colours from the least to the greatest value shown; values beyond take the colours at the ends.
    case ramp(colors: [PaletteColor], low: Double, high: Double)
    /// One colour for each class, with its name.
    case classes([LegendEntry])
  }

  /// A colour and what it stands for.
  public struct LegendEntry: Equatable, Sendable {
    /// The colour on the map.
    public let color: PaletteColor
    /// What has it.
    public let label: String

    /// A colour and what it stands for.
    public init(color: PaletteColor, label: String) {
      self.color = color
      self.label = label
    }
  }

  /// Pixels from west to east.
  public let width: Int
  /// Pixels from north to south.
  public let height: Int
  /// The colours, the first one transparent.
  public let palette: [PaletteColor]
  /// `width * height` positions in the palette, row after row from the north.
  public let pixels: [UInt8]
  /// The colours' meaning.
  public let legend: Legend
  /// The grid of the raster that is shown.
  public let grid: RasterGrid
  /// Cells of the raster along one side of a pixel.
  public let cellsPerPixel: Int

  /// The longest side of a picture in pixels, when not said otherwise.
  public static let longestSide = 480

  /// The bytes of a PNG file.
  public func png() -> Data {
    PNGImage.encode(width: width, height: height, pixels: pixels, palette: palette)
  }
}

extension MapPicture {
  /// Shows a quantity from dark blue to yellow, between the values that 2 % and 98 % of the cells lie below.
  public static func quantity(of raster: Raster, longestSide: Int = longestSide) -> MapPicture {
    quantity(of: RasterThumbnail(raster, longestSide: longestSide, by: .mean))
  }

  static func quantity(of thumbnail: RasterThumbnail) -> MapPicture {
    ramp(.quantity, of: thumbnail, range: thumbnail.clippedRange ?? 0...0)
  }

  /// Shows probabilities 0...1 from blue to red, over the relief of the terrain when it is given.
  ///
  /// - Parameter elevation: heights in metres on the same grid.
  public static func probability(
    of raster: Raster, elevation: Raster? = nil, longestSide: Int = longestSide
  ) -> MapPicture {
    probability(
      of: RasterThumbnail(raster, longestSide: longestSide, by: .mean),
      elevation: elevation.map { RasterThumbnail($0, longestSide: longestSide, by: .mean) })
  }

  static func probability(
    of thumbnail: RasterThumbnail, elevation: RasterThumbnail? = nil
  ) -> MapPicture {
    ramp(
      .susceptibility, of: thumbnail, range: 0...1,
      shading: Shading(elevation, of: thumbnail, tones: elevation == nil ? 1 : 12))
  }

  /// Shows directions in degrees clockwise from north; -1 (flat) is grey.
  public static func direction(of raster: Raster, longestSide: Int = longestSide) -> MapPicture {
    direction(of: RasterThumbnail(raster, longestSide: longestSide, by: .nearest))
  }

  static func direction(of thumbnail: RasterThumbnail) -> MapPicture {
    let sectors = 32
    let colors = (0..<sectors).map { ColorRamp.direction.color(at: Double($0) / Double(sectors)) }
    let flat = PaletteColor(hex: 0xB8B8B8)
    let names = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
    let entries = names.enumerated().map {
      LegendEntry(color: colors[$0.offset * sectors / names.count], label: $0.element)
    }
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear, flat] + colors,
      legend: .classes(entries + [LegendEntry(color: flat, label: "flat")])
    ) { value, _ in
      guard value >= 0, value <= 360 else { return 1 }
      return 2 + Int((value / 360 * Float(sectors)).rounded()) % sectors
    }
  }

  /// Shows codes, rounded to whole numbers, each in a colour of its own.
  ///
  /// - Parameters:
  ///   - raster: the codes.
  ///   - labels: their names; codes that have none are named by their number.
  public static func categories(
    of raster: Raster, labels: [Int: String] = [:], longestSide: Int = longestSide
  ) -> MapPicture {
    categories(
      of: RasterThumbnail(raster, longestSide: longestSide, by: .nearest), labels: labels)
  }

  static func categories(
    of thumbnail: RasterThumbnail, labels: [Int: String] = [:]
  ) -> MapPicture {
    let present = thumbnail.codes
    let codes = Array(present.prefix(254))
    let colors = ColorRamp.categories(codes.count)
    let other = PaletteColor(hex: 0x808080)
    var entries = zip(codes, colors).map {
      LegendEntry(color: $1, label: labels[$0] ?? String($0))
    }
    if present.count > codes.count {
      entries.append(LegendEntry(color: other, label: "\(present.count - codes.count) others"))
    }
    let positions = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset + 2) })
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear, other] + colors, legend: .classes(entries)
    ) { value, _ in
      Int(exactly: Double(value).rounded()).flatMap { positions[$0] } ?? 1
    }
  }

  /// Shows classes in the colours of their legend; other values are transparent.
  static func classes(
    of thumbnail: RasterThumbnail, _ legend: [ClassLegendEntry]
  ) -> MapPicture {
    let entries = legend.map {
      LegendEntry(
        color: PaletteColor(red: $0.red, green: $0.green, blue: $0.blue), label: $0.label)
    }
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear] + entries.map(\.color), legend: .classes(entries)
    ) { value, _ in
      1 + (legend.firstIndex { Float($0.value) == value } ?? -1)
    }
  }

  /// Shows susceptibility classes (1 the least) from blue to red, over the relief of the terrain when it is given.
  ///
  /// - Parameters:
  ///   - raster: class numbers from 1.
  ///   - names: the classes' names, the least susceptible first; at most 12.
  ///   - elevation: heights in metres on the same grid.
  public static func susceptibilityClasses(
    of raster: Raster, names: [String], elevation: Raster? = nil, longestSide: Int = longestSide
  ) -> MapPicture {
    susceptibilityClasses(
      of: RasterThumbnail(raster, longestSide: longestSide, by: .nearest), names: names,
      elevation: elevation.map { RasterThumbnail($0, longestSide: longestSide, by: .mean) })
  }

  static func susceptibilityClasses(
    of thumbnail: RasterThumbnail, names: [String], elevation: RasterThumbnail? = nil
  ) -> MapPicture {
    let names = Array(names.prefix(12))
    let colors = susceptibilityColors(count: names.count)
    let shading = Shading(elevation, of: thumbnail, tones: 20)
    let legend = zip(colors, names).map { LegendEntry(color: $0, label: $1) }
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear] + colors.flatMap(shading.tones),
      legend: .classes(legend)
    ) { value, index in
      guard let number = Int(exactly: Double(value).rounded()),
        (1...max(names.count, 1)).contains(number),
        !names.isEmpty
      else { return 0 }
      return 1 + (number - 1) * shading.count + shading.tone(at: index)
    }
  }

  /// The colours of susceptibility classes, the least susceptible first: blue over pale yellow to red.
  public static func susceptibilityColors(count: Int) -> [PaletteColor] {
    ColorRamp.susceptibility.colors(count)
  }

  /// Shows the relief of terrain in grey, for what is drawn over it.
  public static func relief(of elevation: Raster, longestSide: Int = longestSide) -> MapPicture {
    relief(of: RasterThumbnail(elevation, longestSide: longestSide, by: .mean))
  }

  static func relief(of thumbnail: RasterThumbnail) -> MapPicture {
    let shade = Hillshade(of: thumbnail)
    let tones = 32
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear] + ColorRamp.grey.colors(tones), legend: .classes([])
    ) { _, index in
      1 + min(Int(shade.light[index] * Double(tones - 1) + 0.5), tones - 1)
    }
  }

  /// Shows in light grey where a raster has values.
  public static func extent(of raster: Raster, longestSide: Int = longestSide) -> MapPicture {
    extent(of: RasterThumbnail(raster, longestSide: longestSide, by: .nearest))
  }

  static func extent(of thumbnail: RasterThumbnail) -> MapPicture {
    MapPicture(
      thumbnail: thumbnail, palette: [.clear, PaletteColor(hex: 0xDCDCDC)], legend: .classes([])
    ) { _, _ in 1 }
  }

  private static func ramp(
    _ ramp: ColorRamp, of thumbnail: RasterThumbnail, range: ClosedRange<Double>,
    shading: Shading = .none
  ) -> MapPicture {
    // A palette has 256 places.
    let steps = shading.count > 1 ? 21 : 48
    let colors = ramp.colors(steps)
    let extent = range.upperBound - range.lowerBound
    return MapPicture(
      thumbnail: thumbnail, palette: [.clear] + colors.flatMap(shading.tones),
      legend: .ramp(colors: colors, low: range.lowerBound, high: range.upperBound)
    ) { value, index in
      let share = extent > 0 ? (Double(value) - range.lowerBound) / extent : 0.5
      let step = min(Int(min(max(share, 0), 1) * Double(steps)), steps - 1)
      return 1 + step * shading.count + shading.tone(at: index)
    }
  }

  /// Colours a thumbnail; `position` gives the place in the palette of a finite value at an index.
  private init(
    thumbnail: RasterThumbnail, palette: [PaletteColor], legend: Legend,
    position: (_ value: Float, _ index: Int) -> Int
  ) {
    width = thumbnail.columns
    height = thumbnail.rows
    self.palette = palette
    self.legend = legend
    grid = thumbnail.grid
    cellsPerPixel = thumbnail.block
    pixels = thumbnail.values.enumerated().map {
      $0.element.isFinite ? UInt8(clamping: position($0.element, $0.offset)) : 0
    }
  }
}

/// The light on terrain as tones of a colour.
private struct Shading {
  /// Tones of each colour; 1 without a relief.
  let count: Int
  private let light: [Double]

  static let none = Shading(nil, of: nil, tones: 1)

  /// - Parameter map: the map; heights on another grid are left out.
  init(_ elevation: RasterThumbnail?, of map: RasterThumbnail?, tones: Int) {
    guard let elevation, let map, elevation.grid.rows == map.grid.rows,
      elevation.grid.columns == map.grid.columns, elevation.block == map.block
    else {
      count = 1
      light = []
      return
    }
    count = tones
    light = Hillshade(of: elevation).light
  }

  func tones(of color: PaletteColor) -> [PaletteColor] {
    count == 1
      ? [color] : (0..<count).map { color.shaded(0.66 + 0.42 * Double($0) / Double(count - 1)) }
  }

  func tone(at index: Int) -> Int {
    count == 1 ? 0 : min(Int(light[index] * Double(count - 1) + 0.5), count - 1)
  }
}
