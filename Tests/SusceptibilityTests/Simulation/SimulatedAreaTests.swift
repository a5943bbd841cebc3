import Foundation
import GeoRaster
import Metrics
import Susceptibility
import Testing

@Suite struct SimulatedAreaTests {
  /// One area for the tests that only look at it.
  private static let county = Result { try SimulatedArea(size: 128, seed: 11, landslides: 300) }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulated-\(UUID().uuidString)")
    return folder
  }

  private func contents(of folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
      })
  }

  @Test func sameSeedGivesTheSameFiles() throws {
    let folders = try (0..<3).map { _ in try folder() }
    defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
    try SimulatedArea(size: 64, seed: 3, landslides: 50, threads: 1).write(to: folders[0])
    try SimulatedArea(size: 64, seed: 3, landslides: 50, threads: 3).write(to: folders[1])
    try SimulatedArea(size: 64, seed: 4, landslides: 50).write(to: folders[2])
    let files = try folders.map(contents)
    #expect(files[0] == files[1])
    #expect(files[0].keys.sorted() == files[2].keys.sorted())
    for (name, data) in files[0] where !name.contains("legend") && !name.hasSuffix(".prj") {
      #expect(data != files[2][name], "\(name) does not depend on the seed")
    }
    #expect(files[0].keys.contains("study.yaml"))
  }

  @Test func progressComesToItsEndAndCanBeCancelled() throws {
    let progress = Progress(totalUnitCount: 1)
    _ = try SimulatedArea(size: 64, seed: 3, landslides: 50, progress: progress)
    #expect(progress.fractionCompleted == 1)
    let cancelled = Progress(totalUnitCount: 1)
    cancelled.cancel()
    #expect(throws: CancellationError.self) {
      try SimulatedArea(size: 64, seed: 3, landslides: 50, progress: cancelled)
    }
  }

  @Test(arguments: [(64, 1, 1024), (64, 2, 1), (101, 4, 621)])
  func everyInputIsValid(size: Int, seed: Int, landslides: Int) throws {
    let area = try SimulatedArea(size: size, seed: UInt64(seed), landslides: landslides)
    let cells = size * size
    #expect(area.grid.count == cells)
    for raster in try [
      area.elevation, area.lithology, area.landUse, area.red, area.nearInfrared,
      area.peakGroundAcceleration, area.trueProbability,
      try area.elevation.topographicWetnessIndex(),
    ] {
      #expect(raster.grid == area.grid)
      #expect(raster.values.allSatisfy { $0.isFinite })
    }
    let rocks = Set(SimulatedArea.lithologyLegend.map { Float($0.code) })
    let uses = Set(SimulatedArea.landUseLegend.map { Float($0.code) })
    #expect(rocks.count == 11)
    #expect(Set(area.lithology.values).isSubset(of: rocks) && Set(area.lithology.values).count > 2)
    #expect(Set(area.landUse.values).isSubset(of: uses) && Set(area.landUse.values).count > 2)
    #expect((area.red.values + area.nearInfrared.values).allSatisfy { $0 > 0 && $0 < 1 })
    for lines in [area.faults, area.rivers, area.roads] {
      #expect(!lines.isEmpty)
      #expect(lines.allSatisfy { $0.count > 1 && $0.allSatisfy { area.grid.cell(at: $0) != nil } })
    }
    #expect(area.rivers.count == area.riverCatchments.count)
    #expect(area.stations.count == 62)
    #expect(
      area.stations.allSatisfy { $0.peakGroundAcceleration > 0.01 && $0.peakGroundAcceleration < 3 }
    )
    #expect(Set(area.stations.map(\.place)).count == 62)
  }

  @Test func landslidesAreDrawnFromTheTrueProbability() throws {
    let area = try Self.county.get()
    #expect(area.landslides.count == 300)
    #expect(Set(area.landslides.map(\.cell)).count == 300)
    #expect(area.landslides.allSatisfy { area.grid.cell(at: $0.place) == $0.cell })
    #expect(area.landslides.map(\.identifier) == Array(1...300))
    let probabilities = area.trueProbability.values.map(Double.init)
    #expect(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(abs(probabilities.reduce(0, +) - 300) < 0.1)
    // The mean probability of the drawn cells is near its expectation, sum p^2 / sum p.
    let expected = probabilities.reduce(0) { $0 + $1 * $1 } / 300
    let drawn = area.landslides.reduce(0) { $0 + Double(area.trueProbability[$1.cell]) } / 300
    #expect(abs(drawn / expected - 1) < 0.25)
  }

  @Test func truthIsFarBetterThanSlopeAndNotPerfect() throws {
    let area = try Self.county.get()
    #expect(area.bestPossibleAreaUnderCurve > 0.87 && area.bestPossibleAreaUnderCurve < 0.96)
    var labels = [Bool](repeating: false, count: area.grid.count)
    for landslide in area.landslides { labels[area.grid.index(of: landslide.cell)] = true }
    let truth = areaUnderCurve(
      labels: labels, scores: area.trueProbability.values.map(Double.init))
    #expect(abs(truth - area.bestPossibleAreaUnderCurve) < 1e-6)
    let slope = try areaUnderCurve(
      labels: labels, scores: area.elevation.slope().values.map(Double.init))
    #expect(slope > 0.55 && slope < truth - 0.05)
  }

  @Test func filesReadBack() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let area = try Self.county.get()
    try area.write(to: folder)
    try area.write(to: folder)
    let raster = folder.appendingPathComponent("elevation.\(RasterFile.fileExtension)")
    let elevation = try Raster.read(raster)
    #expect(elevation.values == area.elevation.values)
    #expect(elevation.grid.agrees(with: area.grid))
    #expect(!elevation.grid.crs.isUnknown && elevation.grid.crs.isSame(as: area.grid.crs))
    let layer = try VectorLayer.read(
      folder.appendingPathComponent("landslides.geojson"), gridCRS: elevation.grid.crs)
    #expect(layer.crs.isSame(as: area.grid.crs))
    #expect(layer.features.count == 300)
    #expect(layer.fields == ["ls_id", "label", "type"])
    let cells = layer.features.compactMap { $0.geometry.representativePoint }
      .compactMap { area.grid.cell(at: $0) }
    #expect(cells == area.landslides.map(\.cell))
    for name in ["faults", "rivers", "roads"] {
      let lines = try VectorLayer.read(
        folder.appendingPathComponent("\(name).geojson"), gridCRS: elevation.grid.crs)
      #expect(!lines.features.isEmpty && lines.crs.isSame(as: area.grid.crs))
    }
    let stations = try DelimitedTable(contentsOf: folder.appendingPathComponent("stations.csv"))
    let recorded = try stations.numbers("pga_g")
    #expect(recorded == area.stations.map(\.peakGroundAcceleration))
    let study = try String(
      contentsOf: folder.appendingPathComponent("study.yaml"), encoding: .utf8)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names
    where !name.hasSuffix(".prj") && !["study.yaml", "truth.json"].contains(name) {
      #expect(study.contains(name), "study.yaml does not name \(name)")
    }
    #expect(study.components(separatedBy: "- { name: ").count == 15)
  }

  @Test func studyIsReadyToRun() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try SimulatedArea(size: 64, seed: 9, landslides: 80).write(to: folder)
    let configuration = try StudyConfiguration(file: folder.appendingPathComponent("study.yaml"))
    #expect(configuration.factors.count == 14)
    #expect(configuration.models.count == 5)
    try Study(configuration).run(.analyze)
    let results = folder.appendingPathComponent("results")
    let collinearity = try DelimitedTable(contentsOf: results.appendingPathComponent("vif.csv"))
    #expect(collinearity.rows.count == 14)
    let samples = try DelimitedTable(contentsOf: results.appendingPathComponent("samples.csv"))
    let labels = try samples.numbers("label")
    #expect(labels.reduce(0, +) == 80)
  }

  @Test(arguments: [
    (63, 10), (4097, 10), (0, 1), (-5, 1), (64, 0), (64, 1025), (64, -1), (Int.max, 1),
  ])
  func sizesAndNumbersOutOfRangeThrow(size: Int, landslides: Int) {
    #expect(throws: GeoRasterError.self) {
      try SimulatedArea(size: size, seed: 1, landslides: landslides)
    }
  }

  @Test func foldersThatCannotBeMadeThrow() throws {
    let file = try folder()
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let area = try Self.county.get()
    #expect(throws: GeoRasterError.self) { try area.write(to: file.appendingPathComponent("x")) }
  }
}
