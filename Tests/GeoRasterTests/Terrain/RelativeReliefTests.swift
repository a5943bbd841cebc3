import GeoRaster
import TestSupport
import Testing

@Suite struct RelativeReliefTests {
  /// The definition, cell by cell.
  private func plainRelief(_ raster: Raster, window: Int) -> [Float] {
    let half = min(window / 2, 1000)
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    return (0..<rows * columns).map { index in
      guard raster.values[index].isFinite else { return .nan }
      let (row, column) = (index / columns, index % columns)
      var (low, high) = (Float.infinity, -Float.infinity)
      for r in max(0, row - half)...min(rows - 1, row + half) {
        for c in max(0, column - half)...min(columns - 1, column + half)
        where raster[r, c].isFinite {
          low = min(low, raster[r, c])
          high = max(high, raster[r, c])
        }
      }
      return high - low
    }
  }

  @Test(arguments: [1, 3, 5, 7, 15, 31, 77, 1001, Int.max])
  func equalsThePlainDefinition(window: Int) throws {
    for (rows, columns) in [(37, 29), (1, 20), (20, 1), (1, 1), (70, 8), (2, 2)] {
      var raster = bumpyRaster(rows: rows, columns: columns)
      for index in stride(from: 3, to: raster.values.count, by: 11) { raster.values[index] = .nan }
      if raster.values.count > 50 { raster.values[20] = .infinity }
      let relief = try raster.relativeRelief(window: window)
      #expect(
        largestDifference(relief.values, plainRelief(raster, window: window).map(Double.init)) == 0)
      #expect(
        try raster.relativeRelief(window: window, threads: 1).values.map(\.bitPattern)
          == relief.values.map(\.bitPattern))
    }
  }

  @Test(arguments: [0, 2, 14, -3, Int.min])
  func evenOrNegativeWindowsThrow(window: Int) {
    #expect(throws: GeoRasterError.self) {
      try bumpyRaster(rows: 4, columns: 4).relativeRelief(window: window)
    }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("focal_ndvi")["cases"].elements {
      let item = TerrainCase(values, key: "raster")
      let relief = try item.raster.relativeRelief(window: try #require(values["window"].int))
      #expect(largestDifference(relief.values, values["range"].doubles) == 0)
    }
  }
}
