import Foundation
import GeoRaster
import LearningCore
import Testing

@testable import Susceptibility

/// Samples of landslides that are polygons, on a slope that rises to the north-east.
@Suite struct LandslideCellsTests {
  private static let side = 40
  private static let raster = RasterFile.fileExtension

  /// Elevations, a random factor, and polygons: squares of 4 x 4 cells, one landslide of two parts, one smaller than a cell.
  private static let folder: Result<URL, any Error> = Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scarp-cells-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let grid = RasterGrid(
      rows: side, columns: side,
      geoTransform: GeoTransform(left: 0, top: 400, cellWidth: 10, cellHeight: 10), crs: .unknown)
    var random = SplitMix64(seed: 3)
    let elevation = (0..<side * side).map { Float($0 % side - $0 / side) }
    let noise = elevation.map { _ in Float(random.uniform()) }
    for (name, values) in [("elevation", elevation), ("noise", noise)] {
      try Raster(grid: grid, values: values)
        .write(to: folder.appendingPathComponent("\(name).\(raster)"))
    }
    func square(_ x: Double, _ y: Double, _ size: Double) -> String {
      "[[\(x),\(y)],[\(x + size),\(y)],[\(x + size),\(y + size)],[\(x),\(y + size)],[\(x),\(y)]]"
    }
    var shapes = (0..<8).map {
      "{\"type\":\"Polygon\",\"coordinates\":[\(square(Double($0) * 50, 100, 40))]}"
    }
    shapes.append(
      "{\"type\":\"MultiPolygon\",\"coordinates\":[[\(square(0, 300, 20))],[\(square(50, 300, 20))]]}"
    )
    shapes.append("{\"type\":\"Polygon\",\"coordinates\":[\(square(201, 301, 2))]}")
    shapes.append("{\"type\":\"Polygon\",\"coordinates\":[\(square(-500, 301, 20))]}")
    let features = shapes.enumerated().map {
      "{\"type\":\"Feature\",\"properties\":{\"id\":\"s\($0.offset)\"},\"geometry\":\($0.element)}"
    }
    let text = "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
    try Data(text.utf8).write(to: folder.appendingPathComponent("slides.geojson"))
    return folder
  }

  private func sampled(_ cells: String, split: String = "random") throws -> Sampler.Result {
    let folder = try Self.folder.get()
    let raster = Self.raster
    let configuration = try StudyConfiguration(
      yaml: """
        grid: elevation.\(raster)
        factors:
          - { name: elevation, raster: elevation.\(raster) }
          - { name: noise, raster: noise.\(raster) }
        inventory: { vector: slides.geojson, id: id\(cells.isEmpty ? "" : ", cells: \(cells)") }
        absences: { minimum-distance: 10 }
        split: { method: \(split) }
        models: [logistic-regression]
        cross-validation: { folds: 0 }
        """, file: "cells.yaml", folder: folder)
    let study = try Study(
      configuration,
      options: StudyOptions(
        // Tests run side by side; two studies must not write to one folder.
        outputFolder: folder.appendingPathComponent(UUID().uuidString), overwrites: true))
    return try Sampler(
      study: configuration, stack: study.stack(), streams: study.streams, threads: 1
    ).samples()
  }

  private func cells(of id: String, _ result: Sampler.Result) -> [Int] {
    result.samples.samples.filter { $0.landslideID == id }.map(\.cell)
  }

  /// Rows 26 to 29 and columns 5 to 8 are inside the second square: y from 100 to 140, x from 50 to 90.
  private let inside = (26..<30).flatMap { row in (5..<9).map { row * 40 + $0 } }

  @Test func theCentroidIsTheDefault() throws {
    let plain = try sampled("")
    #expect(try plain.samples == sampled("centroid").samples)
    #expect(cells(of: "s1", plain) == [28 * 40 + 7])
    #expect(plain.landslides?.samples == 10 && plain.landslides?.landslides == 10)
    #expect(plain.excluded.landslides == 1 && plain.excluded.landslideIDs == ["s10"])
  }

  @Test func theHighestCellIsTheNorthEasternOne() throws {
    for choice in ["highest", "highest, from: elevation.\(Self.raster)"] {
      let result = try sampled(choice)
      #expect(cells(of: "s1", result) == [26 * 40 + 8])
      // Of two parts the eastern one is higher.
      #expect(cells(of: "s8", result) == [8 * 40 + 6])
      #expect(result.landslides?.smallPolygons == 1)
      #expect(cells(of: "s9", result) == [9 * 40 + 20])
    }
  }

  @Test func allCellsAreSamplesOfOneLandslide() throws {
    let result = try sampled("all")
    #expect(cells(of: "s1", result) == inside)
    #expect(cells(of: "s8", result).count == 8)
    #expect(cells(of: "s9", result) == [9 * 40 + 20])
    #expect(result.landslides?.samples == 8 * 16 + 8 + 1 && result.landslides?.landslides == 10)
    #expect(result.warnings.contains { $0.contains("10 landslides have 137 samples") })
    // Outside the grid there is nothing to take.
    #expect(result.excluded.landslideIDs == ["s10"])
    // As many absences as samples, none of them within 10 m of a polygon.
    #expect(result.absences?.drawn == 137)
    let absences = result.samples.samples.filter { !$0.isLandslide }.map(\.cell)
    #expect(Set(absences).isDisjoint(with: inside))
    #expect(!absences.contains(25 * 40 + 5))
  }

  @Test func soManyCellsAreDrawnAlwaysTheSame() throws {
    let result = try sampled("5")
    let drawn = cells(of: "s1", result)
    #expect(drawn.count == 5 && Set(drawn).count == 5 && Set(drawn).isSubset(of: inside))
    #expect(try sampled("5").samples == result.samples)
    // Each landslide has a stream of its own.
    #expect(cells(of: "s2", result).map { $0 - 5 } != drawn)
    #expect(try Set(cells(of: "s8", sampled("9"))).count == 8)
  }

  @Test(arguments: ["random", "spatial-blocks"])
  func noLandslideIsOnBothSidesOfASplit(method: String) throws {
    for cells in ["all", "3"] {
      let samples = try sampled(cells, split: method).samples
      #expect(
        samples.landslideIDs(
          samples.indices(of: .training), sharedWith: samples.indices(of: .validation)) == 0)
      #expect(samples[.validation].labels.contains(true))
    }
  }

  @Test func wrongChoicesNameTheKey() {
    for (cells, key) in [
      ("none", "inventory.cells"), ("0", "inventory.cells"), ("all, from: a.tif", "inventory.from"),
    ] {
      let error = #expect(throws: StudyFileError.self) { try sampled(cells) }
      #expect(error?.key == key)
    }
  }
}
