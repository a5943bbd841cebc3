#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import TestSupport
  import Testing

  @testable import GeoRaster

  @Suite struct GDALRasterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Makes a small file through GDAL itself.
    private func make(
      _ name: String, type: GDALDataType, values: [Double], columns: Int,
      geoTransform: [Double] = [0, 1, 0, 0, 0, -1], noData: Double? = nil,
      adjust: (GDALRasterBandH) -> Void = { _ in }
    ) throws -> URL {
      let file = folder.file(name)
      let rows = values.count / columns
      let driver = try #require(GDALLibrary.quietly { _ in GDALGetDriverByName("GTiff") })
      let handle = try #require(
        GDALCreate(driver, file.path, Int32(columns), Int32(rows), 1, type, nil))
      var place = geoTransform
      var stored = values
      if !place.isEmpty { #expect(GDALSetGeoTransform(handle, &place) == CE_None) }
      let band = try #require(GDALGetRasterBand(handle, 1))
      if let noData { GDALSetRasterNoDataValue(band, noData) }
      adjust(band)
      let status = GDALRasterIO(
        band, GF_Write, 0, 0, Int32(columns), Int32(rows), &stored, Int32(columns), Int32(rows),
        GDT_Float64, 0, 0)
      #expect(status == CE_None)
      GDALClose(handle)
      return file
    }

    @Test func markersAreComparedInTheTypeOfTheBand() throws {
      // The lowest Float as programs abbreviate it, beyond the lowest Float itself.
      let lowest = Double(-Float.greatestFiniteMagnitude)
      let float = try make(
        "f.tif", type: GDT_Float32, values: [lowest, 1, 0.1], columns: 3,
        noData: -3.4028234663852886e+38)
      #expect(try Raster.read(float).values.map(\.isNaN) == [true, false, false])
      let tenth = try make(
        "t.tif", type: GDT_Float32, values: [0.1, 1], columns: 2, noData: 0.1)
      #expect(try Raster.read(tenth).values.map(\.isNaN) == [true, false])
      // As Float both are 2147483648.
      let whole = try make(
        "i.tif", type: GDT_Int32, values: [2_147_483_647, 2_147_483_646], columns: 2,
        noData: 2_147_483_647)
      #expect(try Raster.read(whole).values.map(\.isNaN) == [true, false])
      let byte = try make("b.tif", type: GDT_Byte, values: [0, 241], columns: 2, noData: -9999)
      #expect(try Raster.read(byte).values == [0, 241])
      let notANumber = try make(
        "n.tif", type: GDT_Float64, values: [.nan, .infinity, 2], columns: 3, noData: .nan)
      #expect(try Raster.read(notANumber).values.map(\.isNaN) == [true, true, false])
    }

    @Test func scaleAndOffsetComeAfterTheMarker() throws {
      let file = try make(
        "s.tif", type: GDT_Int16, values: [100, -1, 7], columns: 3, noData: -1
      ) {
        GDALSetRasterScale($0, 0.5)
        GDALSetRasterOffset($0, 10)
      }
      let raster = try Raster.read(file)
      #expect(raster.values[0] == 60 && raster.values[1].isNaN && raster.values[2] == 13.5)
    }

    @Test func rowsAreTurnedNorthUp() throws {
      let file = try make(
        "south.tif", type: GDT_Float32, values: [1, 2, 3, 4, 5, 6], columns: 2,
        geoTransform: [10, 1, 0, 20, 0, 2])
      let raster = try Raster.read(file)
      #expect(raster.values == [5, 6, 3, 4, 1, 2])
      #expect(raster.grid.geoTransform == .init(left: 10, top: 26, cellWidth: 1, cellHeight: 2))
      let west = try make(
        "west.tif", type: GDT_Float32, values: [1, 2, 3, 4], columns: 2,
        geoTransform: [10, -1, 0, 20, 0, -2])
      #expect(try Raster.read(west).values == [2, 1, 4, 3])
      #expect(try Raster.read(west).grid.geoTransform.left == 8)
    }

    @Test func rotatedAndUnplacedFilesAreRefused() throws {
      let rotated = try make(
        "r.tif", type: GDT_Byte, values: [1, 2], columns: 2, geoTransform: [0, 1, 0.5, 0, 0.5, -1])
      #expect(throws: GeoRasterError.rotatedGrid(file: rotated.path)) { try Raster.read(rotated) }
      let unplaced = try make(
        "u.tif", type: GDT_Byte, values: [1, 2], columns: 2, geoTransform: [])
      #expect(throws: GeoRasterError.self) { try Raster.grid(of: unplaced) }
      #expect(throws: GeoRasterError.self) { try Raster.read(rotated, band: 2) }
    }

    @Test func hostileFilesThrow() throws {
      let empty = try folder.write("", to: "empty.tif")
      let text = try folder.write("no raster at all", to: "text.tif")
      for file in [empty, text, folder.url, folder.file("missing.tif")] {
        let error = #expect(throws: GeoRasterError.self) { try Raster.read(file) }
        guard case .unreadable = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
      let whole = try make(
        "whole.tif", type: GDT_Float32, values: (0..<10_000).map { Double($0 * 37 % 101) },
        columns: 100)
      let data = try Data(contentsOf: whole)
      for share in stride(from: 0.0, to: 1, by: 0.09) {
        let cut = folder.file("cut.tif")
        try data.prefix(Int(Double(data.count) * share)).write(to: cut)
        // A file without its last bytes may still have all of its values; it must not trap.
        _ = try? Raster.read(cut)
      }
      try data.prefix(data.count / 2).write(to: folder.file("half.tif"))
      #expect(throws: GeoRasterError.self) { try Raster.read(folder.file("half.tif")) }
    }

    @Test func aHugeHeaderWithoutDataThrows() throws {
      let driver = try #require(GDALLibrary.quietly { _ in GDALGetDriverByName("GTiff") })
      let file = folder.file("huge.tif")
      let options = ["SPARSE_OK=TRUE", "TILED=YES", "COMPRESS=DEFLATE"]
      let created = OptionList.with(options) {
        GDALCreate(driver, file.path, 100_000, 100_000, 1, GDT_Float32, $0)
      }
      let handle = try #require(created)
      var place = [0.0, 1, 0, 0, 0, -1]
      GDALSetGeoTransform(handle, &place)
      GDALClose(handle)
      let error = #expect(throws: GeoRasterError.self) { try Raster.read(file) }
      guard case .tooLarge = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try Raster.grid(of: file).columns == 100_000)
    }

    @Test func writtenFilesReadBackExactlyAndAreTheSameBytes() throws {
      let crs = try CoordinateReferenceSystem(userText: "EPSG:32717")
      let grid = RasterGrid(
        rows: 300, columns: 257,
        geoTransform: .init(
          left: 711_962.726935, top: 9_561_011.75, cellWidth: 10, cellHeight: 12.5),
        crs: crs)
      var values = (0..<grid.count).map { Float($0 % 977) / 7 }
      values[5] = .nan
      values[6] = .infinity
      let raster = Raster(grid: grid, values: values)
      let file = folder.file("a.tif")
      try Data("old".utf8).write(to: folder.file("a.tif.aux.xml"))
      try raster.write(to: file, description: "slope")
      let first = try Data(contentsOf: file)
      try raster.write(to: file, description: "slope")
      #expect(try Data(contentsOf: file) == first)
      #expect(folder.names == ["a.tif"])
      let back = try Raster.read(file)
      #expect(back.grid.geoTransform == grid.geoTransform)
      #expect(back.grid.crs.authorityCode == "EPSG:32717")
      #expect(back.values[5].isNaN && back.values[6].isNaN)
      #expect(back.values[7...] == raster.values[7...])
    }

    @Test func systemsOfPrjFilesGetTheirCode() throws {
      let grid = RasterGrid(
        rows: 1, columns: 1, geoTransform: .init(left: 0, top: 0, cellWidth: 1, cellHeight: 1),
        crs: CoordinateReferenceSystem(wellKnownText: CoordinateReferenceSystemTests.esriUTM43))
      try Raster(grid: grid, repeating: 1).write(to: folder.file("a.tif"))
      #expect(try Raster.grid(of: folder.file("a.tif")).crs.authorityCode == "EPSG:32643")
    }

    @Test func theLayoutIsCloudOptimised() throws {
      let grid = RasterGrid(
        rows: 300, columns: 600, geoTransform: .init(left: 0, top: 0, cellWidth: 1, cellHeight: 1),
        crs: .wgs84)
      try Raster(grid: grid, repeating: 1).write(to: folder.file("a.tif"), description: "p")
      let dataSet = try GDALDataSet(opening: folder.file("a.tif"), kind: GDAL_OF_RASTER)
      func item(_ name: String, _ domain: String) -> String? {
        GDALGetMetadataItem(dataSet.handle, name, domain).map { String(cString: $0) }
      }
      #expect(item("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE")
      #expect(item("PREDICTOR", "IMAGE_STRUCTURE") == "3")
      #expect(item("LAYOUT", "IMAGE_STRUCTURE") == "COG")
      #expect(item("AREA_OR_POINT", "") == "Area")
      let band = try #require(GDALGetRasterBand(dataSet.handle, 1))
      var width: Int32 = 0
      var height: Int32 = 0
      GDALGetBlockSize(band, &width, &height)
      #expect(width == 256 && height == 256)
      #expect(String(cString: GDALGetDescription(band)) == "p")
      #expect(GDALGetRasterNoDataValue(band, nil) == -9999)
      #expect(GDALGetOverviewCount(band) == 2)
      #expect(metadata(of: band, "STATISTICS_MEAN") == "1")
    }

    private func metadata(of band: GDALRasterBandH, _ name: String) -> String? {
      GDALGetMetadataItem(band, name, "").map { String(cString: $0) }
    }

    @Test func aRasterWithoutAValueHasNoStatistics() throws {
      let grid = RasterGrid(
        rows: 3, columns: 3, geoTransform: .init(left: 0, top: 0, cellWidth: 1, cellHeight: 1),
        crs: .wgs84)
      try Raster(grid: grid, repeating: .nan).write(to: folder.file("a.tif"))
      #expect(try Raster.read(folder.file("a.tif")).validCount == 0)
    }

    @Test func coloursGoBesideAndOldOnesAway() throws {
      let grid = RasterGrid(
        rows: 1, columns: 2, geoTransform: .init(left: 0, top: 0, cellWidth: 1, cellHeight: 1),
        crs: .wgs84)
      let raster = Raster(grid: grid, values: [0, 1])
      let colors = [
        ColorStop(value: 0, red: 0, green: 0, blue: 255),
        ColorStop(value: 1, red: 255, green: 8, blue: 0),
      ]
      for name in ["a.tif", "a.asc"] {
        try raster.write(to: folder.file(name), colors: colors)
        let style = try String(contentsOf: folder.file("a.qml"), encoding: .utf8)
        #expect(style.contains(##"<item value="1.0" color="#ff0800""##))
        try raster.write(to: folder.file(name))
        #expect(!folder.names.contains("a.qml"))
      }
    }

    @Test func aFailedWriteLeavesNothing() throws {
      let grid = RasterGrid(
        rows: 3, columns: 3, geoTransform: .init(left: 0, top: 0, cellWidth: 1, cellHeight: 1),
        crs: CoordinateReferenceSystem(wellKnownText: "PROJCS[nonsense"))
      #expect(throws: GeoRasterError.self) {
        try Raster(grid: grid, repeating: 1).write(to: folder.file("a.tif"))
      }
      #expect(folder.names.isEmpty)
    }

    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func matchesRasterio() throws {
      let cases = try ReferenceData.golden("geotiff")["cases"].elements
      #expect(cases.count == 13)
      for reference in cases {
        let name = reference["case"].string ?? ""
        let file = try ReferenceData.file("golden/" + (reference["file"].string ?? ""))
        let rows = reference["height"].int ?? 0
        let columns = reference["width"].int ?? 0
        let noData = reference["nodata"].double
        let place = reference["geotransform"].doubles
        let all = reference["data"].doubles
        for band in 1...(reference["bands"].int ?? 1) {
          let raster = try Raster.read(file, band: band)
          let expected = all[(band - 1) * rows * columns..<band * rows * columns].map {
            $0 == noData ? Float.nan : Float($0)
          }
          #expect(raster.grid.rows == rows && raster.grid.columns == columns, "\(name)")
          #expect(
            zip(raster.values, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
            "\(name) band \(band)")
          #expect(
            raster.grid.geoTransform
              == .init(left: place[0], top: place[3], cellWidth: place[1], cellHeight: -place[5]),
            "\(name)")
          if let code = reference["epsg"].int {
            #expect(raster.grid.crs.authorityCode == "EPSG:\(code)", "\(name)")
          }
        }
      }
    }

    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func sameSystemInAllFilesOfAStudyArea() throws {
      let raster = try Raster.read(ReferenceData.file("data/ecuador_rbsf/elevation.tif"))
      let text = try Raster.read(ReferenceData.file("data/ecuador_rbsf/elevation.asc"))
      #expect(raster.grid.agrees(with: text.grid))
      #expect(
        zip(raster.values, text.values).allSatisfy {
          ($0.isNaN && $1.isNaN) || abs($0 - $1) < 0.001
        })
      let points = try VectorLayer.read(
        ReferenceData.file("data/ecuador_rbsf/points.shp"), gridCRS: .unknown)
      #expect(!points.crs.isUnknown && points.crs.isSame(as: raster.grid.crs))
      let kaghan = try Raster.grid(of: ReferenceData.file("data/kaghan_pakistan/elevation.tif"))
      let faults = try VectorLayer.read(
        ReferenceData.file("data/kaghan_pakistan/faults.shp"), gridCRS: .unknown)
      #expect(faults.crs.isSame(as: kaghan.crs))
      #expect(!faults.crs.isSame(as: raster.grid.crs))
      #expect(faults.features.count == 53)
    }
  }
#endif
