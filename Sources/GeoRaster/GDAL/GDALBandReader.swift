#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Reads one band of a file into a ``Raster``: north-up, NaN for NoData.
  struct GDALBandReader {
    private let grid: RasterGrid
    private let file: URL
    private let dataSet: GDALDataSet
    private let band: GDALRasterBandH
    private let placement: GDALPlacement

    /// The values and cells of a band.
    ///
    /// - Throws: ``GeoRasterError``: `unreadable`, also for a file that is cut off, `malformed`, `rotatedGrid`, `tooLarge`,
    ///   `argument` for a band that is not there.
    static func raster(of file: URL, band: Int) throws -> Raster {
      try GDALLibrary.quietly { messages in
        try GDALBandReader(opening: file, band: band, messages: messages).raster()
      }
    }

    /// The cells of a file, north-up.
    ///
    /// - Throws: as ``raster(of:band:)``.
    static func grid(of file: URL) throws -> RasterGrid {
      try GDALLibrary.quietly { messages in
        try GDALBandReader(opening: file, band: 1, messages: messages).grid
      }
    }

    private init(opening file: URL, band number: Int, messages: GDALMessages) throws {
      let dataSet = try GDALDataSet(opening: file, kind: GDAL_OF_RASTER)
      let count = Int(GDALGetRasterCount(dataSet.handle))
      guard count > 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "bands", expected: "at least one", found: "none")
      }
      guard number >= 1, number <= count,
        let band = GDALGetRasterBand(dataSet.handle, Int32(number))
      else {
        throw GeoRasterError.argument(
          name: "band", value: "\(number)", expected: "1...\(count), the bands of \(file.path)")
      }
      placement = try GDALPlacement(of: dataSet, file: file)
      let crs = CoordinateReferenceSystem(handle: GDALGetSpatialRef(dataSet.handle))
      // Without this a damaged system would pass for none at all, and so for the grid's.
      guard !crs.isUnknown || !messages.hasFailure else {
        throw GeoRasterError.malformed(
          file: file.path, place: "coordinate reference system", expected: "one that can be read",
          found: messages.reason(else: "another"))
      }
      grid = RasterGrid(
        rows: placement.rows, columns: placement.columns, geoTransform: placement.geoTransform,
        crs: crs)
      self.file = file
      self.dataSet = dataSet
      self.band = band
    }

    private func raster() throws -> Raster {
      let type = GDALGetRasterDataType(band)
      // The marker, the mask and the values are in memory at once.
      let isWide = GDALGetDataTypeSizeBits(type) > 16 && type != GDT_Float32
      try InputFile.checkCells(
        rows: grid.rows, columns: grid.columns, of: file, bytesPerCell: isWide ? 12 : 5,
        fileSize: isTIFF ? InputFile.size(of: file) : nil, cellsPerByte: 16_384)
      let decoding = try BandDecoding(of: band, type: type, file: file)
      var values =
        isWide
        ? try read(Double.self, as: GDT_Float64).map { decoding.value($0) }
        : try decoding.decoded(read(Float.self, as: GDT_Float32))
      if let mask = try readMask() {
        for index in values.indices where mask[index] == 0 { values[index] = .nan }
      }
      placement.turnNorthUp(&values)
      return Raster(grid: grid, values: values)
    }

    private var isTIFF: Bool {
      GDALGetDatasetDriver(dataSet.handle).flatMap { GDALGetDriverShortName($0) }
        .map { ["GTiff", "COG"].contains(String(cString: $0)) } ?? false
    }

    private func read<Value>(_: Value.Type, as type: GDALDataType) throws -> [Value] {
      try read(Value.self, as: type, from: band)
    }

    private func read<Value>(
      _: Value.Type, as type: GDALDataType, from band: GDALRasterBandH
    ) throws -> [Value] {
      try GDALLibrary.quietly { messages in
        try [Value](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
          let rows = Int32(grid.rows)
          let columns = Int32(grid.columns)
          // Bounds: rows x columns values without gaps, the capacity of the buffer.
          let status = GDALRasterIO(
            band, GF_Read, 0, 0, columns, rows, buffer.baseAddress, columns, rows, type, 0, 0)
          guard status == CE_None else {
            throw GeoRasterError.unreadable(
              file: file.path, reason: messages.reason(else: "values are missing"))
          }
          initialized = grid.count
        }
      }
    }

    /// 0 where a mask of the whole file says that there is no value; `nil` without such a mask.
    private func readMask() throws -> [UInt8]? {
      let flags = GDALGetMaskFlags(band)
      guard flags & GMF_PER_DATASET != 0, flags & (GMF_ALPHA | GMF_ALL_VALID) == 0,
        let mask = GDALGetMaskBand(band)
      else { return nil }
      return try read(UInt8.self, as: GDT_Byte, from: mask)
    }
  }
#endif
