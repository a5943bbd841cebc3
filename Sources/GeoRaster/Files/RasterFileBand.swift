import Foundation

/// One band of a raster file, read window by window.
///
/// It is used by one thread at a time. Values are those of ``Raster/read(_:band:progress:)``, cell by cell.
public final class RasterFileBand: RasterBand {
  /// The cells of the file, north-up.
  public let grid: RasterGrid
  /// The rows of a tile or block of the file, at least 1: windows of as many, or a multiple, are read fastest.
  public let blockRows: Int
  /// Reads a window that lies in the grid.
  private let readInside: (Window) throws -> [Float]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - file: any format that GDAL reads; without GDAL an Esri ASCII grid (`.asc`, with its `.prj`).
  ///   - band: counted from 1, as GDAL and GIS programs count.
  /// - Throws: as ``Raster/read(_:band:progress:)``, but for grids that do not fit into memory.
  public init(_ file: URL, band: Int = 1) throws {
    #if SCARP_GDAL
      if !EsriASCIIGrid.isOne(file) {
        let tiles = try FileTiles(file, band: band)
        (readInside, grid, blockRows) = (tiles.values, tiles.grid, tiles.blockRows)
        return
      }
    #else
      if !EsriASCIIGrid.isOne(file) { try Raster.refuseForeignFormat(file) }
    #endif
    try Raster.checkSingleBand(band, of: file)
    let text = try EsriASCIIRows(file)
    (readInside, grid, blockRows) = (text.values, text.grid, 1)
  }

  /// The values of a window, row-major; NaN where there is none and outside of the grid.
  ///
  /// Rows of an Esri ASCII grid are found by reading on from the last known one before them.
  ///
  /// - Throws: ``GeoRasterError``: `unreadable`, `malformed` for what is no number or missing in the window.
  public func read(_ window: Window) throws -> [Float] {
    try padding(window, readInside)
  }
}

#if SCARP_GDAL
  /// A band that GDAL reads, with a bound on the blocks that GDAL keeps.
  private final class FileTiles {
    private let reader: GDALBandReader
    private let decoder: GDALBandReader.Decoder
    private let blockSize: (rows: Int, columns: Int)
    /// Cells of the blocks that were touched since GDAL's were dropped.
    private var keptCells = 0
    /// 8 MB of single precision.
    private static let mostKeptCells = 1 << 21

    var grid: RasterGrid { reader.grid }
    var blockRows: Int { blockSize.rows }

    init(_ file: URL, band: Int) throws {
      reader = try GDALLibrary.quietly { messages in
        try GDALBandReader(opening: file, band: band, messages: messages)
      }
      try reader.checkSize(bytesPerCell: 0)
      decoder = try reader.decoder()
      blockSize = reader.blockSize
    }

    func values(of window: Window) throws -> [Float] {
      let values = try reader.values(of: window, with: decoder)
      let rows = min(grid.rows, window.rows + blockSize.rows)
      keptCells += rows * min(grid.columns, window.columns + blockSize.columns)
      if keptCells >= Self.mostKeptCells {
        GDALLibrary.quietly { _ in reader.dropBlocks() }
        keptCells = 0
      }
      return values
    }
  }
#endif
