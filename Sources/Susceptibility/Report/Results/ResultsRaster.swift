import Foundation
import GeoRaster

/// Reads the Esri ASCII grids of a study.
enum ResultsRaster {
  static func read(_ file: URL) throws -> Raster {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw GeoRasterError.unreadable(file: file.path, reason: "it is no text")
    }
    let words = text.split(whereSeparator: { " \n\r\t".contains($0) })
    let header = words.prefix(12).enumerated().filter { $0.offset % 2 == 1 }
      .compactMap { Double($0.element) }
    let malformed = GeoRasterError.malformed(
      file: file.path, place: "header", expected: "six numbers", found: "\(header)")
    guard header.count == 6, let columns = Int(exactly: header[0]),
      let rows = Int(exactly: header[1]),
      (1...100_000).contains(rows), (1...100_000).contains(columns), header[4] > 0,
      words.count == 12 + rows * columns
    else { throw malformed }
    let grid = RasterGrid(
      rows: rows, columns: columns,
      geoTransform: GeoTransform(
        left: header[2], top: header[3] + header[4] * Double(rows), cellWidth: header[4],
        cellHeight: header[4]),
      crs: .unknown)
    let noData = Float(header[5])
    return Raster(
      grid: grid,
      values: words.dropFirst(12).map { Float($0).map { $0 == noData ? .nan : $0 } ?? .nan })
  }
}
