import Foundation
import GeoRaster
import TestSupport
import Testing

@Suite struct HydrologyProgressTests {
  typealias Operation = @Sendable (Raster, Progress) throws -> Void

  static let operations: [(String, Operation)] = [
    ("fill", { _ = try $0.fillingDepressions(progress: $1) }),
    ("breach", { _ = try $0.removingDepressions(.breach(), progress: $1) }),
    ("directions", { _ = try $0.flowDirections(progress: $1) }),
    ("cells", { _ = try $0.flowAccumulation(progress: $1) }),
    ("area", { _ = try $0.specificCatchmentArea(progress: $1) }),
    ("wetness", { _ = try $0.topographicWetnessIndex(progress: $1) }),
    ("power", { _ = try $0.streamPowerIndex(progress: $1) }),
    ("streams", { _ = try $0.streams(progress: $1) }),
    (
      "distance",
      { _ = try $0.grid.distanceTransform(to: $0.values.map { $0 > 100 }, progress: $1) }
    ),
  ]

  @Test(arguments: operations.indices) func endsWhenAllIsDone(index: Int) throws {
    let progress = Progress(totalUnitCount: 1)
    // Higher than a tile.
    try Self.operations[index].1(bumpyRaster(rows: 530, columns: 60), progress)
    #expect(progress.isFinished && progress.fractionCompleted == 1, "\(Self.operations[index].0)")
  }

  @Test(arguments: operations.indices) func stopsWhenCancelled(index: Int) {
    let progress = Progress(totalUnitCount: 1)
    progress.cancel()
    #expect(throws: CancellationError.self) {
      try Self.operations[index].1(bumpyRaster(rows: 60, columns: 50), progress)
    }
  }
}
