import Foundation
import GeoRaster
import Susceptibility
import Testing

@Suite struct MapPictureTests {
  private func raster(rows: Int, columns: Int, _ value: (Int, Int) -> Float) -> Raster {
    let grid = RasterGrid(
      rows: rows, columns: columns,
      geoTransform: GeoTransform(left: 0, top: 1000, cellWidth: 30, cellHeight: 30), crs: .unknown)
    return Raster(
      grid: grid,
      values: (0..<rows).flatMap { row in (0..<columns).map { value(row, $0) } })
  }

  @Test func smallRasterKeepsItsCells() {
    let thumbnail = RasterThumbnail(
      raster(rows: 2, columns: 3) { Float($0 * 3 + $1) }, longestSide: 480, by: .mean)
    #expect(thumbnail.block == 1)
    #expect(thumbnail.values == [0, 1, 2, 3, 4, 5])
  }

  @Test func blocksBecomeTheirMeanOrTheirMiddle() {
    let source = raster(rows: 4, columns: 4) { Float($0 * 4 + $1) }
    #expect(RasterThumbnail(source, longestSide: 2, by: .mean).values == [2.5, 4.5, 10.5, 12.5])
    #expect(RasterThumbnail(source, longestSide: 2, by: .nearest).values == [5, 7, 13, 15])
  }

  @Test func partialBlocksAtTheEdgeAndNoDataAreHandled() {
    let source = raster(rows: 3, columns: 3) { $0 == 2 ? .nan : Float($1) }
    let small = RasterThumbnail(source, longestSide: 2, by: .mean)
    #expect(small.rows == 2 && small.columns == 2)
    #expect(small.values[0] == 0.5 && small.values[1] == 2)
    #expect(small.values[2].isNaN && small.values[3].isNaN)
  }

  /// More cells than a strip has, against plain loops over each block.
  @Test func stripsGiveTheBlocksOfTheWhole() {
    let source = raster(rows: 2501, columns: 601) {
      ($0 + $1) % 5 == 0 ? .nan : Float(($0 * 7 + $1 * 3) % 50)
    }
    let means = RasterThumbnail(source, longestSide: 100, by: .mean)
    let nearest = RasterThumbnail(source, longestSide: 100, by: .nearest)
    #expect(means.block == 26 && means.rows == 97 && means.columns == 24)
    #expect(nearest.codes == Array(0..<50))
    for row in 0..<means.rows {
      for column in 0..<means.columns {
        let (top, left) = (row * 26, column * 26)
        var (sum, count) = (0.0, 0)
        for y in top..<min(top + 26, 2501) {
          for x in left..<min(left + 26, 601) where source.values[y * 601 + x].isFinite {
            sum += Double(source.values[y * 601 + x])
            count += 1
          }
        }
        #expect(means.values[row * 24 + column] == Float(sum / Double(count)))
        let middle = source.values[min(top + 13, 2500) * 601 + min(left + 13, 600)]
        let found = nearest.values[row * 24 + column]
        #expect(found == middle || found.isNaN && middle.isNaN)
      }
    }
  }

  @Test func aWindowOfAFileIsShownAlone() throws {
    let source = raster(rows: 20, columns: 30) { Float($0 * 30 + $1) }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("window-\(UUID().uuidString).asc")
    defer { try? FileManager.default.removeItem(at: file) }
    try source.write(to: file)
    let shown = try RasterThumbnail(
      RasterFileBand(file), window: Window(row: 4, column: 6, rows: 2, columns: 3), longestSide: 9,
      by: .mean)
    #expect(shown.values == [126, 127, 128, 156, 157, 158])
    #expect(shown.grid.geoTransform.left == 180 && shown.grid.geoTransform.top == 880)
  }

  @Test func classesKeepTheirColoursAndNoDataIsTransparent() {
    let classes = raster(rows: 1, columns: 3) { $1 == 2 ? .nan : Float($1 + 1) }
    let picture = MapPicture.susceptibilityClasses(of: classes, names: ["low", "high"])
    #expect(picture.pixels == [1, 2, 0])
    #expect(picture.palette[0] == .clear)
    #expect(
      picture.legend
        == .classes([
          .init(color: picture.palette[1], label: "low"),
          .init(color: picture.palette[2], label: "high"),
        ]))
  }

  @Test func classesBeyondTheNamesAreTransparent() {
    let classes = raster(rows: 1, columns: 4) { [0, -3, 7, 1e30][$1 + $0 * 4] }
    #expect(
      MapPicture.susceptibilityClasses(of: classes, names: ["a", "b"]).pixels == [0, 0, 0, 0])
    #expect(MapPicture.susceptibilityClasses(of: classes, names: []).pixels == [0, 0, 0, 0])
  }

  @Test func probabilitiesTakeTheEndsOfTheRamp() {
    let picture = MapPicture.probability(of: raster(rows: 1, columns: 3) { [0, 1, .nan][$0 + $1] })
    #expect(picture.pixels[0] == 1)
    #expect(Int(picture.pixels[1]) == picture.palette.count - 1)
    #expect(picture.pixels[2] == 0)
  }

  @Test(arguments: [Float.nan, 3, 1e38])
  func constantAndEmptyRastersGiveAPicture(value: Float) {
    let flat = raster(rows: 2, columns: 2) { _, _ in value }
    for picture in [
      MapPicture.quantity(of: flat), .probability(of: flat), .direction(of: flat),
      .categories(of: flat), .relief(of: flat), .extent(of: flat),
    ] {
      #expect(picture.pixels.allSatisfy { Int($0) < picture.palette.count })
      #expect(!picture.png().isEmpty)
      #expect(MapFigure(picture: picture, title: "x").svg.hasSuffix("</svg>"))
    }
  }

  @Test func directionsWrapAroundNorth() {
    let picture = MapPicture.direction(
      of: raster(rows: 1, columns: 4) { [0, 359.9, -1, 90][$0 + $1] })
    #expect(picture.pixels[0] == picture.pixels[1])
    #expect(picture.pixels[2] == 1)
    #expect(picture.pixels[3] != picture.pixels[0])
  }

  @Test func categoriesAreNamedAndManyStillFitThePalette() {
    let few = MapPicture.categories(
      of: raster(rows: 1, columns: 3) { Float([7, 2, 7][$0 + $1]) }, labels: [7: "shale"])
    #expect(few.pixels == [3, 2, 3])
    guard case .classes(let entries) = few.legend else {
      Issue.record("categories have a legend of classes")
      return
    }
    #expect(entries.map(\.label) == ["2", "shale"])
    let many = MapPicture.categories(of: raster(rows: 20, columns: 20) { Float($0 * 20 + $1) })
    #expect(many.palette.count == 256)
    #expect(Set(many.pixels).count == 255)
  }

  @Test func slopeTowardsTheLightIsLighter() {
    let facingLight = raster(rows: 5, columns: 5) { Float(($0 + $1) * 20) }
    let away = raster(rows: 5, columns: 5) { Float(-($0 + $1) * 20) }
    let light = Hillshade(of: RasterThumbnail(facingLight, longestSide: 9, by: .mean)).light[12]
    let dark = Hillshade(of: RasterThumbnail(away, longestSide: 9, by: .mean)).light[12]
    // Flat ground: cos 45 degrees. Ground rising to the south-east faces the north-west.
    let flat = Hillshade(
      of: RasterThumbnail(raster(rows: 5, columns: 5) { _, _ in 4 }, longestSide: 9, by: .mean)
    ).light[12]
    #expect(abs(flat - 0.5.squareRoot()) < 1e-12)
    #expect(light > flat && flat > dark)
  }

  @Test func figureHasScaleNorthAndPoints() {
    let figure = MapFigure(
      picture: .quantity(of: raster(rows: 40, columns: 50) { Float($0 * $1) }),
      title: "slope & <b>",
      points: [
        .init(
          label: "landslides", coordinates: [Coordinate(x: 750, y: 400)],
          color: PaletteColor(hex: 0xFF0000))
      ], unit: "°", width: 500)
    // 50 cells of 30 m over 500 pixels: x = 750 / 1500 * 500.
    #expect(figure.svg.contains("M250 "))
    #expect(figure.svg.contains(">200 m<"))
    #expect(figure.svg.contains(">N<"))
    #expect(figure.svg.contains("slope &amp; &lt;b&gt;"))
    #expect(!figure.svg.contains("<b>"))
    #expect(figure.document.hasPrefix("<?xml"))
    #expect(figure.document.hasSuffix("</g></svg>\n"))
  }
}
