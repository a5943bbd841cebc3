#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Writes cloud-optimised GeoTIFF files: tiles with overviews behind one header, so that a GIS program or a browser reads
  /// only what it shows.
  ///
  /// Rows go to a draft beside the file first, as overviews need all of them: memory does not grow with the raster.
  enum GeoTIFFWriter {
    fileprivate static let tileSize = 256

    /// Writes one band of Float32 with a NoData marker for NaN and infinite values.
    ///
    /// - Parameters:
    ///   - style: how the band looks in QGIS; written beside the raster as `.qml`.
    ///   - produce: gives rows, from north to south, in arrays of one or more.
    static func write(
      grid: RasterGrid, marker: Float, description: String?, style: Data?, to file: URL,
      _ produce: RasterFile.Producer
    ) throws {
      try write(
        grid: grid, type: GDT_Float32, noData: Double(marker), style: style,
        to: file
      ) { band in
        if let description { GDALSetDescription(band, description) }
        var tiles = TileRows(band: band, grid: grid, marker: marker)
        do { try produce { try tiles.append($0) } } catch is TileRows.Failure { return false }
        return true
      }
    }

    /// Writes one band of bytes of which `noData` marks cells without a value.
    ///
    /// - Parameter describe: adds the palette and the attribute table.
    static func write(
      classes: [UInt8], grid: RasterGrid, noData: UInt8, style: Data, to file: URL,
      describe: (GDALRasterBandH) -> Void
    ) throws {
      var stored = classes
      try write(
        grid: grid, type: GDT_Byte, noData: Double(noData), style: style,
        to: file
      ) { band in
        describe(band)
        return fill(band, rows: 0..<grid.rows, of: grid, type: GDT_Byte, values: &stored)
      }
    }

    /// Files beside an older raster of this name that describe its values.
    private static func leftovers(of file: URL) -> [URL] {
      [".aux.xml", ".ovr", ".msk"].map { URL(fileURLWithPath: file.path + $0) }
        + [RasterFile.style(of: file)]
    }

    /// - Parameter fill: writes all values; `false` when GDAL could not.
    private static func write(
      grid: RasterGrid, type: GDALDataType, noData: Double, style: Data?,
      to file: URL, fill: (GDALRasterBandH) throws -> Bool
    ) throws {
      let target = FileReplacement.Target(file)
      let styleTarget = FileReplacement.Target(RasterFile.style(of: file))
      let targets = [styleTarget, target.adding(suffix: ".aux.xml"), target]
      try FileReplacement.replace(targets, removing: leftovers(of: file)) {
        if let style { try FileReplacement.write(style, to: styleTarget) }
        let draft = try DraftRaster(for: target, grid: grid, type: type, tileSize: tileSize)
        try draft.fill(noData: noData, fill)
        try draft.copy(
          to: target,
          options: [
            "BLOCKSIZE=\(tileSize)", "COMPRESS=DEFLATE", "PREDICTOR=YES", "BIGTIFF=IF_SAFER",
            // Means of categories and directions would be other ones.
            "OVERVIEWS=IGNORE_EXISTING", "OVERVIEW_RESAMPLING=NEAREST",
          ])
      }
    }

    /// Bounds: `values` has the rows without gaps.
    fileprivate static func fill<Value>(
      _ band: GDALRasterBandH, rows: Range<Int>, of grid: RasterGrid, type: GDALDataType,
      values: inout [Value]
    ) -> Bool {
      let (height, columns) = (Int32(rows.count), Int32(grid.columns))
      return values.withUnsafeMutableBufferPointer {
        GDALRasterIO(
          band, GF_Write, 0, Int32(rows.lowerBound), columns, height, $0.baseAddress, columns,
          height, type, 0, 0) == CE_None
      }
    }
  }

  /// Gathers rows until they fill a row of tiles, and writes these: once each, and in the order of the file.
  private struct TileRows {
    let band: GDALRasterBandH
    let grid: RasterGrid
    let marker: Float
    private var pending: [Float] = []
    private var writtenRows = 0

    init(band: GDALRasterBandH, grid: RasterGrid, marker: Float) {
      self.band = band
      self.grid = grid
      self.marker = marker
      pending.reserveCapacity(min(grid.rows, GeoTIFFWriter.tileSize) * grid.columns)
    }

    /// GDAL could not write; its messages say why.
    struct Failure: Error {}

    /// Takes whole rows.
    mutating func append(_ values: [Float]) throws {
      var taken = 0
      while taken < values.count {
        let height = min(GeoTIFFWriter.tileSize, grid.rows - writtenRows)
        let wanted = min(height * grid.columns - pending.count, values.count - taken)
        for index in taken..<taken + wanted {
          pending.append(try NoDataMarker.stored(values[index], marker: marker))
        }
        taken += wanted
        if pending.count == height * grid.columns { try flush(rows: height) }
      }
    }

    private mutating func flush(rows: Int) throws {
      let range = writtenRows..<writtenRows + rows
      // GDAL would keep the tiles, up to a twentieth of the machine's memory.
      guard
        GeoTIFFWriter.fill(band, rows: range, of: grid, type: GDT_Float32, values: &pending),
        GDALFlushRasterCache(band) == CE_None
      else { throw Failure() }
      writtenRows += rows
      pending.removeAll(keepingCapacity: true)
    }
  }
#endif
