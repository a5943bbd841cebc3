import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct EsriASCIIGridTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> Raster {
    try Raster.read(folder.write(text, to: "grid.asc"))
  }

  @Test func readsCornersCellSizeAndNoData() throws {
    let raster = try read(
      "NCOLS 3\nnrows 2\nxllcorner 100.5\nyllcorner 200\ncellsize 10\nNODATA_value -9999\n1 2 -9999\n4.5 5e1 -6\n"
    )
    #expect(raster.grid.rows == 2 && raster.grid.columns == 3)
    #expect(
      raster.grid.geoTransform == GeoTransform(left: 100.5, top: 220, cellWidth: 10, cellHeight: 10)
    )
    #expect(raster.grid.crs.isUnknown)
    #expect(raster.values[0] == 1 && raster.values[2].isNaN)
    #expect(raster.values.suffix(3) == [4.5, 50, -6])
  }

  @Test func readsCentresOtherOrdersAndCellsThatAreNotSquare() throws {
    let raster = try read(
      "yllcenter 5\r\nxllcenter 1\r\ndx 2\r\ndy 10\r\nnrows 1\r\nncols 2\r\n7\r\n8")
    #expect(
      raster.grid.geoTransform == GeoTransform(left: 0, top: 10, cellWidth: 2, cellHeight: 10))
    #expect(raster.values == [7, 8])
  }

  @Test func infiniteAndNotANumberAreNoData() throws {
    let raster = try read("ncols 4\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\nnan inf -inf 1")
    #expect(raster.values.map(\.isNaN) == [true, true, true, false])
  }

  @Test(arguments: [
    ("", "empty"), ("ncols 2\n", "nrows"), ("ncols 2\nnrows x\n", "nrows"),
    ("ncols 2.5\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2", "ncols"),
    ("ncols 2\nnrows -1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2", "nrows"),
    ("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 0\n1 2", "cell size"),
    ("ncols 2\nnrows 1\nxllcorner inf\nyllcorner 0\ncellsize 1\n1 2", "xllcorner"),
    ("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1", "the end after 1"),
    ("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2 3", "the end after 2 values"),
    ("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 1,5", "1,5"),
    ("ncols 100000\nnrows 100000\nxllcorner 0\nyllcorner 0\ncellsize 1\n1", "100000"),
    ("ncols 9999999999\nnrows 9999999999\nxllcorner 0\nyllcorner 0\ncellsize 1\n1", "more cells"),
    ("ncols 1e30\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1", "ncols"),
  ])
  func brokenFilesThrow(text: String, mention: String) throws {
    let error = #expect(throws: GeoRasterError.self) { try read(text) }
    #expect(error?.description.contains(mention) ?? false, "\(String(describing: error))")
  }

  @Test func writtenNumbersReadBackExactly() throws {
    var values: [Float] = [
      0, -0.0, 1, -1, 0.1, .leastNonzeroMagnitude, .leastNormalMagnitude.nextDown,
      .leastNormalMagnitude, .greatestFiniteMagnitude, 16_777_216, 1.0 / 3, .nan, 2e9, -9998.999,
    ]
    var bits: UInt32 = 1
    while values.count < 20_000 {
      // A linear congruential generator over all bit patterns.
      bits = bits &* 1_664_525 &+ 1_013_904_223
      let value = Float(bitPattern: bits)
      if value.isFinite { values.append(value) }
    }
    let grid = RasterGrid(
      rows: 100, columns: 200,
      geoTransform: GeoTransform(left: 0.1, top: 7.3, cellWidth: 0.1, cellHeight: 1.0 / 3),
      crs: .unknown)
    try Raster(grid: grid, values: values).write(to: folder.file("a.asc"))
    let back = try Raster.read(folder.file("a.asc"))
    #expect(back.grid.agrees(with: grid))
    for (old, new) in zip(values, back.values) {
      #expect(old.isNaN ? new.isNaN : old.bitPattern == new.bitPattern, "\(old) \(new)")
    }
  }

  @Test func aValueOfTheUsualMarkerIsKept() throws {
    let grid = RasterGrid(
      rows: 1, columns: 3, geoTransform: .init(left: 0, top: 1, cellWidth: 1, cellHeight: 1),
      crs: .unknown)
    try Raster(grid: grid, values: [-9999, .nan, .infinity]).write(to: folder.file("a.asc"))
    let back = try Raster.read(folder.file("a.asc"))
    #expect(back.values[0] == -9999 && back.values[1].isNaN && back.values[2].isNaN)
  }

  @Test func theProjectionIsBesideAndReplacedWithTheRaster() throws {
    let place = GeoTransform(left: 0, top: 1, cellWidth: 1, cellHeight: 1)
    let utm = try CoordinateReferenceSystem(userText: "EPSG:32643")
    let known = RasterGrid(rows: 1, columns: 1, geoTransform: place, crs: utm)
    try Raster(grid: known, values: [1]).write(to: folder.file("a.asc"))
    #expect(folder.names == ["a.asc", "a.prj"])
    let back = try Raster.grid(of: folder.file("a.asc"))
    #expect(!back.crs.isUnknown && back.crs.isSame(as: utm))
    #expect(!back.crs.isSame(as: try CoordinateReferenceSystem(userText: "EPSG:32644")))

    let unknown = RasterGrid(rows: 1, columns: 1, geoTransform: place, crs: .unknown)
    try Raster(grid: unknown, values: [1]).write(to: folder.file("a.asc"))
    #expect(folder.names == ["a.asc"])
  }

  @Test func aFailedWriteLeavesNothing() throws {
    let raster = Raster(
      grid: RasterGrid(
        rows: 1, columns: 1, geoTransform: .init(left: 0, top: 1, cellWidth: 1, cellHeight: 1),
        crs: .wgs84), values: [1])
    try FileManager.default.createDirectory(
      at: folder.file("taken.asc"), withIntermediateDirectories: false)
    #expect(throws: GeoRasterError.self) { try raster.write(to: folder.file("taken.asc")) }
    #expect(throws: GeoRasterError.self) { try raster.write(to: folder.file("missing/a.asc")) }
    #expect(throws: GeoRasterError.self) { try raster.write(to: folder.file("a.xyz")) }
    #expect(folder.names == ["taken.asc"])
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func matchesTheStudyAreaAsText() throws {
    let raster = try Raster.read(ReferenceData.file("data/ecuador_rbsf/elevation.asc"))
    #expect(raster.grid.rows == 415 && raster.grid.columns == 383)
    // Its README counts 619 cells without a value.
    #expect(raster.grid.count - raster.validCount == 619)
    #expect(raster.values[0] == 2227.6)
    #expect(raster.grid.crs.metersPerUnit == 1 && !raster.grid.crs.isGeographic)
  }
}
