#if SCARP_GDAL
  import CGDAL
  import Foundation
  import Parallelism

  /// Reads one band of a file into a ``Raster``: north-up, NaN for NoData.
  struct GDALBandReader {
    private let grid: RasterGrid
    private let file: URL
    private let dataSet: GDALDataSet
    private let band: GDALRasterBandH
    private let placement: GDALPlacement

    /// The values and cells of a band.
    ///
    /// - Parameter progress: gets a unit for each strip of rows.
    /// - Throws: ``GeoRasterError``: `unreadable`, also for a file that is cut off, `malformed`, `rotatedGrid`, `tooLarge`,
    ///   `argument` for a band that is not there; `CancellationError`.
    static func raster(of file: URL, band: Int, progress: Progress? = nil) throws -> Raster {
      try GDALLibrary.quietly { messages in
        try GDALBandReader(opening: file, band: band, messages: messages)
          .raster(progress: progress)
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
      grid = try RasterGrid(
        rows: placement.rows, columns: placement.columns, geoTransform: placement.geoTransform,
        crs: crs
      ).checkedPlace(in: file)
      self.file = file
      self.dataSet = dataSet
      self.band = band
    }

    private func raster(progress: Progress?) throws -> Raster {
      let type = GDALGetRasterDataType(band)
      guard GDALDataTypeIsComplex(type) == 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "band", expected: "real numbers", found: "complex ones")
      }
      try InputFile.checkCells(
        rows: grid.rows, columns: grid.columns, of: file,
        fileSize: isTIFF ? InputFile.size(of: file) : nil, cellsPerByte: 16_384)
      let decoding = try BandDecoding(of: band, type: type, file: file)
      // Numbers that single precision does not hold exactly are decoded in double precision.
      let isWide = GDALGetDataTypeSizeBits(type) > 16 && type != GDT_Float32
      let mask = maskBand
      let strips = Parallel.chunks(of: grid.rows, size: stripRows)
      progress?.totalUnitCount = Int64(strips.count)
      var values = try [Float](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
        for (index, rows) in strips.enumerated() {
          let cells = rows.lowerBound * grid.columns..<rows.upperBound * grid.columns
          // Bounds: the rows of the strip, inside the capacity of the buffer.
          let strip = UnsafeMutableBufferPointer(rebasing: buffer[cells])
          if isWide {
            let stored = try read(rows, of: band, Double.self, as: GDT_Float64)
            for (place, number) in stored.enumerated() { strip[place] = decoding.value(number) }
          } else {
            try read(rows, of: band, as: GDT_Float32, into: strip.baseAddress)
            decoding.decode(strip)
          }
          if let mask {
            let flags = try read(rows, of: mask, UInt8.self, as: GDT_Byte)
            for (place, flag) in flags.enumerated() where flag == 0 { strip[place] = .nan }
          }
          initialized = cells.upperBound
          // GDAL would keep the blocks it has read, up to a twentieth of the machine's memory.
          GDALFlushCache(dataSet.handle)
          try Progress.advance(progress, to: index + 1)
        }
      }
      placement.turnNorthUp(&values)
      return Raster(grid: grid, values: values)
    }

    /// Whole rows of blocks, of about a million cells.
    private var stripRows: Int {
      var (width, height): (Int32, Int32) = (0, 0)
      GDALGetBlockSize(band, &width, &height)
      let block = max(1, Int(height))
      return block * max(1, 1_048_576 / grid.columns / block)
    }

    private var isTIFF: Bool {
      GDALGetDatasetDriver(dataSet.handle).flatMap { GDALGetDriverShortName($0) }
        .map { ["GTiff", "COG"].contains(String(cString: $0)) } ?? false
    }

    private func read<Value>(
      _ rows: Range<Int>, of band: GDALRasterBandH, _: Value.Type, as type: GDALDataType
    ) throws -> [Value] {
      let count = rows.count * grid.columns
      return try [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        try read(rows, of: band, as: type, into: buffer.baseAddress)
        initialized = count
      }
    }

    /// Bounds: `target` has room for the values of these rows, without gaps.
    private func read(
      _ rows: Range<Int>, of band: GDALRasterBandH, as type: GDALDataType,
      into target: UnsafeMutableRawPointer?
    ) throws {
      try GDALLibrary.quietly { messages in
        let columns = Int32(grid.columns)
        let height = Int32(rows.count)
        let status = GDALRasterIO(
          band, GF_Read, 0, Int32(rows.lowerBound), columns, height, target, columns, height, type,
          0, 0)
        guard status == CE_None else {
          throw GeoRasterError.unreadable(
            file: file.path, reason: messages.reason(else: "values are missing"))
        }
      }
    }

    /// The band that is 0 where a mask of the whole file says that there is no value; `nil` without such a mask.
    private var maskBand: GDALRasterBandH? {
      let flags = GDALGetMaskFlags(band)
      guard flags & GMF_PER_DATASET != 0, flags & (GMF_ALPHA | GMF_ALL_VALID) == 0 else {
        return nil
      }
      return GDALGetMaskBand(band)
    }
  }
#endif
