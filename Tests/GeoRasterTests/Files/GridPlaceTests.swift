import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct GridPlaceTests {
  private let file = URL(fileURLWithPath: "/data/a.tif")

  private func grid(
    left: Double, top: Double, cell: Double, crs: CoordinateReferenceSystem = .unknown,
    rows: Int = 60, columns: Int = 80
  ) -> RasterGrid {
    RasterGrid(
      rows: rows, columns: columns,
      geoTransform: GeoTransform(left: left, top: top, cellWidth: cell, cellHeight: cell), crs: crs)
  }

  @Test func placesThatCannotBeAreRefused() {
    let impossible = [
      grid(left: -1e308, top: 1e308, cell: 1e300), grid(left: 5e5, top: 3e6, cell: 1e-310),
      grid(left: 5e5, top: 3e6, cell: 1e-10),
      // Metres under a system in degrees, latitudes beyond the pole, longitudes beyond all turns.
      grid(left: 5e5, top: 3e6, cell: 30, crs: .wgs84),
      grid(left: 0, top: 140, cell: 1.5, crs: .wgs84),
      grid(left: -2000, top: 40, cell: 0.5, crs: .wgs84),
    ]
    for grid in impossible {
      #expect(throws: GeoRasterError.self, "\(grid)") { try grid.checkedPlace(in: file) }
    }
    let possible = [
      grid(left: -1e7, top: 1e8, cell: 1e6), grid(left: 0, top: 0, cell: 1e-6),
      grid(left: 74, top: 34, cell: 0.0003, crs: .wgs84),
      // The whole earth with centres on the poles.
      grid(left: 0, top: 90.125, cell: 0.25, crs: .wgs84, rows: 721, columns: 1440),
    ]
    for grid in possible {
      #expect(throws: Never.self, "\(grid)") { try grid.checkedPlace(in: file) }
    }
  }

  @Test func gridsThatDoNotFitIntoMemoryAreRefused() {
    let huge = grid(left: 0, top: 0, cell: 1, rows: 2_000_000, columns: 2_000_000)
    #expect(throws: GeoRasterError.self) { try huge.checkMemory(of: file) }
    #expect(throws: Never.self) { try grid(left: 0, top: 0, cell: 1).checkMemory(of: file) }
  }

  /// pyproj 3.7.2: Geod(ellps='WGS84').inv over 0.001 degrees of longitude, and of latitude around it.
  @Test(arguments: [
    (0.0, 111.31949079, 110.57427582), (34.5, 91.83998140, 110.93144916),
    (-60, 55.80000157, 111.41228746), (89, 1.94932673, 111.69363564),
  ])
  func metresOfDegreesDependOnTheRow(latitude: Double, east: Double, north: Double) {
    let cell = 0.001
    let grid = grid(left: 0, top: latitude + 1.5 * cell, cell: cell, crs: .wgs84)
    let size = grid.cellSizeInMeters(row: 1)
    #expect(abs(size.width - east) < 1e-6 && abs(size.height - north) < 1e-6)
  }
}
