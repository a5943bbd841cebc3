#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import TestSupport
  import Testing

  @testable import GeoRaster

  @Suite struct GDALVectorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A GeoPackage made through GDAL itself: one layer for each name, with one feature for each text.
    private func make(
      _ name: String, layers: [String: [String?]], format: String = "GPKG", code: Int32? = 32643,
      describe: (OGRLayerH, OGRFeatureH) -> Void = { _, _ in }
    ) throws -> URL {
      let file = folder.file(name)
      try GDALLibrary.quietly { _ in
        let driver = try #require(GDALGetDriverByName(format))
        let handle = try #require(GDALCreate(driver, file.path, 0, 0, 0, GDT_Unknown, nil))
        defer { GDALClose(handle) }
        let reference = code.flatMap { code -> OGRSpatialReferenceH? in
          let reference = OSRNewSpatialReference(nil)
          #expect(OSRImportFromEPSG(reference, code) == OGRERR_NONE)
          return reference
        }
        defer { if let reference { OSRDestroySpatialReference(reference) } }
        for (layerName, shapes) in layers.sorted(by: { $0.key < $1.key }) {
          let kind = shapes.isEmpty ? wkbNone : wkbUnknown
          let layer = try #require(
            GDALDatasetCreateLayer(handle, layerName, reference, kind, nil))
          for (field, type) in [("whole", OFTInteger64), ("real", OFTReal), ("when", OFTDate)] {
            let definition = OGR_Fld_Create(field, type)
            #expect(OGR_L_CreateField(layer, definition, 1) == OGRERR_NONE)
            OGR_Fld_Destroy(definition)
          }
          for shape in shapes {
            let feature = try #require(OGR_F_Create(OGR_L_GetLayerDefn(layer)))
            if let shape {
              var geometry: OGRGeometryH?
              let text = strdup(shape)
              defer { free(text) }
              var cursor = text
              #expect(OGR_G_CreateFromWkt(&cursor, nil, &geometry) == OGRERR_NONE)
              #expect(OGR_F_SetGeometryDirectly(feature, geometry) == OGRERR_NONE)
            }
            describe(layer, feature)
            #expect(OGR_L_CreateFeature(layer, feature) == OGRERR_NONE)
            OGR_F_Destroy(feature)
          }
        }
      }
      return file
    }

    @Test func partsHolesHeightsCurvesAndMissingGeometries() throws {
      let file = try make(
        "a.gpkg",
        layers: [
          "shapes": [
            "POINT Z (1 2 3)", "MULTIPOINT (1 2, 3 4)", "LINESTRING ZM (1 2 0 0, 3 4 0 0)",
            "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
            "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1)), ((9 9, 10 9, 10 10, 9 9)))",
            "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))",
            "GEOMETRYCOLLECTION (POINT (1 2), POINT (3 4))", "POINT EMPTY", nil,
          ]
        ])
      let layer = try VectorLayer.read(file, gridCRS: .unknown)
      let a = Coordinate(x: 1, y: 2)
      let b = Coordinate(x: 3, y: 4)
      #expect(
        layer.features.map(\.geometry).prefix(4) == [
          .points([a]), .points([a, b]), .lines([[a, b]]),
          .lines([[a, b], [.init(x: 5, y: 6), .init(x: 7, y: 8)]]),
        ])
      #expect(layer.features[4].geometry.area == 15.5)
      #expect(abs(layer.features[5].geometry.area - .pi) < 0.01)
      #expect(layer.features[6].geometry == .points([a, b]))
      #expect(layer.features.count == 7 && layer.warnings.count == 1)
      #expect(layer.crs.authorityCode == "EPSG:32643")
      let mixed = try make(
        "b.gpkg", layers: ["m": ["GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))"]])
      #expect(throws: GeoRasterError.self) { try VectorLayer.read(mixed, gridCRS: .unknown) }
    }

    @Test func attributesKeepTheirKinds() throws {
      let file = try make("a.gpkg", layers: ["points": ["POINT (1 2)", "POINT (3 4)"]]) {
        _, feature in
        guard OGR_G_GetX(OGR_F_GetGeometryRef(feature), 0) == 1 else { return }
        OGR_F_SetFieldInteger64(feature, 0, 9_007_199_254_740_993)
        OGR_F_SetFieldDouble(feature, 1, 0.1)
        OGR_F_SetFieldString(feature, 2, "2005/10/08")
      }
      let layer = try VectorLayer.read(file, gridCRS: .unknown)
      #expect(layer.fields == ["whole", "real", "when"])
      #expect(
        layer.features[0].attributes == [
          "whole": .text("9007199254740993"), "real": .number(0.1), "when": .text("2005/10/08"),
        ])
      #expect(layer.features[1].attributes == ["whole": .null, "real": .null, "when": .null])
    }

    @Test func ofSeveralLayersTheFirstWithGeometriesOrTheNamedOneIsRead() throws {
      let file = try make(
        "a.gpkg", layers: ["a": [], "b": ["POINT (1 2)"], "c": ["POINT (3 4)", "POINT (5 6)"]])
      let first = try VectorLayer.read(file, gridCRS: .unknown)
      #expect(first.features.count == 1 && first.warnings.count == 1)
      let named = try VectorLayer.read(file, gridCRS: .unknown, layer: "c")
      #expect(named.features.count == 2 && named.warnings.isEmpty)
      #expect(throws: GeoRasterError.self) {
        try VectorLayer.read(file, gridCRS: .unknown, layer: "d")
      }
    }

    @Test func withoutASystemTheGridsIsTakenAndSaid() throws {
      let utm = try CoordinateReferenceSystem(userText: "EPSG:32717")
      let file = try make(
        "a.shp", layers: ["a": ["POINT (1 2)"]], format: "ESRI Shapefile", code: nil)
      let layer = try VectorLayer.read(file, gridCRS: utm)
      #expect(layer.crs == utm && layer.isCRSAssumed && layer.warnings.count == 1)
      let stated = try VectorLayer.read(file, crs: "EPSG:4326", gridCRS: utm)
      #expect(stated.crs.isSame(as: .wgs84) && !stated.isCRSAssumed)
    }

    @Test func aDamagedSystemIsSaidAndTakenToBeTheGrids() throws {
      let utm = try CoordinateReferenceSystem(userText: "EPSG:32717")
      let file = try make("a.shp", layers: ["a": ["POINT (1 2)"]], format: "ESRI Shapefile")
      _ = try folder.write("PROJCS[\"damaged\",GEOGCS[", to: "a.prj")
      let layer = try VectorLayer.read(file, gridCRS: utm)
      #expect(layer.crs == utm && layer.isCRSAssumed && layer.warnings.count == 2)
    }

    @Test func damagedFilesThrowOrAreRead() throws {
      let file = try make(
        "a.shp", layers: ["a": (0..<40).map { "LINESTRING (\($0) 2, 3 4)" }],
        format: "ESRI Shapefile")
      let whole = try Data(contentsOf: file)
      for length in stride(from: 1, to: whole.count, by: 97) {
        try whole.prefix(length).write(to: file)
        _ = try? VectorLayer.read(file, gridCRS: .unknown)
      }
      try Data("not a shapefile".utf8).write(to: file)
      #expect(throws: GeoRasterError.self) { try VectorLayer.read(file, gridCRS: .unknown) }
    }

    @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
    func burnedPolygonsAreTheRasterOfAStudyArea() throws {
      let folder = "data/kaghan_pakistan/"
      let expected = try Raster.read(ReferenceData.file(folder + "lithology.tif"))
      let layer = try VectorLayer.read(
        ReferenceData.file(folder + "lithology_polygons.shp"), gridCRS: .unknown)
      let burned = try expected.grid.burn(layer, attribute: "unit")
      #expect(burned.raster.values == expected.values)
    }
  }
#endif
