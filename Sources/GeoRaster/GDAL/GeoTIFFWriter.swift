#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Writes GeoTIFF files that GIS programs open as they are.
  enum GeoTIFFWriter {
    fileprivate static let tileSize = 256
    private static let tiling = [
      "TILED=YES", "BLOCKXSIZE=\(tileSize)", "BLOCKYSIZE=\(tileSize)", "COMPRESS=DEFLATE",
      "BIGTIFF=IF_SAFER",
    ]

    /// Writes one band of Float32 with a NoData marker for NaN and infinite values.
    ///
    /// - Parameter produce: gives rows, from north to south, in arrays of one or more.
    static func write(
      grid: RasterGrid, marker: Float, description: String?, to file: URL,
      _ produce: RasterFile.Producer
    ) throws {
      let target = FileReplacement.Target(file)
      let targets = [target.adding(suffix: ".aux.xml"), target]
      try FileReplacement.replace(targets, removing: leftovers(of: file)) {
        try create(
          target, grid: grid, type: GDT_Float32, options: tiling + ["PREDICTOR=3"]
        ) { band in
          guard GDALSetRasterNoDataValue(band, Double(marker)) == CE_None else { return false }
          var tiles = TileRows(band: band, grid: grid, marker: marker)
          do { try produce { try tiles.append($0) } } catch is TileRows.Failure { return false }
          return true
        } describe: { band in
          if let description { GDALSetDescription(band, description) }
        }
      }
    }

    /// Writes one band of bytes of which `noData` marks cells without a value.
    ///
    /// - Parameter describe: adds the palette and the attribute table.
    static func write(
      classes: [UInt8], grid: RasterGrid, noData: UInt8, to file: URL,
      styles: [(FileReplacement.Target, Data)], describe: (GDALRasterBandH) -> Void
    ) throws {
      var stored = classes
      let target = FileReplacement.Target(file)
      let auxiliary = target.adding(suffix: ".aux.xml")
      let targets = styles.map(\.0) + [auxiliary, target]
      try FileReplacement.replace(targets, removing: leftovers(of: file)) {
        for (style, data) in styles { try FileReplacement.write(data, to: style) }
        try create(target, grid: grid, type: GDT_Byte, options: tiling) { band in
          GDALSetRasterNoDataValue(band, Double(noData)) == CE_None
            && fill(band, rows: 0..<grid.rows, of: grid, type: GDT_Byte, values: &stored)
        } describe: { band in
          describe(band)
        }
      }
    }

    /// Files beside an older raster of this name that describe its values.
    private static func leftovers(of file: URL) -> [URL] {
      [".aux.xml", ".ovr", ".msk"].map { URL(fileURLWithPath: file.path + $0) }
    }

    private static func create(
      _ target: FileReplacement.Target, grid: RasterGrid, type: GDALDataType, options: [String],
      fill: (GDALRasterBandH) throws -> Bool, describe: (GDALRasterBandH) -> Void
    ) throws {
      guard let columns = Int32(exactly: grid.columns), let rows = Int32(exactly: grid.rows) else {
        throw GeoRasterError.tooLarge(
          file: target.file.path, rows: grid.rows, columns: grid.columns,
          reason: "more than a GeoTIFF can have")
      }
      let dataSet = try GDALLibrary.quietly { messages in
        guard let driver = GDALGetDriverByName("GTiff"),
          let handle = OptionList.with(
            options,
            { options in
              GDALCreate(driver, target.temporary.path, columns, rows, 1, type, options)
            })
        else { throw unwritable(target, messages) }
        let dataSet = GDALDataSet(owning: handle)
        let place = grid.geoTransform
        var numbers = [place.left, place.cellWidth, 0, place.top, 0, -place.cellHeight]
        guard GDALSetGeoTransform(handle, &numbers) == CE_None,
          let band = GDALGetRasterBand(handle, 1)
        else { throw unwritable(target, messages) }
        if !grid.crs.wellKnownText.isEmpty {
          let reference = try SpatialReference(userText: grid.crs.wellKnownText).identified()
          let status = reference.withHandle { GDALSetSpatialRef(handle, $0) }
          guard status == CE_None else {
            throw unwritable(target, messages)
          }
        }
        describe(band)
        guard try fill(band), !messages.hasFailure else { throw unwritable(target, messages) }
        return dataSet
      }
      try dataSet.finish(target.file)
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

    private static func unwritable(
      _ target: FileReplacement.Target, _ messages: GDALMessages
    ) -> GeoRasterError {
      .unwritable(file: target.file.path, reason: messages.reason(else: "GDAL does not say why"))
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
