import Foundation
import GeoRaster
import Testing

@testable import Susceptibility

/// The factors of the small simulated study, one by one.
@Suite struct FactorBuilderTests {
  private let study: StudyConfiguration
  private let folder: URL

  init() throws {
    _ = try SmallStudy.results.get()
    study = try SmallStudy.configuration()
    folder = SmallStudy.folder.appendingPathComponent("builder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func progressOfEveryFactorReachesItsEnd() throws {
    var builder = try FactorBuilder(study: study, threads: 2)
    for definition in study.factors {
      let progress = Progress(totalUnitCount: 1)
      let made = try builder.factor(definition, progress: progress)
      #expect(progress.isFinished && progress.fractionCompleted == 1, "\(definition.name)")
      #expect(try builder.factor(definition).raster.values.count == made.raster.values.count)
    }
  }

  @Test func everyFactorCanBeCancelled() throws {
    for definition in study.factors {
      // A builder each: what a factor is made of is kept for the next.
      var builder = try FactorBuilder(study: study, threads: 2)
      let progress = Progress(totalUnitCount: 1)
      progress.cancel()
      #expect(throws: CancellationError.self, "\(definition.name)") {
        try builder.factor(definition, progress: progress)
      }
    }
  }

  @Test func aCancelledTaskStopsTheStep() async throws {
    let (study, folder) = (study, folder)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      let options = StudyOptions(outputFolder: folder.appendingPathComponent("cancelled"))
      try Study(study, options: options).run(.factors)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func theStepTellsOfItsEnd() throws {
    let fractions = Fractions()
    let options = StudyOptions(
      outputFolder: folder.appendingPathComponent("told"), threads: 1,
      observer: { if case .advanced(.factors, let fraction) = $0 { fractions.add(fraction) } })
    try Study(study, options: options).run(.factors)
    #expect(fractions.all.last == 1 && fractions.all.allSatisfy { (0...1).contains($0) })
    #expect(fractions.all == fractions.all.sorted())
  }

  private final class Fractions: @unchecked Sendable {
    private let lock = NSLock()
    private var found: [Double] = []
    var all: [Double] { lock.withLock { found } }
    func add(_ fraction: Double) { lock.withLock { found.append(fraction) } }
  }

  /// The warnings of a factor whose raster has the study's values at another place.
  private func warnings(row: Int, column: Int, more: Int = 0, by shift: Double = 0) throws
    -> [String]
  {
    let grid = try Raster.grid(of: study.url(study.grid))
    let place = grid.geoTransform
    let other = RasterGrid(
      rows: grid.rows + more, columns: grid.columns + more,
      geoTransform: GeoTransform(
        left: place.left + (Double(column) + shift) * place.cellWidth,
        top: place.top - Double(row) * place.cellHeight, cellWidth: place.cellWidth,
        cellHeight: place.cellHeight), crs: grid.crs)
    let file = folder.appendingPathComponent("other.\(RasterFile.fileExtension)")
    try Raster(grid: other, values: (0..<other.count).map(Float.init)).write(to: file)
    var builder = try FactorBuilder(study: study, threads: 1)
    _ = try builder.factor(
      FactorDefinition(name: "other", source: .raster(file: file.path, band: 1)))
    return builder.warnings
  }

  @Test func wholeCellsAreNotResampled() throws {
    #expect(try warnings(row: -2, column: -3, more: 5) == [])
    let part = try warnings(row: 2, column: 0)
    #expect(part.count == 1 && part[0].contains("covers a part of the grid only"))
  }

  @Test(.enabled(if: RasterFile.usesGDAL)) func halfCellsAre() throws {
    let half = try warnings(row: -2, column: -3, more: 5, by: 0.5)
    #expect(half.count == 1 && half[0].contains("was resampled (bilinear)"))
  }

  /// A landslide 8 m beyond the western edge keeps absences away from the cells along it.
  @Test func landslidesBeyondTheGridKeepAbsencesAway() throws {
    let grid = try Raster.grid(of: study.url(study.grid))
    let place = grid.geoTransform
    let inside = place.center(row: 36, column: 36)
    let beyond = Coordinate(x: place.left - 8, y: place.center(row: 20, column: 0).y)
    func cellsLeft(_ points: [Coordinate]) throws -> Int {
      let file = folder.appendingPathComponent("landslides-\(points.count).csv")
      let rows = points.map { "\($0.x),\($0.y)\n" }.joined()
      try Data(("x,y\n" + rows).utf8).write(to: file)
      var changed = study
      changed.inventory = VectorSelection(vector: file.path)
      changed.absences = .sampled(AbsenceSampling(ratio: 20, minimumDistance: 100))
      let options = StudyOptions(
        outputFolder: folder.appendingPathComponent("absences-\(points.count)"))
      let study = try Study(changed, options: options)
      let sampler = Sampler(
        study: study.configuration, stack: try study.stack(), streams: study.streams, threads: 1)
      return try #require(try sampler.samples().absences?.rules.last?.cellsLeft)
    }
    let near = (0..<grid.count).count {
      let center = place.center(of: grid.cell(at: $0))
      return hypot(center.x - beyond.x, center.y - beyond.y) < 100
    }
    let other = place.center(row: 36, column: 37)
    #expect(near > 10)
    #expect(
      try cellsLeft([inside, other, beyond]) == cellsLeft([inside, other]) - near)
  }

  @Test func distancesToFeaturesThatAreAllOutsideAreToldOf() throws {
    let place = try Raster.grid(of: study.url(study.grid)).geoTransform
    let file = folder.appendingPathComponent("road.csv")
    try Data("x,y\n\(place.left - 500),\(place.top)\n".utf8).write(to: file)
    var builder = try FactorBuilder(study: study, threads: 1)
    let factor = try builder.factor(
      FactorDefinition(name: "roads", source: .distance(to: VectorSelection(vector: file.path))))
    #expect(factor.raster.validCount == factor.raster.values.count)
    #expect(builder.warnings.contains { $0.contains("no feature lies in the grid") })
  }
}
