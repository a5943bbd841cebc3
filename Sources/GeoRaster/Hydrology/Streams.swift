import Foundation

extension Raster {
  /// The cells that a stream runs through: those with a catchment of at least `minimumAreaInSquareKilometers`.
  ///
  /// Depressions are removed first and each cell gives its water to one neighbour, so streams are one cell wide.
  ///
  /// - Parameters:
  ///   - minimumAreaInSquareKilometers: above 0.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: `grid.count` flags; false where there is no elevation.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for an area that is not a number above 0,
  ///   2^32 cells or more, and parameters of the removal out of their range.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 11 bytes per cell beside this raster, 1 of them the result.
  public func streams(
    minimumAreaInSquareKilometers: Double = 1, depressions: DepressionRemoval = .fill,
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> [Bool] {
    guard minimumAreaInSquareKilometers > 0, minimumAreaInSquareKilometers.isFinite else {
      throw GeoRasterError.argument(
        name: "minimum area of a stream", value: "\(minimumAreaInSquareKilometers) km2",
        expected: "a number above 0")
    }
    progress?.totalUnitCount = 10
    let directions = try flowDirections(
      removing: depressions, threads: threads, progress: .stage(of: progress, units: 7))
    let threshold = minimumAreaInSquareKilometers * 1_000_000
    return try directions.contributingAreas(
      threads: threads, progress: .stage(of: progress, units: 3)
    ).map { $0 >= threshold }
  }
}
