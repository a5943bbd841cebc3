#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import Testing

  @testable import GeoRaster

  @Suite struct GDALClassMapTests {
    @Test func programsFindPaletteNamesAndTable() throws {
      let folder = try TemporaryFolder()
      let file = folder.file("classes.tif")
      let grid = RasterGrid(
        rows: 2, columns: 3,
        geoTransform: .init(left: 500_000, top: 30, cellWidth: 1000, cellHeight: 500),
        crs: try CoordinateReferenceSystem(userText: "EPSG:32643"))
      let legend = [
        ClassLegendEntry(value: 5, label: "groß & steil\u{2}", red: 215, green: 25, blue: 28),
        ClassLegendEntry(value: 1, label: "very low", red: 44, green: 123, blue: 182),
      ]
      let values: [UInt8] = [0, 1, 1, 0, 5, 0]
      let attributes = [
        ClassAttribute(name: "landslides", values: .integers([7, 3])),
        ClassAttribute(name: "share", values: .reals([0.25, 0.75])),
      ]
      try RasterFile.writeClasses(
        values: values, grid: grid, legend: legend, attributes: attributes, to: file)
      #expect(folder.names == ["classes.qml", "classes.tif", "classes.tif.aux.xml"])
      let bytes = try folder.names.map { try Data(contentsOf: folder.file($0)) }
      try RasterFile.writeClasses(
        values: values, grid: grid, legend: legend, attributes: attributes, to: file)
      #expect(try folder.names.map { try Data(contentsOf: folder.file($0)) } == bytes)

      let dataSet = try GDALDataSet(opening: file, kind: GDAL_OF_RASTER)
      try withExtendedLifetime(dataSet) {
        let band = try #require(GDALGetRasterBand(dataSet.handle, 1))
        #expect(GDALGetRasterDataType(band) == GDT_Byte)
        #expect(GDALGetRasterNoDataValue(band, nil) == 0)
        let palette = try #require(GDALGetRasterColorTable(band))
        let color = try #require(GDALGetColorEntry(palette, 5)).pointee
        #expect(color.c1 == 215 && color.c2 == 25 && color.c3 == 28)
        let names = try #require(GDALGetRasterCategoryNames(band))
        #expect(CSLCount(names) == 6)
        #expect(names[1].map { String(cString: $0) } == "very low")
        #expect(names[5].map { String(cString: $0) } == "groß & steil")
        let table = try #require(GDALGetDefaultRAT(band))
        #expect(GDALRATGetRowCount(table) == 2)
        let columns = (0..<GDALRATGetColumnCount(table)).map {
          String(cString: GDALRATGetNameOfCol(table, $0))
        }
        #expect(
          columns == [
            "value", "count", "area_km2", "landslides", "share", "label", "red", "green", "blue",
          ])
        // The legend names class 5 first; rows ascend.
        #expect(GDALRATGetValueAsInt(table, 0, 3) == 3 && GDALRATGetValueAsInt(table, 1, 3) == 7)
        #expect(GDALRATGetValueAsDouble(table, 1, 4) == 0.25)
        #expect(GDALRATGetValueAsInt(table, 0, 0) == 1 && GDALRATGetValueAsInt(table, 0, 1) == 2)
        #expect(GDALRATGetValueAsDouble(table, 0, 2) == 1)
        #expect(GDALRATGetValueAsInt(table, 1, 1) == 1)
        #expect(String(cString: GDALRATGetValueAsString(table, 1, 5)) == "groß & steil")
      }
      let back = try Raster.read(file)
      #expect(back.values.map { $0.isNaN ? 0 : UInt8($0) } == values)
    }

    @Test func polygonsMatchTheRasterizerOfGDAL() throws {
      // Random shapes: centres never lie on edges, so both rules agree.
      let grid = RasterGrid(
        rows: 60, columns: 80,
        geoTransform: .init(left: 10, top: 90, cellWidth: 1.5, cellHeight: 1.25), crs: .unknown)
      var state: UInt64 = 9
      func number() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
      }
      for _ in 0..<20 {
        let ring = (0..<12).map { _ in
          Coordinate(x: 10 + 130 * (number() - 0.05), y: 90 - 80 * (number() - 0.05))
        }
        let layer = VectorLayer(
          source: "a", crs: .unknown, fields: [], features: [Feature(geometry: .polygons([[ring]]))]
        )
        let ours = try grid.mask(insideOf: layer)
        #expect(try ours == rasterized(ring, on: grid))
      }
    }

    private func rasterized(_ ring: [Coordinate], on grid: RasterGrid) throws -> [Bool] {
      try GDALLibrary.quietly { _ in
        let driver = try #require(GDALGetDriverByName("MEM"))
        let handle = try #require(
          GDALCreate(driver, "", Int32(grid.columns), Int32(grid.rows), 1, GDT_Byte, nil))
        defer { GDALClose(handle) }
        let place = grid.geoTransform
        var numbers = [place.left, place.cellWidth, 0, place.top, 0, -place.cellHeight]
        GDALSetGeoTransform(handle, &numbers)
        let line = OGR_G_CreateGeometry(wkbLinearRing)
        for point in ring + [ring[0]] { OGR_G_AddPoint_2D(line, point.x, point.y) }
        let polygon = OGR_G_CreateGeometry(wkbPolygon)
        OGR_G_AddGeometryDirectly(polygon, line)
        defer { OGR_G_DestroyGeometry(polygon) }
        var band: Int32 = 1
        var value = 1.0
        var shapes = [polygon]
        let status = GDALRasterizeGeometries(
          handle, 1, &band, 1, &shapes, nil, nil, &value, nil, nil, nil)
        #expect(status == CE_None)
        var bytes = [UInt8](repeating: 0, count: grid.count)
        let rows = Int32(grid.rows)
        let columns = Int32(grid.columns)
        _ = GDALRasterIO(
          GDALGetRasterBand(handle, 1), GF_Read, 0, 0, columns, rows, &bytes, columns, rows,
          GDT_Byte, 0, 0)
        return bytes.map { $0 != 0 }
      }
    }
  }
#endif
