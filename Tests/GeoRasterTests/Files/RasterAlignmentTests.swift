import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct RasterAlignmentTests {
  private func grid(
    _ rows: Int, _ columns: Int, left: Double = 0, top: Double = 0, cell: Double = 10,
    crs: CoordinateReferenceSystem = .unknown
  ) -> RasterGrid {
    RasterGrid(
      rows: rows, columns: columns,
      geoTransform: GeoTransform(left: left, top: top, cellWidth: cell, cellHeight: cell), crs: crs)
  }

  @Test func gridsThatAgreeKeepTheirValues() throws {
    let raster = Raster(grid: grid(2, 2), values: [1, 2, .nan, 4])
    let target = grid(2, 2, left: 0.05)
    let aligned = try raster.aligned(to: target, resampling: .cubic, source: "a")
    #expect(aligned.grid == target)
    #expect(aligned.values[3] == 4 && aligned.values[2].isNaN)
  }

  @Test func wholeCellsAreCutAndPadded() throws {
    let raster = Raster(grid: grid(3, 3), values: (1...9).map(Float.init))
    let cut = try raster.aligned(
      to: grid(2, 2, left: 10, top: -10), resampling: .bilinear, source: "a")
    #expect(cut.values == [5, 6, 8, 9])
    let padded = try raster.aligned(
      to: grid(3, 3, left: -10.04, top: 20), resampling: .bilinear, source: "a")
    #expect(padded.values.map { $0.isNaN ? -1 : $0 } == [-1, -1, -1, -1, -1, -1, -1, 1, 2])
  }

  @Test func gridsThatDifferByWholeCellsAreTold() {
    let cells = grid(3, 4)
    #expect(cells.hasCells(of: grid(2, 2, left: 20, top: -10)))
    #expect(cells.covers(grid(2, 2, left: 20, top: -10)) && cells.covers(cells))
    #expect(cells.hasCells(of: grid(3, 3, left: 20)) && !cells.covers(grid(3, 3, left: 20)))
    #expect(!cells.covers(grid(3, 4, top: 10)) && !cells.covers(grid(4, 4)))
    #expect(!cells.hasCells(of: grid(2, 2, left: 3)) && !cells.covers(grid(2, 2, left: 3)))
    #expect(!cells.hasCells(of: grid(2, 2, cell: 5)))
  }

  @Test func noCommonCellThrows() throws {
    let raster = Raster(grid: grid(3, 3), repeating: 1)
    for target in [grid(3, 3, left: 30), grid(3, 3, top: 4000), grid(3, 3, left: -1e300)] {
      #expect(throws: GeoRasterError.self) {
        try raster.aligned(to: target, resampling: .nearest, source: "a")
      }
    }
  }

  @Test func aCancelledProgressEndsReading() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.\(RasterFile.fileExtension)")
    try Raster(grid: grid(4, 4), repeating: 1).write(to: file)
    let progress = Progress(totalUnitCount: 1)
    _ = try Raster.read(file, progress: progress)
    #expect(progress.isFinished)
    progress.cancel()
    #expect(throws: CancellationError.self) { try Raster.read(file, progress: progress) }
  }

  #if canImport(CGDAL)
    @Test func aCancelledProgressEndsWarping() throws {
      let raster = Raster(grid: grid(40, 40), repeating: 1)
      let target = grid(600, 40, cell: 3)
      let progress = Progress(totalUnitCount: 1)
      _ = try raster.aligned(
        to: target, resampling: .nearest, source: "a", progress: progress)
      #expect(progress.completedUnitCount == 3 && progress.isFinished)
      progress.cancel()
      #expect(throws: CancellationError.self) {
        try raster.aligned(to: target, resampling: .nearest, source: "a", progress: progress)
      }
    }

    @Test func resamplesWithoutTouchingNoData() throws {
      let raster = Raster(
        grid: grid(4, 4),
        values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, .nan, .nan, 13, 14, .nan, .nan])
      let coarse = grid(2, 2, cell: 20)
      let mean = try raster.aligned(to: coarse, resampling: .average, source: "a")
      #expect(mean.values.prefix(3) == [3.5, 5.5, 11.5] && mean.values[3].isNaN)
      let fine = grid(8, 8, cell: 5)
      let nearest = try raster.aligned(to: fine, resampling: .nearest, source: "a")
      #expect(nearest[0, 0] == 1 && nearest[1, 1] == 1 && nearest[0, 2] == 2 && nearest[7, 7].isNaN)
      // The centre of the fine cell is a quarter of a cell from that of the coarse one.
      let linear = try raster.aligned(to: fine, resampling: .bilinear, source: "a")
      #expect(abs(linear[1, 1] - (1 + 0.25 + 1)) < 1e-5)
    }

    @Test func modeTakesTheMostFrequentCategory() throws {
      let raster = Raster(grid: grid(2, 2), values: [7, 3, 7, 300])
      let mode = try raster.aligned(to: grid(1, 1, cell: 20), resampling: .mode, source: "a")
      #expect(mode.values == [7])
    }

    @Test func resultDoesNotDependOnThreads() throws {
      let values = (0..<700 * 30).map { Float(($0 * 7919) % 1009) }
      let raster = Raster(grid: grid(700, 30), values: values)
      let target = grid(900, 40, left: 3, top: -2, cell: 7.5)
      let one = try raster.aligned(to: target, resampling: .cubic, source: "a", threads: 1)
      let four = try raster.aligned(to: target, resampling: .cubic, source: "a", threads: 4)
      #expect(zip(one.values, four.values).allSatisfy { $0.bitPattern == $1.bitPattern })
    }

    @Test func anotherSystemIsTransformed() throws {
      // 500 000 m east in zone 43 is its central meridian, 75 degrees; the equator is 0 m north.
      let degrees = grid(40, 40, left: 74.98, top: 0.02, cell: 0.001, crs: .wgs84)
      let raster = Raster(
        grid: degrees,
        values: degrees.geoTransform.values(rows: 40, columns: 40) { Float(($0 - 75) * 1000) })
      let utm = try CoordinateReferenceSystem(userText: "EPSG:32643")
      let target = grid(10, 10, left: 499_500, top: 500, cell: 100, crs: utm)
      let aligned = try raster.aligned(to: target, resampling: .bilinear, source: "a")
      // A degree of longitude on the equator is 111 319.5 m, times the scale 0.9996.
      let expected = Float(50 / (111_319.49 * 0.9996) * 1000)
      #expect(abs(aligned[4, 5] - expected) < 1e-3)
      #expect(throws: GeoRasterError.self) {
        try raster.aligned(
          to: grid(10, 10, left: 499_500, top: 5_000_000, cell: 100, crs: utm),
          resampling: .bilinear, source: "a")
      }
    }
  #else
    @Test func resamplingNeedsGDAL() throws {
      let raster = Raster(grid: grid(3, 3), repeating: 1)
      let error = #expect(throws: GeoRasterError.self) {
        try raster.aligned(to: grid(3, 3, left: 5), resampling: .nearest, source: "a")
      }
      #expect(error?.description.contains("libgdal-dev") ?? false)
    }
  #endif
}

extension GeoTransform {
  fileprivate func values(rows: Int, columns: Int, _ value: (Double) -> Float) -> [Float] {
    (0..<rows).flatMap { row in
      (0..<columns).map { value(center(row: Double(row), column: Double($0)).x) }
    }
  }
}
