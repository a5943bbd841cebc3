import Foundation
import GeoRaster
import Testing

@testable import Susceptibility

@Suite struct MapPosterTests {
  private let raster: Raster

  init() {
    let grid = RasterGrid(
      rows: 40, columns: 60,
      geoTransform: GeoTransform(left: 0, top: 1200, cellWidth: 30, cellHeight: 30), crs: .unknown)
    raster = Raster(grid: grid, values: (0..<2400).map { Float($0 % 60) / 60 })
  }

  @Test func aPosterIsAPNGLargerThanItsMap() throws {
    let png = MapPoster(picture: .probability(of: raster), title: "SVM").png()
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // 60 cells are drawn five pixels wide each: 300, and margins and a legend of 90 beside.
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    #expect(width == 16 + 300 + 16 + 90 + 16)
    #expect(png[25] == 2)
  }

  /// 6 x 8 mapped cells of 40 x 60 are shown with 3 cells of ground around them; most of the grid is shown whole.
  @Test func aSmallAreaIsShownByItself() throws {
    let view = try #require(raster.grid.view(of: Window(row: 1, column: 20, rows: 6, columns: 8)))
    #expect(view == Window(row: 0, column: 17, rows: 10, columns: 14))
    let thumbnail = RasterThumbnail(raster, window: view, longestSide: 900, by: .mean)
    #expect((thumbnail.rows, thumbnail.columns) == (10, 14))
    #expect(thumbnail.values[15] == raster.values[60 + 18])
    #expect(thumbnail.grid.geoTransform.left == 17 * 30 && thumbnail.grid.geoTransform.top == 1200)
    #expect(raster.grid.view(of: Window(row: 2, column: 2, rows: 30, columns: 50)) == nil)
  }

  @Test func textIsInkWhereItsGlyphsAre() {
    let letters = Lettering.standard
    #expect(letters.height == 20)
    #expect(letters.width(of: "") == 0)
    // Proportional letters: an m is wider than an i, and unknown characters count as question marks.
    #expect(letters.width(of: "m") > 2 * letters.width(of: "i"))
    #expect(letters.width(of: "鲁") == letters.width(of: "?"))
    #expect(letters.glyphs(of: " ")[0].coverage.allSatisfy { $0 == 0 })
    #expect(letters.glyphs(of: "N")[0].coverage.contains { $0 > 200 })
  }

  @Test func nothingIsDrawnOutside() {
    var canvas = PixelCanvas(width: 4, height: 3)
    let blank = canvas.png()
    canvas.fill(PaletteColor(hex: 0), x: 10, y: -5, width: 3, height: 3)
    canvas.write("Wide", x: -100, y: 40, color: PaletteColor(hex: 0))
    #expect(canvas.png() == blank)
    canvas.fill(PaletteColor(hex: 0), x: 3, y: 2, width: 3, height: 3)
    #expect(canvas.png() != blank)
  }

  @Test func reliefShadesProbabilitiesWithinThePalette() {
    let elevation = Raster(grid: raster.grid, values: (0..<2400).map { Float($0 / 60 % 7 * 30) })
    let picture = MapPicture.probability(of: raster, elevation: elevation)
    #expect(picture.palette.count == 1 + 21 * 12)
    #expect(Set(picture.pixels).count > 21)
    #expect(MapPicture.probability(of: raster).palette.count == 49)
  }
}
