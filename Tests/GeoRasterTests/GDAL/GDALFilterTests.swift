#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import Testing

  @testable import GeoRaster

  /// Filters against OGR's own: OGR_L_SetAttributeFilter on the layer that Scarp reads.
  @Suite struct GDALFilterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let rows =
      #"{"type":"FeatureCollection","features":["#
      + [
        #""n":0,"year":2006,"kind":"slide","note":null,"area m2":9.5"#,
        #""n":1,"year":2001,"kind":"Flow","note":"a_b","area m2":-1"#,
        #""n":2,"year":null,"kind":"rock fall","note":"100%","area m2":3"#,
        #""n":3,"year":2010,"kind":null,"note":"axb","area m2":0"#,
        #""n":4,"year":-5,"kind":"O'Hara","note":"","area m2":1e3"#,
        #""n":5,"year":0,"kind":"","note":"Größe","area m2":null"#,
      ].map {
        #"{"type":"Feature","properties":{"# + $0
          + #"},"geometry":{"type":"Point","coordinates":[1,2]}}"#
      }.joined(separator: ",") + "]}"

    private func geoPackage(of file: URL) throws -> URL {
      let target = folder.file("a.gpkg")
      try GDALLibrary.quietly { _ in
        let source = try #require(GDALOpenEx(file.path, 4, nil, nil, nil))
        defer { GDALClose(source) }
        let options = OptionList.with(["-f", "GPKG"]) { GDALVectorTranslateOptionsNew($0, nil) }
        defer { GDALVectorTranslateOptionsFree(options) }
        var sources: [GDALDatasetH?] = [source]
        GDALClose(GDALVectorTranslate(target.path, nil, 1, &sources, options, nil))
      }
      return target
    }

    /// The numbers `n` of the features that OGR selects.
    private func selected(_ file: URL, _ condition: String) throws -> [Double] {
      try GDALLibrary.quietly { _ in
        let source = try #require(GDALOpenEx(file.path, 4, nil, nil, nil))
        defer { GDALClose(source) }
        let layer = try #require(GDALDatasetGetLayer(source, 0))
        #expect(OGR_L_SetAttributeFilter(layer, condition) == OGRERR_NONE, "\(condition)")
        let field = OGR_F_GetFieldIndex
        var numbers: [Double] = []
        while let feature = OGR_L_GetNextFeature(layer) {
          numbers.append(OGR_F_GetFieldAsDouble(feature, field(feature, "n")))
          OGR_F_Destroy(feature)
        }
        return numbers
      }
    }

    private func ours(_ layer: VectorLayer, _ condition: String) throws -> [Double] {
      try layer.filtered(by: AttributeFilter(parsing: condition)).features.compactMap {
        $0.attributes["n"]?.numericValue
      }
    }

    /// In a GeoPackage, whose SQL has a third truth value for null and looks at letter case.
    @Test func aGeoPackageIsFilteredAsByOGR() throws {
      let file = try geoPackage(of: folder.write(Self.rows, to: "a.geojson"))
      let layer = try VectorLayer.read(file, gridCRS: .unknown)
      let conditions = [
        "year = 2006", "year <> 2006", "year != 2006", "NOT year = 2006", "year < 1", "year >= 0",
        "kind = 'slide'", "kind = 'SLIDE'", "kind != 'slide'", "NOT kind = 'slide'",
        "kind < 'a'", "kind > 'Z'", "kind = 'O''Hara'", "kind = ''", "note IS NULL",
        "note IS NOT NULL", "NOT note IS NULL", "year IN (2006, -5)", "year NOT IN (2006)",
        "kind IN ('slide', 'Flow', 'x')", "NOT kind IN ('slide')", "year BETWEEN 0 AND 2006",
        "year NOT BETWEEN 0 AND 2006", "\"area m2\" > 0", "\"area m2\" >= 1e3 OR year = 0",
        "year = 2006 OR kind = 'Flow' AND note = 'x'", "(year = 2006 OR kind = 'Flow') AND n = 1",
        "NOT (year = 2006 OR kind = 'x')", "NOT (year > 0 AND kind = 'slide')",
        "note LIKE 'a_b'", "note LIKE 'a!_b' ESCAPE '!'", "note LIKE '%!%' ESCAPE '!'",
        "note NOT LIKE 'a%'", "note LIKE 'Gr%e'", "kind LIKE '% %'", "kind LIKE '%'",
      ]
      for condition in conditions {
        #expect(try ours(layer, condition) == selected(file, condition), "\(condition)")
      }
    }

    /// In GeoJSON OGR's own SQL is used, which knows ILIKE, and in which LIKE looks at letter case.
    @Test func patternsAreThoseOfOGR() throws {
      let file = try folder.write(Self.rows, to: "a.geojson")
      let layer = try VectorLayer.read(file, gridCRS: .unknown)
      let conditions = [
        "kind LIKE 'S%'", "kind LIKE 's%'", "kind ILIKE 'S%'", "kind ILIKE '%L%'",
        "kind LIKE '%l%'", "note LIKE 'a_b'", "note LIKE '___%'",
        "note LIKE 'a!_b' ESCAPE '!'", "year BETWEEN 2001 AND 2006", "kind LIKE 'rock fall'",
      ]
      for condition in conditions {
        #expect(try ours(layer, condition) == selected(file, condition), "\(condition)")
      }
    }
  }
#endif
