import Foundation
import TestSupport
import Testing

@testable import GeoRaster

@Suite struct DelimitedTableTests {
  private func table(_ text: String) throws -> DelimitedTable {
    try DelimitedTable(parsing: Data(text.utf8), source: "t.csv")
  }

  @Test func readsQuotesLineEndsAndByteOrderMark() throws {
    let read = try table(
      "\u{FEFF}id,name\r\n1,\"a, \"\"b\"\"\"\r\n2,\"two\nlines\"\n\r\n3,滑坡\r4,")
    #expect(read.header == ["id", "name"])
    #expect(
      read.rows == [["1", "a, \"b\""], ["2", "two\nlines"], ["3", "滑坡"], ["4", ""]])
    #expect(read.lines == [2, 3, 6, 7])
    #expect(try read.column("NAME")[2] == "滑坡")
  }

  @Test func writtenTablesReadBack() throws {
    let rows = [["", "a,b"], ["\"", "x\r\ny"], ["plain", " spaced "]]
    let written = DelimitedTable(header: ["one", "two, three"], rows: rows)
    let back = try table(written.text)
    #expect(back.header == written.header && back.rows == rows)
    #expect(written.text.hasPrefix("one,\"two, three\"\n,\"a,b\"\n"))
    let single = DelimitedTable(header: ["one"], rows: [[""], ["x"]])
    #expect(try table(single.text).rows == [[""], ["x"]])
  }

  @Test(arguments: [
    ("", "line 1"), ("a,b\n1,2\n3\n", "line 3"), ("a,b\n1,\"2\n", "line 2"),
    ("a,b\n1,\"2\"x\n", "line 2"), ("a,a\n", "header"), ("a,b\n\"\n\n\",2\n1,2,3", "line 5"),
  ])
  func brokenTablesThrowWithTheLine(text: String, place: String) {
    do {
      _ = try table(text)
      Issue.record("no error")
    } catch GeoRasterError.malformed("t.csv", place, _, _) {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(arguments: [
    ("x;y;v\n1;2;3\n", "semicolons"), ("x;y\n1,5;2,5\n", "semicolons"),
    ("x\ty\n1\t2\n", "tabs"),
  ])
  func otherSeparatorsAreNamed(text: String, name: String) {
    let error = #expect(throws: GeoRasterError.self) {
      try DelimitedTable(parsing: Data(text.utf8), source: "t.csv").points(gridCRS: .unknown)
    }
    #expect(error?.description.contains("separated by \(name)") == true)
  }

  @Test func aNameWithASemicolonIsAName() throws {
    #expect(try table("a;b\n1\n").column("a;b") == ["1"])
  }

  @Test func otherEncodingsThrow() {
    #expect(throws: GeoRasterError.self) {
      try DelimitedTable(parsing: Data([97, 10, 0xE4, 0xFF]), source: "t.csv")
    }
  }

  @Test func numbersNameTheLineThatHasNone() throws {
    let read = try table("a,b\n1,2.5\n2, -1e3 \n3,\n4,nan\n")
    #expect(
      throws: GeoRasterError.malformed(
        file: "t.csv", place: "line 5, column \"b\"", expected: "a number with a decimal point",
        found: "\"nan\"")
    ) { try read.numbers("b") }
    #expect(try read.numbers("a") == [1, 2, 3, 4])
    #expect(try table("b\n2.5\n -1e3 \n").numbers("b") == [2.5, -1000])
    #expect(throws: GeoRasterError.self) { try read.column("c") }
  }

  @Test func coordinatesAreInTheGridsSystemOrInDegrees() throws {
    let utm = try CoordinateReferenceSystem(userText: "EPSG:32648")
    let plane = try table("id,X,Y,post,code\n1,5,6,1,007\n2,7,8,,12\n").points(gridCRS: utm)
    #expect(plane.crs == utm)
    #expect(
      plane.features.map(\.geometry) == [
        .points([.init(x: 5, y: 6)]), .points([.init(x: 7, y: 8)]),
      ])
    #expect(plane.features[0].attributes["post"] == .number(1))
    #expect(plane.features[1].attributes["post"] == .null)
    #expect(plane.features[0].attributes["code"] == .text("007"))
    #expect(plane.fields == ["id", "X", "Y", "post", "code"])
    let degrees = try table("lat,lon\n31,76.5\n").points(gridCRS: utm)
    #expect(degrees.crs == .wgs84)
    #expect(degrees.features[0].geometry == .points([.init(x: 76.5, y: 31)]))
    let both = try table("lat,lon,x,y\n31,76.5,1,2\n")
    #expect(try both.points(gridCRS: utm).features[0].geometry == .points([.init(x: 1, y: 2)]))
    #expect(
      try both.points(crs: .wgs84, gridCRS: utm).features[0].geometry
        == .points([.init(x: 76.5, y: 31)]))
    #expect(throws: GeoRasterError.self) { try table("a,b\n1,2\n").points(gridCRS: utm) }
    #expect(throws: GeoRasterError.self) { try table("x,y\n1,\n").points(gridCRS: utm) }
    #expect(throws: GeoRasterError.self) { try table("x,y\n1,inf\n").points(gridCRS: utm) }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func readsStationsWithQuotedNames() throws {
    let read = try DelimitedTable(
      contentsOf: ReferenceData.file("data/pga_stations/south_napa2014.csv"))
    #expect(read.rows.count == 761)
    #expect(try read.column("name")[0] == "Buzz Northerns Place, Anza, Ca, Usa")
    #expect(try read.numbers("pga_g").allSatisfy { $0 >= 0 })
  }
}
