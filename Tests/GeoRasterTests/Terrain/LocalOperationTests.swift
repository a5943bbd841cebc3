import Foundation
import GeoRaster
import Testing

/// Every local operation, by name.
private let operations: [(name: String, operation: LocalOperation)] =
  [
    ("slope", .slope()), ("slope zt percent", .slope(method: .zevenbergenThorne, unit: .percent)),
    ("aspect", .aspect()), ("northness", .northness()), ("eastness", .eastness()),
    ("tri", .terrainRuggednessIndex), ("tpi", .topographicPositionIndex), ("roughness", .roughness),
  ] + CurvatureKind.allCases.map { ("curvature \($0)", .curvature($0)) } + reliefs

private let reliefs: [(name: String, operation: LocalOperation)] = [1, 15, 301, Int.max].compactMap
{
  window in
  (try? LocalOperation.relativeRelief(window: window)).map { ("relief \(window)", $0) }
}

@Suite struct LocalOperationTests {
  /// Taller than a tile, with NoData islands, single missing cells and infinite values.
  private static let terrain: Raster = {
    var raster = bumpyRaster(rows: 270, columns: 37)
    for row in 60..<70 { for column in 5..<20 { raster[row, column] = .nan } }
    for index in stride(from: 3, to: raster.values.count, by: 97) { raster.values[index] = .nan }
    (raster[0, 0], raster[130, 36], raster[269, 10]) = (.nan, .infinity, -.infinity)
    return raster
  }()

  /// The formats that this build writes.
  private static let formats = RasterFile.usesGDAL ? ["asc", "tif"] : ["asc"]

  @Test(arguments: [1, 7, 64, nil])
  func stripsLeaveNoTrace(stripRows: Int?) throws {
    let folder = try TemporaryFolder()
    for format in Self.formats {
      let input = folder.file("dem.\(format)")
      try Self.terrain.write(to: input)
      let whole = folder.file("whole.\(format)")
      let strips = folder.file("strips.\(format)")
      for (name, operation) in operations {
        try Self.terrain.applying(operation).write(to: whole, description: name)
        let expected = try Data(contentsOf: whole)
        try RasterFileBand(input).write(
          operation, to: strips, description: name, stripRows: stripRows, threads: 2)
        #expect(try Data(contentsOf: strips) == expected, "\(name) from a file")
        try Self.terrain.write(
          operation, to: strips, description: name, stripRows: stripRows, threads: 1)
        #expect(try Data(contentsOf: strips) == expected, "\(name) from memory")
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (2, 2), (3, 300)])
  func smallGridsPassInStrips(rows: Int, columns: Int) throws {
    let folder = try TemporaryFolder()
    let raster = bumpyRaster(rows: rows, columns: columns)
    let file = folder.file("result.asc")
    for (name, operation) in operations {
      try raster.write(operation, to: file, stripRows: 1)
      let expected = try raster.applying(operation)
      #expect(try Raster.read(file).values == expected.values, "\(name)")
      #expect(expected.validCount == rows * columns)
    }
  }

  @Test func cellsWithoutElevationAreMissingAndNoOthers() throws {
    let isMissing = Self.terrain.values.map { !$0.isFinite }
    let none = Raster(grid: metricGrid(rows: 4, columns: 3), repeating: .nan)
    for (name, operation) in operations {
      #expect(try Self.terrain.applying(operation).values.map(\.isNaN) == isMissing, "\(name)")
      #expect(try none.applying(operation).validCount == 0)
    }
  }

  @Test func threadsDoNotChangeAnyResult() throws {
    // More than one chunk of rows.
    let raster = bumpyRaster(rows: 700, columns: 400)
    for operation in [LocalOperation.aspect(), try .relativeRelief(window: 9)] {
      let one = try raster.applying(operation, threads: 1).values.map(\.bitPattern)
      #expect(try raster.applying(operation, threads: 3).values.map(\.bitPattern) == one)
    }
  }

  @Test func valuesThatLookLikeNoDataStayValues() throws {
    // 0 - (8 * 9999) / 8 = -9999.
    var raster = Raster(grid: metricGrid(rows: 3, columns: 3), repeating: 9999)
    raster[1, 1] = 0
    let folder = try TemporaryFolder()
    for format in Self.formats {
      let file = folder.file("tpi.\(format)")
      try raster.write(.topographicPositionIndex, to: file, stripRows: 1)
      #expect(try Raster.read(file)[1, 1] == -9999)
    }
  }

  @Test func progressReachesItsEnd() throws {
    let memory = Progress(totalUnitCount: 0)
    _ = try Self.terrain.applying(.slope(), threads: 1, progress: memory)
    #expect(memory.totalUnitCount > 0 && memory.isFinished)
    let strips = Progress(totalUnitCount: 0)
    let folder = try TemporaryFolder()
    try Self.terrain.write(
      .slope(), to: folder.file("slope.asc"), stripRows: 7, progress: strips)
    #expect(strips.completedUnitCount == 270 && strips.totalUnitCount == 270)
  }

  @Test func cancellingLeavesNoFile() throws {
    let folder = try TemporaryFolder()
    for format in Self.formats {
      let progress = Progress(totalUnitCount: 0)
      progress.cancel()
      #expect(throws: CancellationError.self) {
        try Self.terrain.write(
          .slope(), to: folder.file("slope.\(format)"), stripRows: 7, progress: progress)
      }
    }
    #expect(folder.names.isEmpty)
    let progress = Progress(totalUnitCount: 0)
    progress.cancel()
    #expect(throws: CancellationError.self) {
      try Self.terrain.applying(.slope(), progress: progress)
    }
  }

  @Test func aCancelledTaskStops() async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try Self.terrain.applying(.aspect())
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func unusableTargetsThrow() throws {
    let folder = try TemporaryFolder()
    for name in ["slope.png", "no-such-folder/slope.asc"] {
      #expect(throws: GeoRasterError.self) {
        try Self.terrain.write(.slope(), to: folder.file(name))
      }
    }
    #expect(folder.names.isEmpty)
  }
}
