import Foundation
import Testing

@testable import GeoRaster

@Suite struct AttributeFilterTests {
  private let slide: [String: AttributeValue] = [
    "year": .number(2006), "kind": .text("slide"), "code": .text("12.0"), "area m2": .number(9.5),
    "owner": .text("O'Hara"), "note": .null, "Größe": .number(-3),
  ]

  @Test(arguments: [
    ("year = 2006", true), ("year == 2006.0", true), ("year != 2006", false),
    ("year <> 2005", true), ("year < 2006", false), ("year <= 2006", true),
    ("year > 2.005e3", true),
    ("year >= 2007", false), ("kind = 'slide'", true), ("kind = 'Slide'", false),
    ("kind != 'flow'", true), ("kind < 'slidf'", true), ("code = 12", true),
    ("code = '12.0'", true),
    ("code = '12'", false), ("code > 2", true), ("year = '2006'", true), ("kind = 5", false),
    ("kind != 5", true), ("kind < 5", false), ("\"area m2\" > 9", true),
    ("owner = 'O''Hara'", true),
    ("Größe = -3", true), ("YEAR = 2006", true), ("year in (2005, 2006)", true),
    ("year NOT IN (2005,2006)", false), ("kind IN ('flow')", false),
    ("kind in('flow','slide')", true), ("note = 1", false), ("note != 1", false),
    ("NOT note = 1", false), ("note IN (1)", false), ("note NOT IN (1)", false),
    ("note IS NULL", true), ("year is not null", true), ("note = 1 OR year = 2006", true),
    ("note = 1 AND year = 2006", false), ("NOT (note = 1 AND year = 1)", true),
    ("year = 1 OR year = 2006 AND kind = 'slide'", true),
    ("(year = 2006 OR year = 1) AND kind = 'flow'", false),
    ("NOT year = 1 AND kind = 'slide'", true), ("not not (year=2006)", true),
    ("year BETWEEN 2005 AND 2006", true), ("year between 2007 and 2010", false),
    ("year NOT BETWEEN 2005 AND 2006", false), ("note NOT BETWEEN 1 AND 2", false),
    ("kind BETWEEN 'a' AND 'slide' AND year = 2006", true), ("kind LIKE 'sl%'", true),
    ("kind LIKE 'SL%'", false), ("kind ilike 'SL%'", true), ("kind LIKE 'sl_de'", true),
    ("kind LIKE 'sl_d'", false), ("kind LIKE '%i%e'", true), ("kind LIKE '%'", true),
    ("kind LIKE ''", false), ("kind NOT LIKE 'f%'", true), ("note LIKE '%'", false),
    ("note NOT LIKE 'x'", false), ("owner LIKE 'O''%'", true), ("year LIKE '20__'", true),
    ("\"area m2\" LIKE '9.%'", true), ("kind LIKE 's!%' ESCAPE '!'", false),
    ("code LIKE '12!.0' ESCAPE '!'", true), ("Größe ILIKE '-3'", true),
  ])
  func holdsAsSQLWould(expression: String, expected: Bool) throws {
    #expect(try AttributeFilter(parsing: expression).matches(slide) == expected)
  }

  @Test(arguments: [
    ("", 0), ("year", 4), ("year =", 6), ("= 5", 0), ("year = kind", 7), ("year = 5 kind", 9),
    ("year = 'a", 7), ("(year = 5", 9), ("year = 5)", 8), ("year IN 5", 8), ("year IN ()", 9),
    ("year IN (5 6)", 11), ("year ! 5", 5), ("year = 5x", 7), ("year = 0x10", 7),
    ("year = nan", 7), ("AND year = 5", 0), ("year = 5 AND", 12), ("year & 5", 5),
    ("year BETWEEN 5", 14), ("year BETWEEN 5 OR 6", 15), ("year BETWEEN AND 6", 13),
    ("kind LIKE 5", 10), ("kind LIKE", 9), ("kind LIKE 'a' ESCAPE 'xy'", 21), ("kind NOT = 5", 9),
    ("year = \"5\"", 7), ("year NOT 5", 9), ("year IS 5", 8), ("year = 1-2", 8),
  ])
  func mistakesAreNamedWithTheirPlace(expression: String, position: Int) {
    do {
      _ = try AttributeFilter(parsing: expression)
      Issue.record("no error")
    } catch GeoRasterError.invalidFilter(expression, let found, _) {
      #expect(found == position)
    } catch {
      Issue.record("\(error)")
    }
  }

  /// Names that are words of comparisons elsewhere.
  @Test func wordsOfComparisonsCanBeFields() throws {
    let attributes: [String: AttributeValue] = ["like": .number(1), "between": .text("x")]
    #expect(
      try AttributeFilter(parsing: "like = 1 AND between LIKE 'x'").matches(attributes))
  }

  /// A pattern of many stars takes no longer than its length times that of the text.
  @Test func hostilePatternsEnd() throws {
    let pattern = String(repeating: "%a", count: 500) + "b"
    let filter = try AttributeFilter(parsing: "t LIKE '\(pattern)'")
    #expect(try !filter.matches(["t": .text(String(repeating: "a", count: 5000))]))
  }

  @Test func unknownFieldsAreNamed() throws {
    let filter = try AttributeFilter(parsing: "yaer = 5")
    #expect(throws: GeoRasterError.self) { try filter.matches(slide) }
    let layer = VectorLayer(
      source: "inventory.shp", crs: .unknown, fields: ["year", "Kind"], features: [])
    #expect(
      throws: GeoRasterError.missingAttribute(
        file: "inventory.shp", name: "yaer", available: ["year", "Kind"])
    ) { try layer.filtered(by: filter) }
    _ = try layer.filtered(by: AttributeFilter(parsing: "KIND = 'a'"))
    #expect(
      try AttributeFilter(parsing: "b = 1 OR NOT (a = 2 AND b IS NULL)").fields == ["a", "b"])
  }

  @Test func deepNestingThrowsInsteadOfExhaustingTheStack() {
    let deep = String(repeating: "(", count: 100_000) + "a = 1"
    #expect(throws: GeoRasterError.self) { try AttributeFilter(parsing: deep) }
    let negated = String(repeating: "NOT ", count: 100_000) + "a = 1"
    #expect(throws: GeoRasterError.self) { try AttributeFilter(parsing: negated) }
    let long = Array(repeating: "a = 1", count: 2000).joined(separator: " OR ")
    #expect(throws: Never.self) { try AttributeFilter(parsing: long).matches(["a": .number(1)]) }
  }
}
