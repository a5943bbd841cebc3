import Foundation
import GeoRaster
import Susceptibility
import Testing

@Suite struct ResultsFilesTests {
  private func file(_ text: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("results-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: file)
    return file
  }

  private func table(_ text: String) throws -> ResultsTable {
    let file = try file(text)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ResultsTable(contentsOf: file)
  }

  @Test func quotedFieldsAndLineEndsAreRead() throws {
    let table = try table(
      "\u{FEFF}factor,label\r\nlithology,\"shale, \"\"grey\"\"\nand red\"\r\n\nslope,\n")
    #expect(try table.texts("factor") == ["lithology", "slope"])
    #expect(try table.texts("label") == ["shale, \"grey\"\nand red", ""])
  }

  @Test func emptyNumbersAreNaNAndInfiniteOnesAreRead() throws {
    let numbers = try table("threshold,x\ninf,1\n0.5,\n").numbers("threshold")
    #expect(numbers == [.infinity, 0.5])
    #expect(try table("a,b\n1,\n").numbers("b")[0].isNaN)
    #expect(try table("a\n1\n").numbers("c", isOptional: true)[0].isNaN)
  }

  @Test(arguments: ["", "a,b\n1\n", "a,b\n1,2,3\n"])
  func brokenTablesThrow(text: String) throws {
    #expect(throws: GeoRasterError.self) { try table(text) }
  }

  @Test func missingColumnsAndForeignTextNameFileAndPlace() throws {
    let file = try file("a,b\n1,x\n")
    defer { try? FileManager.default.removeItem(at: file) }
    let table = try ResultsTable(contentsOf: file)
    let name = file.lastPathComponent
    #expect(
      throws: ReportError.malformed(
        file: name, place: "header", expected: "a column c", found: "a, b")
    ) { try table.texts("c") }
    #expect(
      throws: ReportError.malformed(
        file: name, place: "record 2, column b", expected: "a number", found: "\"x\"")
    ) { try table.numbers("b") }
  }

  @Test func jsonIsReadByKeys() throws {
    let file = try file(
      #"{"seed": 18446744073709551615, "list": [1, 2.5], "on": true, "none": null, "map": {"b": 1, "a": "x"}}"#
    )
    defer { try? FileManager.default.removeItem(at: file) }
    let json = try ResultsJSON(contentsOf: file)
    #expect(json["seed"].plain == "18446744073709551615")
    #expect(json["list"].elements.map(\.number) == [1, 2.5])
    #expect(json["on"].plain == "yes")
    #expect(json["none"] == json["missing"])
    #expect(json["map"].summary == "a: x, b: 1")
    #expect(json["map"]["b"].number == 1)
    #expect(json["list"]["b"]["c"] == .null)
  }

  @Test(arguments: ["", "{", "[1]", "3", "{\"a\": NaN}"])
  func whatIsNoObjectThrows(text: String) throws {
    let file = try file(text)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: ReportError.self) { try ResultsJSON(contentsOf: file) }
  }
}
