import Foundation
import GeoRaster
import Testing

/// `scarp interpolate` on a few made-up stations.
@Suite(.serialized) struct InterpolateTests {
  private let scarp = Program(name: "scarp")

  private func stations(in folder: TemporaryFolder) throws -> String {
    var text = "code,x,y,pga_g\n"
    for index in 0..<30 {
      let (x, y) = (Double(index * 37 % 101) * 100, Double(index * 53 % 89) * 100)
      let distance = (x * x + y * y + 4_500 * 4_500).squareRoot()
      text += "S\(index),\(x),\(y),\(exp(-log(distance / 1_000) + 0.1 * sin(Double(index))))\n"
    }
    text += "S30,50,50,0\n"
    let file = folder.file("stations.csv")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test func krigingWithTrendWritesItsRastersAndErrors() throws {
    let folder = try TemporaryFolder()
    let points = try stations(in: folder)
    let grid = RasterGrid(
      rows: 12, columns: 10,
      geoTransform: GeoTransform(left: 0, top: 12_000, cellWidth: 1_000, cellHeight: 1_000),
      crs: .unknown)
    let cells = folder.file("grid.\(RasterFile.fileExtension)")
    try Raster(grid: grid, repeating: 1).write(to: cells)
    let source = folder.file("source.csv")
    try Data("x,y\n0,0\n".utf8).write(to: source)
    let output = folder.file("pga.\(RasterFile.fileExtension)")
    let deviation = folder.file("deviation.\(RasterFile.fileExtension)")
    let arguments = [
      "interpolate", points, "--value", "pga_g", "--where", "pga_g > 0", "--grid", cells.path,
      "--method", "kriging-with-trend", "--source", source.path, "--output", output.path,
      "--deviation", deviation.path, "--leave-one-out",
    ]
    let run = try scarp.run(arguments)
    try #require(run.status == 0, "\(run.errors)")
    #expect(try Raster.read(output).values.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(try Raster.read(deviation).values.allSatisfy { $0 >= 0 && $0 < 1 })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(json["method"] as? String == "kriging-with-trend")
    #expect((json["errors"] as? [Any])?.count == 30)
    #expect(try #require(json["rmse_ln"] as? Double) < 0.2)
    let trend = try #require(json["trend"] as? [String: Double])
    #expect(abs(try #require(trend["slope"]) + 1) < 0.2)
    #expect(json["variogram"] != nil)
  }

  /// Western longitudes begin with a minus and are no options.
  @Test func anEpicenterInTheWestIsRead() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("stations.csv")
    let text = (0..<9).map { "\(-118 - Double($0 * $0) / 90),\(34 + Double($0) / 50),\(1 + $0)\n" }
    try Data(("lon,lat,pga_g\n" + text.joined()).utf8).write(to: file)
    let run = try scarp.run([
      "interpolate", file.path, "--value", "pga_g", "--method", "kriging-with-trend",
      "--source-lon", "-118.5", "--source-lat", "34.1", "--leave-one-out",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\"slope\""))
  }

  @Test func aStationWithoutPGAIsNamed() throws {
    let folder = try TemporaryFolder()
    let run = try scarp.run([
      "interpolate", try stations(in: folder), "--value", "pga_g", "--log", "true",
      "--leave-one-out",
    ])
    #expect(run.status == 1)
    #expect(run.errors.contains("feature 31 (code S30)"), "\(run.errors)")
  }

  @Test(arguments: [
    [], ["--leave-one-out", "--source-lon", "3"], ["--output", "x.tif"],
    ["--leave-one-out", "--method", "kriging-with-trend"],
    ["--leave-one-out", "--source", "a.shp"],
    ["--grid", "g.tif", "--deviation", "d.tif"], ["--leave-one-out", "--station-vs30", "v"],
  ])
  func argumentsThatDoNotFitEndWithStatus2(arguments: [String]) throws {
    let run = try scarp.run(["interpolate", "stations.csv", "--value", "pga_g"] + arguments)
    #expect(run.status == 2, "\(run.errors)")
  }
}
