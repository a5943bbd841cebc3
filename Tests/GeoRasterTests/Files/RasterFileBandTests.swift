import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct RasterFileBandTests {
  private static let raster: Raster = {
    var raster = bumpyRaster(rows: 23, columns: 11)
    raster[4, 7] = .nan
    return raster
  }()

  private static let windows = [
    Window(row: 0, column: 0, rows: 23, columns: 11),
    Window(row: 20, column: 3, rows: 3, columns: 5),
    Window(row: 2, column: 6, rows: 4, columns: 1),
    Window(row: -2, column: -3, rows: 5, columns: 20),
    Window(row: 22, column: 10, rows: 4, columns: 4),
    Window(row: 23, column: 0, rows: 2, columns: 2),
    Window(row: 5, column: 5, rows: 0, columns: 3),
  ]

  /// The definition, cell by cell.
  private func plain(_ raster: Raster, _ window: Window) -> [Float] {
    (window.row..<window.row + window.rows).flatMap { row in
      (window.column..<window.column + window.columns).map { column in
        (0..<raster.grid.rows).contains(row) && (0..<raster.grid.columns).contains(column)
          ? raster[row, column] : .nan
      }
    }
  }

  private func expectWindows(of band: some RasterBand, equal raster: Raster) throws {
    #expect(band.grid.agrees(with: raster.grid))
    // There and back, so that rows that have been passed are asked for again.
    for window in Self.windows + Self.windows.reversed() {
      let expected = plain(raster, window).map { $0.isNaN ? -1 : $0 }
      #expect(try band.read(window).map { $0.isNaN ? -1 : $0 } == expected, "\(window)")
    }
  }

  @Test func windowsOfMemoryAndFilesAreEqual() throws {
    try expectWindows(of: Self.raster, equal: Self.raster)
    let folder = try TemporaryFolder()
    for format in RasterFile.usesGDAL ? ["asc", "tif"] : ["asc"] {
      let file = folder.file("raster.\(format)")
      try Self.raster.write(to: file)
      try expectWindows(of: RasterFileBand(file), equal: Self.raster)
    }
  }

  @Test func valuesMayCrossThePiecesOfTheText() throws {
    // More than a megabyte of text in one line, with numbers of changing length.
    let count = 150_000
    let numbers = (0..<count).map { Float($0 % 977) * 1.0625 - 300 }
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "ncols \(count / 2)\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n"
        + numbers.map(\.description).joined(separator: "   "), to: "long.asc")
    #expect(try Raster.read(file).values == numbers)
    let last = Window(row: 1, column: count / 2 - 3, rows: 1, columns: 3)
    #expect(try RasterFileBand(file).read(last) == Array(numbers.suffix(3)))
  }

  @Test(
    arguments: [
      ("1 2 3", "the end after 3"), ("1 2 x 4", "x"), ("1 2 3 4 5", "5"), ("", "the end"),
    ])
  func damagedTextThrows(values: String, found: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n" + values, to: "damaged.asc")
    let whole = Window(row: 0, column: 0, rows: 2, columns: 2)
    #expect(throws: GeoRasterError.self) { try RasterFileBand(file).read(whole) }
    do { _ = try RasterFileBand(file).read(whole) } catch { #expect("\(error)".contains(found)) }
    #expect(throws: GeoRasterError.self) {
      try RasterFileBand(file).write(.slope(), to: folder.file("slope.asc"), stripRows: 1)
    }
    #expect(folder.names == ["damaged.asc"])
  }

  @Test func missingFilesAndBandsThrow() throws {
    let folder = try TemporaryFolder()
    #expect(throws: GeoRasterError.self) { try RasterFileBand(folder.file("none.asc")) }
    let file = folder.file("raster.\(RasterFile.fileExtension)")
    try Self.raster.write(to: file)
    #expect(throws: GeoRasterError.self) { try RasterFileBand(file, band: 2) }
  }

  @Test(
    .enabled(
      if: ReferenceData.isAvailable && RasterFile.usesGDAL, Comment(rawValue: ReferenceData.comment)
    ))
  func equalsTheWholeFileForEveryKindOfGeoTIFF() throws {
    let folder = try ReferenceData.file("golden/geotiff")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    for name in names where ["tif", "asc"].contains(URL(fileURLWithPath: name).pathExtension) {
      let file = folder.appendingPathComponent(name)
      guard let whole = try? Raster.read(file) else { continue }
      let band = try RasterFileBand(file)
      for window in Self.windows {
        let expected = plain(whole, window).map { $0.isNaN ? -1 : $0 }
        #expect(try band.read(window).map { $0.isNaN ? -1 : $0 } == expected, "\(name) \(window)")
      }
    }
  }
}
