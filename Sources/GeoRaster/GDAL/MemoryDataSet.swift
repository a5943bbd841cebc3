#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// One band in memory that GDAL copies into a file.
  ///
  /// It does not own the values: they must outlive it.
  final class MemoryDataSet {
    let band: GDALRasterBandH
    private let dataSet: GDALDataSet
    private let file: URL

    /// - Parameters:
    ///   - values: those of all cells without gaps, row-major.
    ///   - file: what they are written to, for messages.
    /// - Throws: ``GeoRasterError``: `tooLarge`, or `unwritable` when GDAL has no such driver.
    init(
      _ values: UnsafeMutableRawBufferPointer, of type: GDALDataType, grid: RasterGrid, file: URL
    ) throws {
      guard let columns = Int32(exactly: grid.columns), let rows = Int32(exactly: grid.rows) else {
        throw GeoRasterError.tooLarge(
          file: file.path, rows: grid.rows, columns: grid.columns,
          reason: "more than a GeoTIFF can have")
      }
      let bytes = grid.count * Int(GDALGetDataTypeSizeBytes(type))
      precondition(values.count == bytes, "\(values.count) bytes, expected \(bytes)")
      self.file = file
      (dataSet, band) = try GDALLibrary.quietly { messages in
        guard let address = values.baseAddress, let driver = GDALGetDriverByName("MEM"),
          let handle = GDALCreate(driver, "", columns, rows, 0, type, nil)
        else { throw Self.unwritable(file, messages) }
        let dataSet = GDALDataSet(owning: handle)
        let status = OptionList.with(["DATAPOINTER=\(address)"]) { GDALAddBand(handle, type, $0) }
        guard status == CE_None, let band = GDALGetRasterBand(handle, 1) else {
          throw Self.unwritable(file, messages)
        }
        return (dataSet, band)
      }
    }

    /// Gives the cells their place and system.
    func place(on grid: RasterGrid) throws {
      let place = grid.geoTransform
      var numbers = [place.left, place.cellWidth, 0, place.top, 0, -place.cellHeight]
      try checked { GDALSetGeoTransform(dataSet.handle, &numbers) }
      guard !grid.crs.wellKnownText.isEmpty else { return }
      let reference = try SpatialReference(userText: grid.crs.wellKnownText).identified()
      try checked { reference.withHandle { GDALSetSpatialRef(dataSet.handle, $0) } }
    }

    /// Says which value marks cells without one.
    func setNoData(_ marker: Double) throws {
      try checked { GDALSetRasterNoDataValue(band, marker) }
    }

    /// Adds minimum, maximum, mean and standard deviation, so that programs need not read everything to choose colours; a
    /// band without a value has none.
    func addStatistics() {
      GDALLibrary.quietly { _ in
        _ = GDALComputeRasterStatistics(band, 0, nil, nil, nil, nil, nil, nil)
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
            {
              GDALCreateCopy(driver, target.temporary.path, dataSet.handle, 0, $0, nil, nil)
            }), !messages.hasFailure
        else { throw Self.unwritable(target.file, messages) }
        return GDALDataSet(owning: handle)
      }
      try copy.finish(target.file)
    }

    private func checked(_ call: () -> CPLErr) throws {
      try GDALLibrary.quietly { messages in
        guard call() == CE_None else { throw Self.unwritable(file, messages) }
      }
    }

    private static func unwritable(_ file: URL, _ messages: GDALMessages) -> GeoRasterError {
      .unwritable(file: file.path, reason: messages.reason(else: "GDAL does not say why"))
    }
  }
#endif
