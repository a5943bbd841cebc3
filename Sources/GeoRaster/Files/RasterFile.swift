import Foundation

/// Facts and rules about raster files that do not belong to one raster.
public enum RasterFile {
  /// The extension of rasters that this build writes: `tif` with GDAL, `asc` without.
  public static var fileExtension: String {
    #if SCARP_GDAL
      return "tif"
    #else
      return "asc"
    #endif
  }

  /// The layer style that QGIS reads beside a raster.
  static func style(of file: URL) -> URL {
    file.deletingPathExtension().appendingPathExtension("qml")
  }

  /// The version of GDAL that this program runs with; `nil` for builds without it.
  public static var gdalVersion: String? {
    #if SCARP_GDAL
      return GDALLibrary.version
    #else
      return nil
    #endif
  }

  /// Whether this build reads and writes through GDAL.
  public static var usesGDAL: Bool {
    #if SCARP_GDAL
      return true
    #else
      return false
    #endif
  }
}

extension RasterFile {
  /// Gives the rows of a raster from north to south, in arrays of one or more.
  typealias Producer = (_ sink: (_ rows: [Float]) throws -> Void) throws -> Void

  /// Writes a raster whose rows come one after another, as ``Raster/write(to:description:colors:)`` does.
  static func write(
    to file: URL, grid: RasterGrid, marker: Float, description: String?,
    colors: [ColorStop] = [], _ produce: Producer
  ) throws {
    let style = colors.isEmpty ? nil : Data(QGISStyle.text(of: colors).utf8)
    switch file.pathExtension.lowercased() {
    case "asc":
      try EsriASCIIGrid.write(grid: grid, marker: marker, style: style, to: file, produce)
    case "tif", "tiff":
      #if SCARP_GDAL
        try GeoTIFFWriter.write(
          grid: grid, marker: marker, description: description, style: style, to: file, produce)
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

extension Raster {
  /// Reads one band of a raster file.
  ///
  /// Row 0 is the north and column 0 the west, whatever the order in the file. A cell is NaN when the file marks it as
  /// NoData (the marker is compared in the band's own type, before scale and offset), masks it out, or holds NaN or an
  /// infinite value there. The band's scale and offset are applied.
  ///
  /// - Parameters:
  ///   - file: any format that GDAL reads; without GDAL an Esri ASCII grid (`.asc`, with its `.prj`).
  ///   - band: counted from 1, as GDAL and GIS programs count.
  ///   - progress: gets a unit for each strip of rows; cancelling it ends the reading.
  /// - Throws: ``GeoRasterError``: `unreadable` or `malformed` for a file that is missing, empty, cut off or no raster,
  ///   `rotatedGrid`, `tooLarge`, `argument` for a band it has not, and `needsGDAL`; `CancellationError`.
  /// - Complexity: memory for the values and a strip of about a million cells.
  public static func read(
    _ file: URL, band: Int = 1, progress: Progress? = nil
  ) throws -> Raster {
    if EsriASCIIGrid.isOne(file) {
      try checkSingleBand(band, of: file)
      return try EsriASCIIGrid.read(file, progress: progress)
    }
    #if SCARP_GDAL
      return try GDALBandReader.raster(of: file, band: band, progress: progress)
    #else
      try refuseForeignFormat(file)
      return try EsriASCIIGrid.read(file, progress: progress)
    #endif
  }

  /// The cells of a raster file; its values are not read.
  ///
  /// - Throws: as ``read(_:band:)``.
  public static func grid(of file: URL) throws -> RasterGrid {
    if EsriASCIIGrid.isOne(file) { return try EsriASCIIGrid.grid(of: file) }
    #if SCARP_GDAL
      return try GDALBandReader.grid(of: file)
    #else
      try refuseForeignFormat(file)
      return try EsriASCIIGrid.grid(of: file)
    #endif
  }

  /// Writes the raster; the file appears under its name when it is whole, and a failed run leaves nothing.
  ///
  /// `.tif` (with GDAL): cloud-optimised Float32 GeoTIFF in tiles of 256 with overviews (nearest cells) and statistics, Deflate with
  /// floating-point predictor. `.asc`: Esri ASCII grid and `.prj`, whose numbers read back exactly. NaN and infinite values
  /// become NoData: -9999, or the lowest Float when -9999 is a value of the raster. The same raster gives the same bytes.
  ///
  /// - Parameters:
  ///   - file: ends in `.tif`, `.tiff` or `.asc`.
  ///   - description: the name of the band in a GeoTIFF.
  ///   - colors: how QGIS shows the raster, written to `.qml` beside it; nothing is written without colours.
  /// - Throws: ``GeoRasterError``: `unwritable`, `argument` for another extension, `needsGDAL` for `.tif` without it.
  public func write(to file: URL, description: String? = nil, colors: [ColorStop] = []) throws {
    try RasterFile.write(
      to: file, grid: grid, marker: NoDataMarker.value(absentFrom: values),
      description: description, colors: colors
    ) { try $0(values) }
  }

  static func checkSingleBand(_ band: Int, of file: URL) throws {
    guard band == 1 else {
      throw GeoRasterError.argument(
        name: "band", value: "\(band)", expected: "1, the only band of \(file.path)")
    }
  }

  #if !SCARP_GDAL
    static func refuseForeignFormat(_ file: URL) throws {
      _ = try InputFile.size(of: file)
      guard file.pathExtension.lowercased() == "asc" else {
        throw GeoRasterError.needsGDAL(
          file: file.path, operation: "reading rasters other than Esri ASCII grids (.asc)")
      }
    }
  #endif
}
