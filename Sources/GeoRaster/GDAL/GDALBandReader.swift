#if SCARP_GDAL
  import CGDAL
  import Foundation
  import Parallelism

  /// Reads one band of a file, whole or in windows: north-up, NaN for NoData.
  struct GDALBandReader {
    let grid: RasterGrid
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

    /// - Parameter messages: what GDAL says meanwhile.
    init(opening file: URL, band number: Int, messages: GDALMessages) throws {
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
      let decoder = try decoder()
      try checkSize(bytesPerCell: MemoryLayout<Float>.stride)
      let strips = Parallel.chunks(of: grid.rows, size: stripRows)
      Progress.begin(progress, units: strips.count)
      var values = try [Float](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
        for (index, rows) in strips.enumerated() {
          let cells = rows.lowerBound * grid.columns..<rows.upperBound * grid.columns
          // Bounds: the rows of the strip, inside the capacity of the buffer.
          try decode(
            Window(rows: rows, of: grid), with: decoder,
            into: UnsafeMutableBufferPointer(rebasing: buffer[cells]))
          initialized = cells.upperBound
          dropBlocks()
          try Progress.advance(progress, to: index + 1)
        }
      }
      placement.turnNorthUp(&values, of: Window(rows: 0..<grid.rows, of: grid))
      return Raster(grid: grid, values: values)
    }

    /// The values of a window inside of the grid.
    ///
    /// - Throws: ``GeoRasterError/unreadable(file:reason:)``.
    func values(of window: Window, with decoder: Decoder) throws -> [Float] {
      var values = try [Float](unsafeUninitializedCapacity: window.count) { buffer, initialized in
        try decode(placement.windowInFile(window), with: decoder, into: buffer)
        initialized = window.count
      }
      placement.turnNorthUp(&values, of: window)
      return values
    }

    /// What turns the band's numbers into values.
    struct Decoder {
      fileprivate let decoding: BandDecoding
      /// Whether numbers are such as single precision does not hold exactly: they are decoded in double precision.
      fileprivate let isWide: Bool
      fileprivate let mask: GDALRasterBandH?
    }

    /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)``.
    func decoder() throws -> Decoder {
      let type = GDALGetRasterDataType(band)
      guard GDALDataTypeIsComplex(type) == 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "band", expected: "real numbers", found: "complex ones")
      }
      return Decoder(
        decoding: try BandDecoding(of: band, type: type, file: file),
        isWide: GDALGetDataTypeSizeBits(type) > 16 && type != GDT_Float32, mask: maskBand)
    }

    /// Refuses a grid whose cells cannot be in the file, or do not fit into memory.
    ///
    /// - Parameter bytesPerCell: 0 when values are read window by window.
    func checkSize(bytesPerCell: Int) throws {
      try InputFile.checkCells(
        rows: grid.rows, columns: grid.columns, of: file, bytesPerCell: bytesPerCell,
        fileSize: isTIFF ? InputFile.size(of: file) : nil, cellsPerByte: 16_384)
    }

    /// Frees the blocks that GDAL keeps of what was read: up to a twentieth of the machine's memory.
    func dropBlocks() { GDALFlushCache(dataSet.handle) }

    /// Rows and columns of the blocks that the file is made of.
    var blockSize: (rows: Int, columns: Int) {
      var (width, height): (Int32, Int32) = (0, 0)
      GDALGetBlockSize(band, &width, &height)
      return (max(1, Int(height)), max(1, Int(width)))
    }

    /// Whole rows of blocks, of about a million cells.
    private var stripRows: Int {
      let block = blockSize.rows
      return block * max(1, 1_048_576 / grid.columns / block)
    }

    /// Bounds: `target` has as many elements as the window of the file has cells.
    private func decode(
      _ window: Window, with decoder: Decoder, into target: UnsafeMutableBufferPointer<Float>
    ) throws {
      if decoder.isWide {
        let stored = try read(window, of: band, Double.self, as: GDT_Float64)
        for (place, number) in stored.enumerated() {
          target[place] = decoder.decoding.value(number)
        }
      } else {
        try read(window, of: band, as: GDT_Float32, into: target.baseAddress)
        decoder.decoding.decode(target)
      }
      if let mask = decoder.mask {
        let flags = try read(window, of: mask, UInt8.self, as: GDT_Byte)
        for (place, flag) in flags.enumerated() where flag == 0 { target[place] = .nan }
      }
    }

    private var isTIFF: Bool {
      GDALGetDatasetDriver(dataSet.handle).flatMap { GDALGetDriverShortName($0) }
        .map { ["GTiff", "COG"].contains(String(cString: $0)) } ?? false
    }

    private func read<Value>(
      _ window: Window, of band: GDALRasterBandH, _: Value.Type, as type: GDALDataType
    ) throws -> [Value] {
      try [Value](unsafeUninitializedCapacity: window.count) { buffer, initialized in
        try read(window, of: band, as: type, into: buffer.baseAddress)
        initialized = window.count
      }
    }

    /// Bounds: `target` has room for the values of the window, without gaps.
    private func read(
      _ window: Window, of band: GDALRasterBandH, as type: GDALDataType,
      into target: UnsafeMutableRawPointer?
    ) throws {
      try GDALLibrary.quietly { messages in
        let (rows, columns) = (Int32(window.rows), Int32(window.columns))
        let status = GDALRasterIO(
          band, GF_Read, Int32(window.column), Int32(window.row), columns, rows, target, columns,
          rows, type, 0, 0)
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
