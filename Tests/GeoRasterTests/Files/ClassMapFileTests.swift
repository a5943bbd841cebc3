import Foundation
import Testing

@testable import GeoRaster

@Suite struct ClassMapFileTests {
  private let folder: TemporaryFolder
  private let legend = [
    ClassLegendEntry(value: 1, label: "very low", red: 44, green: 123, blue: 182),
    ClassLegendEntry(value: 2, label: "a < b & \"c\"\u{1}", red: 0, green: 15, blue: 255),
    ClassLegendEntry(value: 5, label: "sehr groß", red: 215, green: 25, blue: 28),
  ]
  private let values: [UInt8] = [0, 1, 1, 2, 5, 0]
  private let grid: RasterGrid

  init() throws {
    folder = try TemporaryFolder()
    grid = RasterGrid(
      rows: 2, columns: 3,
      geoTransform: .init(left: 500_000, top: 30, cellWidth: 1000, cellHeight: 500),
      crs: try CoordinateReferenceSystem(userText: "EPSG:32643"))
  }

  @Test func textGridsHaveTheirStyleBeside() throws {
    let file = folder.file("classes.asc")
    try RasterFile.writeClasses(values: values, grid: grid, legend: legend, to: file)
    #expect(folder.names == ["classes.asc", "classes.prj", "classes.qml"])
    let back = try Raster.read(file)
    #expect(back.values.map { $0.isNaN ? 0 : UInt8($0) } == values)
    let style = try String(contentsOf: folder.file("classes.qml"), encoding: .utf8)
    #expect(
      style.contains(
        ##"<paletteEntry value="2" color="#000fff" alpha="255" label="a &lt; b &amp; &quot;c&quot;"/>"##
      ))
    #expect(style.contains(#"label="sehr groß""#))
    let parser = XMLDocumentCheck()
    #expect(parser.isWellFormed(style))
  }

  @Test func areasFollowTheRowsOfDegreeGrids() {
    let degrees = RasterGrid(
      rows: 2, columns: 1, geoTransform: .init(left: 0, top: 61, cellWidth: 1, cellHeight: 60),
      crs: .wgs84)
    let extents = ClassExtents(values: [1, 2], grid: degrees)
    #expect(extents.cells[1] == 1 && extents.cells[2] == 1)
    #expect(extents.squareKilometers[1] < extents.squareKilometers[2])
    #expect(ClassExtents(values: values, grid: grid).squareKilometers[1] == 1)
  }

  @Test func mistakesThrowAndLeaveNothing() throws {
    #expect(throws: GeoRasterError.self) {
      try RasterFile.writeClasses(
        values: values, grid: grid, legend: legend + legend, to: folder.file("a.asc"))
    }
    #expect(throws: GeoRasterError.self) {
      try RasterFile.writeClasses(
        values: values, grid: grid, legend: legend,
        to: folder.file("none/a.\(RasterFile.fileExtension)"))
    }
    #expect(throws: GeoRasterError.self) {
      try RasterFile.writeClasses(
        values: values, grid: grid, legend: legend, to: folder.file("a.png"))
    }
    #expect(folder.names.isEmpty)
  }
}

/// Whether a text is well-formed XML, by the nesting of its tags: enough for files that the package writes.
private struct XMLDocumentCheck {
  func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for piece in text.split(separator: "<").dropFirst() {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      if tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
      let name = tag.prefix { !$0.isWhitespace }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
