import Foundation

/// How a surface is made to drain before water flows over it.
public enum DepressionRemoval: Hashable, Sendable {
  /// Depressions are raised to the level of their outlet; see ``Raster/fillingDepressions(threads:progress:)``.
  case fill
  /// Channels are cut from depressions where that is cheap, the other depressions are filled; see
  /// ``Raster/breachingDepressions(maximumLengthInMeters:maximumDepth:threads:progress:)``.
  case breach(maximumLengthInMeters: Double = 1000, maximumDepth: Double = .infinity)
}

extension Raster {
  /// A surface that drains from everywhere, made as `removal` says.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: elevations in the raster's unit; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for 2^32 cells or more, and a length or
  ///   depth that is not above 0.
  /// - Complexity: that of ``fillingDepressions(threads:progress:)``, and of
  ///   ``breachingDepressions(maximumLengthInMeters:maximumDepth:threads:progress:)`` before it.
  public func removingDepressions(
    _ removal: DepressionRemoval, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    if case .fill = removal {
      return try fillingDepressions(threads: threads, progress: progress)
    }
    return try PaddedSurface(self, removing: removal, threads: threads, progress: progress)
      .raster(on: grid, threads: threads)
  }
}

extension PaddedSurface {
  init(
    _ raster: Raster, removing removal: DepressionRemoval, threads: Int?, progress: Progress?
  ) throws {
    switch removal {
    case .fill:
      self = try PaddedSurface(filling: raster, threads: threads, progress: progress)
    case .breach(let length, let depth):
      progress?.totalUnitCount = 10
      let breached = try raster.breachingDepressions(
        maximumLengthInMeters: length, maximumDepth: depth, threads: threads,
        progress: .stage(of: progress, units: 7))
      self = try PaddedSurface(
        filling: breached, threads: threads, progress: .stage(of: progress, units: 3))
    }
  }
}
