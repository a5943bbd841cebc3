#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Writes GeoTIFF files that GIS programs open as they are.
  enum GeoTIFFWriter {
    private static let tiling = [
      "TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER",
    ]

    /// Writes one band of Float32 with a NoData marker for NaN and infinite values.
    static func write(_ raster: Raster, description: String?, to file: URL) throws {
      let marker = NoDataMarker.value(absentFrom: raster.values)
      var stored = raster.values
      for index in stored.indices where !stored[index].isFinite { stored[index] = marker }
      let target = FileReplacement.Target(file)
      let targets = [target.adding(suffix: ".aux.xml"), target]
      try FileReplacement.replace(targets, removing: leftovers(of: file)) {
        try create(
          target, grid: raster.grid, type: GDT_Float32, options: tiling + ["PREDICTOR=3"]
        ) { band in
          GDALSetRasterNoDataValue(band, Double(marker)) == CE_None
            && fill(band, grid: raster.grid, type: GDT_Float32, values: &stored)
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
            && fill(band, grid: grid, type: GDT_Byte, values: &stored)
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
      fill: (GDALRasterBandH) -> Bool, describe: (GDALRasterBandH) -> Void
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
        guard fill(band), !messages.hasFailure else { throw unwritable(target, messages) }
        return dataSet
      }
      try dataSet.finish(target.file)
    }

    private static func fill<Value>(
      _ band: GDALRasterBandH, grid: RasterGrid, type: GDALDataType, values: inout [Value]
    ) -> Bool {
      let rows = Int32(grid.rows)
      let columns = Int32(grid.columns)
      // Bounds: rows x columns values without gaps, as many as the grid has cells.
      return values.withUnsafeMutableBufferPointer {
        GDALRasterIO(
          band, GF_Write, 0, 0, columns, rows, $0.baseAddress, columns, rows, type, 0, 0) == CE_None
      }
    }

    private static func unwritable(
      _ target: FileReplacement.Target, _ messages: GDALMessages
    ) -> GeoRasterError {
      .unwritable(file: target.file.path, reason: messages.reason(else: "GDAL does not say why"))
    }
  }
#endif
