#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// A tiled raster of one band on disk that a cloud-optimised GeoTIFF is made of; it goes with this object.
  final class DraftRaster {
    private let dataSet: GDALDataSet
    private let band: GDALRasterBandH
    private let target: FileReplacement.Target
    private let file: URL

    /// - Parameters:
    ///   - target: what is to be made of it; the draft stands beside.
    /// - Throws: ``GeoRasterError``: `tooLarge`, `unwritable`.
    init(
      for target: FileReplacement.Target, grid: RasterGrid, type: GDALDataType, tileSize: Int
    ) throws {
      guard let columns = Int32(exactly: grid.columns), let rows = Int32(exactly: grid.rows) else {
        throw GeoRasterError.tooLarge(
          file: target.file.path, rows: grid.rows, columns: grid.columns,
          reason: "more than a GeoTIFF can have")
      }
      let file = target.adding(suffix: ".draft").temporary
      let options = [
        "TILED=YES", "BLOCKXSIZE=\(tileSize)", "BLOCKYSIZE=\(tileSize)", "BIGTIFF=IF_SAFER",
      ]
      self.target = target
      self.file = file
      (dataSet, band) = try GDALLibrary.quietly { messages in
        guard let driver = GDALGetDriverByName("GTiff"),
          let handle = OptionList.with(
            options, { GDALCreate(driver, file.path, columns, rows, 1, type, $0) })
        else { throw Self.unwritable(target, messages) }
        let dataSet = GDALDataSet(owning: handle)
        guard let band = GDALGetRasterBand(handle, 1) else {
          throw Self.unwritable(target, messages)
        }
        return (dataSet, band)
      }
      try place(on: grid)
    }

    deinit {
      dataSet.close()
      for suffix in ["", ".aux.xml"] {
        try? FileManager.default.removeItem(atPath: file.path + suffix)
      }
    }

    /// Gives the cells their place and system.
    private func place(on grid: RasterGrid) throws {
      let place = grid.geoTransform
      var numbers = [place.left, place.cellWidth, 0, place.top, 0, -place.cellHeight]
      try checked { GDALSetGeoTransform(dataSet.handle, &numbers) == CE_None }
      guard !grid.crs.wellKnownText.isEmpty else { return }
      let reference = try SpatialReference(userText: grid.crs.wellKnownText).identified()
      try checked { reference.withHandle { GDALSetSpatialRef(dataSet.handle, $0) } == CE_None }
    }

    /// Writes the values, and their minimum, maximum, mean and standard deviation, so that programs need not read
    /// everything to choose colours; a band without a value has none.
    ///
    /// - Parameter write: `false` when GDAL could not.
    func fill(noData: Double, _ write: (GDALRasterBandH) throws -> Bool) throws {
      try checked {
        guard GDALSetRasterNoDataValue(band, noData) == CE_None else { return false }
        return try write(band) && GDALFlushRasterCache(band) == CE_None
      }
      GDALLibrary.quietly { _ in
        GDALBlockCache.bounded {
          _ = GDALComputeRasterStatistics(band, 0, nil, nil, nil, nil, nil, nil)
        }
      }
    }

    /// Writes a cloud-optimised GeoTIFF.
    ///
    /// - Throws: ``GeoRasterError/unwritable(file:reason:)``.
    func copy(to target: FileReplacement.Target, options: [String]) throws {
      let copy = try GDALLibrary.quietly { messages in
        guard let driver = GDALGetDriverByName("COG"),
          let handle = OptionList.with(
            options,
            { options in
              GDALBlockCache.bounded {
                GDALCreateCopy(
                  driver, target.temporary.path, dataSet.handle, 0, options, nil, nil)
              }
            }), !messages.hasFailure
        else { throw Self.unwritable(target, messages) }
        return GDALDataSet(owning: handle)
      }
      try copy.finish(target.file)
    }

    private func checked(_ call: () throws -> Bool) throws {
      try GDALLibrary.quietly { messages in
        guard try call(), !messages.hasFailure else { throw Self.unwritable(target, messages) }
      }
    }

    private static func unwritable(
      _ target: FileReplacement.Target, _ messages: GDALMessages
    ) -> GeoRasterError {
      .unwritable(file: target.file.path, reason: messages.reason(else: "GDAL does not say why"))
    }
  }
#endif
