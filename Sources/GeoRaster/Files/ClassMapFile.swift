import Foundation

/// One class of a class map.
public struct ClassLegendEntry: Sendable, Equatable {
  /// The number in the raster, any but that of NoData.
  public let value: UInt8
  /// What it means, for people.
  public let label: String
  /// Red part of its colour.
  public let red: UInt8
  /// Green part of its colour.
  public let green: UInt8
  /// Blue part of its colour.
  public let blue: UInt8

  /// A class.
  public init(value: UInt8, label: String, red: UInt8, green: UInt8, blue: UInt8) {
    self.value = value
    self.label = label
    self.red = red
    self.green = green
    self.blue = blue
  }
}

extension RasterFile {
  /// Writes a map of classes that GIS programs show with names and colours.
  ///
  /// With GDAL a Byte GeoTIFF with a palette, an attribute table (value, count, area_km2, label, red, green, blue) in
  /// `.tif.aux.xml`, and a style for QGIS in `.qml` beside it; without GDAL an Esri ASCII grid (`.asc`, `.prj`) and the style.
  /// Sidecars come first, and the raster under its name when it is whole.
  ///
  /// - Parameters:
  ///   - values: `grid.count` class numbers, row-major.
  ///   - legend: the classes; count and area of each are taken from `values`.
  ///   - noData: the number of cells without a class.
  ///   - file: ends in `.tif`, `.tiff` or `.asc`.
  /// - Throws: ``GeoRasterError``: `unwritable`, `argument` for another extension or a value twice in the legend, `needsGDAL`.
  /// - Precondition: `values.count == grid.count`, and no class has the number `noData`.
  public static func writeClasses(
    values: [UInt8], grid: RasterGrid, legend: [ClassLegendEntry], noData: UInt8 = 0,
    to file: URL
  ) throws {
    precondition(
      values.count == grid.count, "\(grid.count) cells need as many values, found \(values.count)")
    let numbers = legend.map(\.value)
    precondition(
      !numbers.contains(noData), "a class has the number \(noData), which is NoData")
    guard Set(numbers).count == numbers.count else {
      throw GeoRasterError.argument(
        name: "legend", value: "\(numbers)", expected: "each value once")
    }
    let style = file.deletingPathExtension().appendingPathExtension("qml")
    let styleText = Data(QGISStyle.text(of: legend).utf8)
    switch file.pathExtension.lowercased() {
    case "asc":
      try EsriASCIIGrid.write(
        classes: values, grid: grid, noData: noData, to: file, styles: [style: styleText])
    case "tif", "tiff":
      #if SCARP_GDAL
        let table = ClassAttributeTable(values: values, grid: grid, legend: legend)
        try GeoTIFFWriter.write(
          classes: values, grid: grid, noData: noData, to: file,
          styles: [(FileReplacement.Target(style), styleText)], describe: table.attach)
      #else
        throw GeoRasterError.needsGDAL(file: file.path, operation: "writing GeoTIFF")
      #endif
    default:
      throw GeoRasterError.argument(
        name: "output file", value: file.lastPathComponent,
        expected: "a name that ends in .\(RasterFile.fileExtension)")
    }
  }
}

/// Counts and areas of the classes of a map.
struct ClassExtents {
  /// Cells by class number.
  private(set) var cells = [Int](repeating: 0, count: 256)
  /// Square kilometres by class number.
  private(set) var squareKilometers = [Double](repeating: 0, count: 256)

  init(values: [UInt8], grid: RasterGrid) {
    for row in 0..<grid.rows {
      var counts = [Int](repeating: 0, count: 256)
      for index in row * grid.columns..<(row + 1) * grid.columns { counts[Int(values[index])] += 1 }
      // On degree grids a cell's area depends on its row.
      let area = grid.cellAreaInSquareMeters(row: row) / 1e6
      for value in 0..<256 where counts[value] > 0 {
        cells[value] += counts[value]
        squareKilometers[value] += Double(counts[value]) * area
      }
    }
  }
}

/// The layer style that QGIS reads beside a raster.
enum QGISStyle {
  static func text(of legend: [ClassLegendEntry]) -> String {
    let entries = legend.map { entry in
      let color = [entry.red, entry.green, entry.blue].map { part in
        (part < 16 ? "0" : "") + String(part, radix: 16)
      }.joined()
      return "        <paletteEntry value=\"\(entry.value)\" color=\"#\(color)\" alpha=\"255\" "
        + "label=\"\(escaped(entry.label))\"/>\n"
    }
    return """
      <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
      <qgis version="3.28.0" styleCategories="Symbology" hasScaleBasedVisibilityFlag="0">
        <pipe>
          <rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">
            <rasterTransparency/>
            <colorPalette>
      \(entries.joined())      </colorPalette>
          </rasterrenderer>
          <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
          <huesaturation saturation="0" grayscaleMode="0" colorizeOn="0"/>
          <rasterresampler maxOversampling="2"/>
        </pipe>
        <blendMode>0</blendMode>
      </qgis>

      """
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
