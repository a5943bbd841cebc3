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
  static func grid(of file: URL) throws -> RasterGrid {
    try withScanner(of: file) { scanner in
      try grid(header: EsriASCIIHeader(scanning: &scanner, file: file), file: file)
    }
  }

  /// Reads a whole file; NoData and infinite values are NaN.
  static func read(_ file: URL, progress: Progress? = nil) throws -> Raster {
    try withScanner(of: file) { scanner in
      let header = try EsriASCIIHeader(scanning: &scanner, file: file)
      // A value takes at least a digit and a space.
      try InputFile.checkCells(
        rows: header.rows, columns: header.columns, of: file, fileSize: scanner.bytes.count,
        cellsPerByte: 0.6)
      let grid = try grid(header: header, file: file)
      return Raster(grid: grid, values: try values(header, &scanner, file, progress))
    }
  }

  /// The `.prj` that belongs to a raster.
  static func projectionFile(of file: URL) -> URL {
    file.deletingPathExtension().appendingPathExtension("prj")
  }

  private static func withScanner<Result>(
    of file: URL, _ body: (inout DecimalScanner) throws -> Result
  ) throws -> Result {
    let data = try InputFile.bytes(of: file)
    return try data.withUnsafeBytes { raw in
      var scanner = DecimalScanner(raw.bindMemory(to: UInt8.self))
      return try body(&scanner)
    }
  }

  private static func grid(header: EsriASCIIHeader, file: URL) throws -> RasterGrid {
    try RasterGrid(
      rows: header.rows, columns: header.columns, geoTransform: header.geoTransform,
      crs: projection(of: file)
    ).checkedPlace(in: file)
  }

  private static func projection(of file: URL) -> CoordinateReferenceSystem {
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

  private static func values(
    _ header: EsriASCIIHeader, _ scanner: inout DecimalScanner, _ file: URL, _ progress: Progress?
  ) throws -> [Float] {
    let count = header.rows * header.columns
    let noData = header.noData.map { Float($0) } ?? .nan
    progress?.totalUnitCount = Int64(header.rows)
    func malformed(_ index: Int, _ expected: String, _ found: String) -> GeoRasterError {
      let place = "row \(index / header.columns + 1), column \(index % header.columns + 1)"
      return .malformed(file: file.path, place: place, expected: expected, found: found)
    }
    let values = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        guard let token = scanner.token() else {
          throw malformed(index, "\(count) values", "the end after \(index)")
        }
        guard let value = scanner.float(token) else {
          throw malformed(index, "a number", scanner.text(token))
        }
        buffer[index] = value == noData || value.isInfinite ? .nan : value
        initialized = index + 1
        if (index + 1) % header.columns == 0 {
          try Progress.advance(progress, to: (index + 1) / header.columns)
        }
      }
    }
    if let token = scanner.token() {
      throw malformed(count - 1, "the end after \(count) values", scanner.text(token))
    }
    return values
  }
}
