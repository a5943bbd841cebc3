import Foundation
import GeoRaster
import Testing

@Suite struct VectorProgressTests {
  private static let points = (0..<3000).map { "\(10 + Double($0) / 1000),45" }

  /// A file of each reader: with GDAL the first is read by OGR, without it by Scarp.
  private func files(_ folder: TemporaryFolder) throws -> [URL] {
    let features = Self.points.map {
      #"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[\#($0)]}}"#
    }
    let json = folder.file("points.geojson")
    let text = features.joined(separator: ",")
    try Data(#"{"type":"FeatureCollection","features":[\#(text)]}"#.utf8).write(to: json)
    let csv = folder.file("points.csv")
    try Data(("lon,lat\n" + Self.points.joined(separator: "\n") + "\n").utf8).write(to: csv)
    return [json, csv]
  }

  @Test func readingTellsOfEachFeatureAndCanBeCancelled() throws {
    let folder = try TemporaryFolder()
    for file in try files(folder) {
      let progress = Progress(totalUnitCount: 1)
      let layer = try VectorLayer.read(file, gridCRS: .unknown, progress: progress)
      #expect(layer.features.count == 3000)
      #expect(progress.isFinished && progress.completedUnitCount == 3000, "\(file.path)")
      let cancelled = Progress(totalUnitCount: 1)
      cancelled.cancel()
      #expect(throws: CancellationError.self) {
        try VectorLayer.read(file, gridCRS: .unknown, progress: cancelled)
      }
    }
  }

  /// A part of another progress traps in Foundation when it gets no units.
  @Test func layersWithoutFeaturesEndTheirPartOfAProgress() throws {
    let folder = try TemporaryFolder()
    let json = folder.file("none.geojson")
    try Data(#"{"type":"FeatureCollection","features":[]}"#.utf8).write(to: json)
    let csv = folder.file("none.csv")
    try Data("lon,lat\n".utf8).write(to: csv)
    let grid = RasterGrid(
      rows: 3, columns: 4,
      geoTransform: GeoTransform(left: 10, top: 46, cellWidth: 0.1, cellHeight: 0.1),
      crs: .unknown)
    for file in [json, csv] {
      let whole = Progress(totalUnitCount: 2)
      func part() -> Progress { Progress(totalUnitCount: 1, parent: whole, pendingUnitCount: 1) }
      let layer = try VectorLayer.read(file, gridCRS: .unknown, progress: part())
      #expect(layer.features.isEmpty)
      _ = try layer.transformed(to: layer.crs, progress: part())
      #expect(whole.isFinished, "\(file.path)")
      #expect(throws: GeoRasterError.self) {
        try grid.distance(to: layer, progress: Progress(totalUnitCount: 1))
      }
      #expect(try !grid.cells(touchedBy: layer, progress: part()).contains(true))
    }
  }

  @Test func aCancelledTaskStopsReading() async throws {
    let folder = try TemporaryFolder()
    let file = try files(folder)[0]
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try VectorLayer.read(file, gridCRS: .unknown)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(.enabled(if: RasterFile.usesGDAL)) func transformingTellsOfFeaturesAndCanBeCancelled()
    throws
  {
    let folder = try TemporaryFolder()
    let layer = try VectorLayer.read(try files(folder)[1], gridCRS: .unknown)
    let target = try CoordinateReferenceSystem(userText: "EPSG:32632")
    let progress = Progress(totalUnitCount: 1)
    let placed = try layer.transformed(to: target, progress: progress)
    #expect(progress.isFinished && placed.features.count == 3000)
    // More than one piece: every feature has its own place.
    let last = VectorLayer(
      source: "one", crs: layer.crs, fields: [], features: [layer.features[2999]])
    #expect(try last.transformed(to: target).features[0].geometry == placed.features[2999].geometry)
    let cancelled = Progress(totalUnitCount: 1)
    cancelled.cancel()
    #expect(throws: CancellationError.self) {
      try layer.transformed(to: target, progress: cancelled)
    }
  }
}
