import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct VegetationIndexTests {
  @Test func handSizedCaseAndUndefinedCells() throws {
    let red = metricRaster([[0.1, 0.3, 0, .nan, .infinity, 0.2]])
    let nearInfrared = metricRaster([[0.3, 0.1, 0, 0.5, 0.5, 0.2]])
    let index = try Raster.normalizedDifferenceVegetationIndex(red: red, nearInfrared: nearInfrared)
    #expect(abs(index.values[0] - 0.5) < 1e-6)
    #expect(abs(index.values[1] + 0.5) < 1e-6)
    #expect(index.values[2].isNaN && index.values[3].isNaN && index.values[4].isNaN)
    #expect(index.values[5] == 0)
  }

  /// Taller than a tile, with NoData islands, sums of 0 and infinite values.
  @Test(arguments: [1, 7, 64, nil]) func stripsLeaveNoTrace(stripRows: Int?) throws {
    var red = bumpyRaster(rows: 270, columns: 37)
    var nearInfrared = red
    for index in red.values.indices {
      nearInfrared.values[index] = Float(index % 101) * 3
      if index % 89 == 0 { red.values[index] = .nan }
      if index % 97 == 0 { nearInfrared.values[index] = -red.values[index] }
    }
    (red[0, 0], nearInfrared[130, 36], red[269, 10]) = (.infinity, .nan, -.infinity)
    let folder = try TemporaryFolder()
    for format in RasterFile.usesGDAL ? ["asc", "tif"] : ["asc"] {
      let (first, second) = (folder.file("red.\(format)"), folder.file("nir.\(format)"))
      try red.write(to: first)
      try nearInfrared.write(to: second)
      let whole = folder.file("whole.\(format)")
      let strips = folder.file("strips.\(format)")
      let index = try Raster.normalizedDifferenceVegetationIndex(
        red: red, nearInfrared: nearInfrared)
      try index.write(to: whole, description: "ndvi")
      let band = try VegetationIndexBand(
        red: RasterFileBand(first), nearInfrared: RasterFileBand(second), threads: 2)
      let valid = try band.write(to: strips, description: "ndvi", stripRows: stripRows, threads: 2)
      #expect(valid == index.validCount)
      #expect(try Data(contentsOf: strips) == Data(contentsOf: whole), "\(format)")
    }
  }

  @Test func theIndexOfAWindowIsThatOfItsCells() throws {
    let red = bumpyRaster(rows: 9, columns: 8)
    let nearInfrared = bumpyRaster(rows: 9, columns: 8)
    let window = Window(row: -1, column: 5, rows: 6, columns: 6)
    let whole = try Raster.normalizedDifferenceVegetationIndex(
      red: red, nearInfrared: nearInfrared)
    let part = try VegetationIndexBand(red: red, nearInfrared: nearInfrared).read(window)
    #expect(part.map(\.bitPattern) == whole.read(window).map(\.bitPattern))
  }

  @Test func bandsOfOtherCellsAreRefused() {
    let error = #expect(throws: GeoRasterError.self) {
      try VegetationIndexBand(
        red: bumpyRaster(rows: 3, columns: 4), nearInfrared: bumpyRaster(rows: 4, columns: 4))
    }
    #expect(error?.description.contains("the cells of the red band") == true)
  }

  @Test func cancellingLeavesNoFile() throws {
    let band = try VegetationIndexBand(
      red: bumpyRaster(rows: 30, columns: 4), nearInfrared: bumpyRaster(rows: 30, columns: 4))
    let folder = try TemporaryFolder()
    let progress = Progress(totalUnitCount: 1)
    progress.cancel()
    #expect(throws: CancellationError.self) {
      try band.write(to: folder.file("ndvi.asc"), stripRows: 7, progress: progress)
    }
    #expect(folder.names.isEmpty)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    let golden = try ReferenceData.golden("focal_ndvi")["ndvi"]
    let index = try Raster.normalizedDifferenceVegetationIndex(
      red: metricRaster([golden["red"].floats]), nearInfrared: metricRaster([golden["nir"].floats]))
    #expect(largestDifference(index.values, golden["ndvi"].doubles) < 1e-6)
  }
}
