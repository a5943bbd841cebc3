#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Writes cloud-optimised GeoTIFF files: tiles with overviews behind one header, so that a GIS program or a browser reads
  /// only what it shows.
  enum GeoTIFFWriter {
    /// Cells along a side of a tile.
    private static let tileSide = 256

    /// Writes one band of Float32 with a NoData marker for NaN and infinite values.
    ///
    /// - Parameter style: how the band looks in QGIS; written beside the raster as `.qml`.
    static func write(_ raster: Raster, description: String?, style: Data?, to file: URL) throws {
      let marker = NoDataMarker.value(absentFrom: raster.values)
      var stored = raster.values
      for index in stored.indices where !stored[index].isFinite { stored[index] = marker }
      try write(
        &stored, of: GDT_Float32, grid: raster.grid, noData: Double(marker), overviews: "AVERAGE",
        style: style, to: file
      ) { band in
        if let description { GDALSetDescription(band, description) }
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
        &stored, of: GDT_Byte, grid: grid, noData: Double(noData), overviews: "NEAREST",
        style: style, to: file, describe: describe)
    }

    private static func write<Value>(
      _ values: inout [Value], of type: GDALDataType, grid: RasterGrid, noData: Double,
      overviews: String, style: Data?, to file: URL, describe: (GDALRasterBandH) -> Void
    ) throws {
      let target = FileReplacement.Target(file)
      let styleTarget = FileReplacement.Target(RasterFile.style(of: file))
      let targets = [styleTarget, target.adding(suffix: ".aux.xml"), target]
      try FileReplacement.replace(targets, removing: leftovers(of: file)) {
        if let style { try FileReplacement.write(style, to: styleTarget) }
        try values.withUnsafeMutableBytes { bytes in
          let source = try MemoryDataSet(bytes, of: type, grid: grid, file: target.file)
          try source.place(on: grid)
          try source.setNoData(noData)
          describe(source.band)
          source.addStatistics()
          try source.copy(
            to: target,
            options: [
              "BLOCKSIZE=\(tileSide)", "COMPRESS=DEFLATE", "PREDICTOR=YES", "BIGTIFF=IF_SAFER",
              "OVERVIEWS=IGNORE_EXISTING", "OVERVIEW_RESAMPLING=\(overviews)",
            ])
        }
      }
    }

    /// Files beside an older raster of this name that describe its values.
    private static func leftovers(of file: URL) -> [URL] {
      [".aux.xml", ".ovr", ".msk"].map { URL(fileURLWithPath: file.path + $0) }
        + [RasterFile.style(of: file)]
    }
  }
#endif
