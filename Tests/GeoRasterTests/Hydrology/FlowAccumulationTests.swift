import GeoRaster
import TestSupport
import Testing

@Suite struct FlowAccumulationTests {
  @Test func countsTheCellsUpstream() throws {
    // A valley down the middle column.
    let raster = metricRaster([[9, 5, 9], [8, 4, 8], [7, 3, 7]], width: 10, height: 10)
    #expect(try raster.flowAccumulation().values == [1, 3, 1, 1, 6, 1, 1, 9, 1])
    #expect(try raster.flowDirections().contributingAreas()[7] == 900)
  }

  @Test func everyCellLeavesThroughOneOutlet() throws {
    var raster = bumpyRaster(rows: 60, columns: 45)
    raster.values[500] = .nan
    let directions = try raster.fillingDepressions().flowDirections()
    let counts = try directions.accumulatedCells()
    let leaving = counts.indices.filter {
      directions.isValid[$0] && directions.receiver(of: $0) == nil
    }
    #expect(leaving.reduce(0) { $0 + counts[$1] } == raster.validCount)
    #expect(counts[500] == 0)
    #expect(try raster.flowAccumulation()[500 / 45, 500 % 45].isNaN)
  }

  @Test func donorsComeBeforeTheirReceiver() throws {
    var raster = bumpyRaster(rows: 30, columns: 25)
    raster.values[100] = .nan
    let directions = try raster.fillingDepressions().flowDirections()
    let order = try directions.downstreamOrder()
    var position = [Int](repeating: -1, count: raster.grid.count)
    for (place, cell) in order.enumerated() { position[cell] = place }
    #expect(order.count == raster.validCount && Set(order).count == order.count)
    for cell in order {
      if let next = directions.receiver(of: cell) { #expect(position[next] > position[cell]) }
    }
  }

  @Test func streamsBeginWhereTheCatchmentIsLargeEnough() throws {
    let raster = metricRaster([[9, 5, 9], [8, 4, 8], [7, 3, 7]], width: 1000, height: 500)
    let streams = try raster.streams(minimumAreaInSquareKilometers: 2)
    #expect(streams == [false, false, false, false, true, false, false, true, false])
    #expect(try raster.streams(minimumAreaInSquareKilometers: 5).allSatisfy { !$0 })
    for area in [0, -1, Double.nan, .infinity] {
      #expect(throws: GeoRasterError.self) {
        try raster.streams(minimumAreaInSquareKilometers: area)
      }
    }
  }
}
