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

/// A column of a class map's attribute table, beside the usual ones.
public struct ClassAttribute: Sendable, Equatable {
  /// One number for each class.
  public enum Values: Sendable, Equatable {
    /// Counts.
    case integers([Int])
    /// Measures; NaN is left empty by some programs and written as `nan` by others.
    case reals([Double])
  }

  /// What the column is called.
  public let name: String
  /// In the order of the legend.
  public let values: Values

  /// A column.
  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  var count: Int {
    switch values {
    case .integers(let numbers): numbers.count
    case .reals(let numbers): numbers.count
    }
  }
}

extension RasterFile {
  /// Writes a map of classes that GIS programs show with names and colours.
  ///
  /// With GDAL a cloud-optimised Byte GeoTIFF with a palette, an attribute table (value, count, area_km2, those of
  /// `attributes`, label, red, green, blue) in `.tif.aux.xml`, and a style for QGIS in `.qml` beside it; without GDAL an Esri
  /// ASCII grid (`.asc`, `.prj`) and the style. Sidecars come first, and the raster under its name when it is whole.
  ///
  /// - Parameters:
  ///   - values: `grid.count` class numbers, row-major.
  ///   - legend: the classes; count and area of each are taken from `values`.
  ///   - attributes: further columns of the table, a value for each entry of the legend.
  ///   - noData: the number of cells without a class.
  ///   - file: ends in `.tif`, `.tiff` or `.asc`.
  /// - Throws: ``GeoRasterError``: `unwritable`, `argument` for another extension or a value twice in the legend, `needsGDAL`.
  /// - Precondition: `values.count == grid.count`, no class has the number `noData`, and attributes are as many as classes.
  public static func writeClasses(
    values: [UInt8], grid: RasterGrid, legend: [ClassLegendEntry],
    attributes: [ClassAttribute] = [], noData: UInt8 = 0, to file: URL
  ) throws {
    precondition(
      values.count == grid.count, "\(grid.count) cells need as many values, found \(values.count)")
    let numbers = legend.map(\.value)
    precondition(
      !numbers.contains(noData), "a class has the number \(noData), which is NoData")
    for attribute in attributes {
      precondition(
        attribute.count == legend.count,
        "\(legend.count) classes need as many values of \(attribute.name), found \(attribute.count)"
      )
    }
    guard Set(numbers).count == numbers.count else {
      throw GeoRasterError.argument(
        name: "legend", value: "\(numbers)", expected: "each value once")
    }
    let style = Data(QGISStyle.text(of: legend).utf8)
    switch file.pathExtension.lowercased() {
    case "asc":
      try EsriASCIIGrid.write(
        classes: values, grid: grid, noData: noData, style: style, to: file)
    case "tif", "tiff":
      #if SCARP_GDAL
        let table = ClassAttributeTable(
          values: values, grid: grid, legend: legend, attributes: attributes)
        try GeoTIFFWriter.write(
          classes: values, grid: grid, noData: noData, style: style, to: file,
          describe: table.attach)
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
