import Foundation
import Parallelism

/// Esri ASCII grids: text rasters (`.asc`) whose coordinate reference system is in a `.prj` beside them.
///
/// Read and written by Scarp itself, with and without GDAL.
enum EsriASCIIGrid {
  /// Whether a file has the extension and the first keyword of an Esri ASCII grid.
  static func isOne(_ file: URL) -> Bool {
    guard file.pathExtension.lowercased() == "asc",
      let handle = try? FileHandle(forReadingFrom: file)
    else { return false }
    defer { try? handle.close() }
    guard let start = try? handle.read(upToCount: 256) else { return false }
    return Array(start).withUnsafeBufferPointer { EsriASCIIHeader.isAhead(in: DecimalScanner($0)) }
  }

  /// The cells of a file, without its values.
  static func grid(of file: URL) throws -> RasterGrid { try EsriASCIIRows(file).grid }

  /// Reads a whole file; NoData and infinite values are NaN.
  static func read(_ file: URL, progress: Progress? = nil) throws -> Raster {
    let text = try EsriASCIIRows(file)
    let grid = text.grid
    try InputFile.checkCells(rows: grid.rows, columns: grid.columns, of: file)
    progress?.totalUnitCount = Int64(grid.rows)
    var values: [Float] = []
    values.reserveCapacity(grid.count)
    for rows in Parallel.chunks(of: grid.rows, size: max(1, 65_536 / grid.columns)) {
      values += try text.values(of: Window(rows: rows, of: grid))
      try Progress.advance(progress, to: rows.upperBound)
    }
    return Raster(grid: grid, values: values)
  }

  /// The `.prj` that belongs to a raster.
  static func projectionFile(of file: URL) -> URL {
    file.deletingPathExtension().appendingPathExtension("prj")
  }

  static func projection(of file: URL) -> CoordinateReferenceSystem {
    guard let data = try? Data(contentsOf: projectionFile(of: file)), data.count < 1 << 20 else {
      return .unknown
    }
    let crs = CoordinateReferenceSystem(wellKnownText: String(decoding: data, as: UTF8.self))
    #if SCARP_GDAL
      // The spelling that rasters of other formats get, so that equal systems have equal texts more often.
      return (try? CoordinateReferenceSystem(userText: crs.wellKnownText)) ?? crs
    #else
      return crs
    #endif
  }
}
