import GeoRaster
import TestSupport
import Testing

@Suite struct DepressionFillingTests {
  /// The definition: the lowest of all surfaces that satisfy it, approached from above.
  private func plainFill(_ raster: Raster) -> [Float] {
    let (rows, columns) = (raster.grid.rows, raster.grid.columns)
    func neighbors(_ index: Int) -> [Int?] {
      let (row, column) = (index / columns, index % columns)
      return (-1...1).flatMap { r in
        (-1...1).compactMap { c in
          if r == 0 && c == 0 { return nil as Int?? }
          let isInside =
            (0..<rows).contains(row + r) && (0..<columns).contains(column + c)
            && raster[row + r, column + c].isFinite
          return .some(isInside ? (row + r) * columns + column + c : nil)
        }
      }
    }
    var level = raster.values.indices.map { index in
      !raster.values[index].isFinite
        ? Float.nan : neighbors(index).contains { $0 == nil } ? raster.values[index] : .infinity
    }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in level.indices where level[index] > raster.values[index] {
        let lowest = neighbors(index).compactMap { $0.map { level[$0] } }.min() ?? .infinity
        let new = max(raster.values[index], lowest)
        if new < level[index] {
          level[index] = new
          hasChanged = true
        }
      }
    }
    return level
  }

  @Test func pitIsFilledToItsLowestRim() {
    let raster = metricRaster([
      [9, 9, 9, 9, 9], [9, 2, 1, 6, 9], [9, 8, 3, 9, 5], [9, 9, 9, 9, 9],
    ])
    // The rim is the 6, which drains to the 5 on the edge.
    #expect(
      raster.fillingDepressions().values == [
        9, 9, 9, 9, 9, 9, 6, 6, 6, 9, 9, 8, 6, 9, 5, 9, 9, 9, 9, 9,
      ])
  }

  @Test func missingCellsAreOutlets() {
    let raster = metricRaster([[9, 9, 9, 9], [9, 1, 2, 9], [9, 3, .nan, 9], [9, 9, 9, 9]])
    #expect(
      largestDifference(raster.fillingDepressions().values, raster.values.map(Double.init)) == 0)
    let infinite = metricRaster([[9, 9, 9], [9, -.infinity, 9], [9, 9, .infinity]])
    #expect(
      infinite.fillingDepressions().values.map(\.isNaN) == infinite.values.map { !$0.isFinite })
  }

  @Test(arguments: [(30, 40), (1, 50), (50, 1), (1, 1), (2, 3), (64, 64)])
  func equalsThePlainDefinition(rows: Int, columns: Int) {
    var raster = bumpyRaster(rows: rows, columns: columns)
    for index in stride(from: 17, to: raster.values.count, by: 97) { raster.values[index] = .nan }
    let filled = raster.fillingDepressions().values
    #expect(largestDifference(filled, plainFill(raster).map(Double.init)) == 0)
    // Whole metres make level ground and ties.
    let coarse = Raster(grid: raster.grid, values: raster.values.map { ($0 / 8).rounded() })
    let filledCoarse = coarse.fillingDepressions().values
    #expect(largestDifference(filledCoarse, plainFill(coarse).map(Double.init)) == 0)
  }

  @Test func extremeElevationsWork() {
    let highest = Float.greatestFiniteMagnitude
    let raster = metricRaster([
      [highest, 0, 5, 7], [-0.0, -highest, 3, 1], [2, -0.0, 0.0, 1e-37], [1, 4, 2, highest],
    ])
    #expect(
      largestDifference(raster.fillingDepressions().values, plainFill(raster).map(Double.init)) == 0
    )
    #expect(
      Raster(grid: metricGrid(rows: 3, columns: 3), repeating: .nan).fillingDepressions().validCount
        == 0)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func equalsReferenceValues() throws {
    for values in try ReferenceData.golden("hydrology")["cases"].elements {
      let item = TerrainCase(values)
      #expect(
        largestDifference(item.raster.fillingDepressions().values, values["filled"].doubles) == 0)
    }
  }
}
