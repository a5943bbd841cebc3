import Foundation
import Parallelism

extension Raster {
  /// The surface with channels cut from the bottoms of depressions to lower ground, as embankments have culverts.
  ///
  /// From the level bottom of each depression, the lowest first, the way of least cost to a lower cell or an outlet is sought:
  ///
  ///     cost = sum over the cells of the way of max(0, Z - Z_bottom) * step length
  ///
  /// the area of the cut along the channel. Of equal ways the shorter one is taken. The cells of the way are lowered to a
  /// line that falls from the bottom to its end; to an outlet above the bottom the channel is level. Depressions
  /// without such a way within the limits stay as they are; ``removingDepressions(_:threads:progress:)`` fills them.
  ///
  /// Source: Lindsay and Dhun (2015), Modelling surface drainage patterns in altered landscapes using LiDAR, Int. J. Geogr.
  /// Inf. Sci. 29; breaching and then filling as in Lindsay (2016), Efficient hybrid breaching-filling sink removal
  /// methods, Hydrol. Process. 30. Not in the paper.
  ///
  /// - Parameters:
  ///   - maximumLengthInMeters: of a channel, above 0. Cells reached by a cheaper but longer way count as that long.
  ///   - maximumDepth: the deepest cut, above 0, in the raster's unit.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: elevations in the raster's unit, nowhere higher; NaN where the elevation is NaN or infinite.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for limits that are not above 0, and for
  ///   2^32 cells or more.
  /// - Complexity: O(n log n) for the n cells within the length of a depression, for each depression, on one thread, because
  ///   each search sees the channels before it; depressions are found and the surface is copied on all threads. 12 bytes
  ///   per cell beside this raster, 4 of them the result; about 50 more for each depression and 60 for each cell that one
  ///   search reaches.
  public func breachingDepressions(
    maximumLengthInMeters: Double = 1000, maximumDepth: Double = .infinity,
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    for (name, value) in [
      ("maximum length of a breach", maximumLengthInMeters),
      ("maximum depth of a breach", maximumDepth),
    ] where !(value > 0) {
      throw GeoRasterError.argument(name: name, value: "\(value)", expected: "a number above 0")
    }
    try grid.checkCellCount()
    var surface = PaddedSurface(self, threads: threads)
    let bottoms = DepressionBottoms(surface, on: grid, threads: threads)
    let sizes = (0..<grid.rows).map { grid.cellSizeInMeters(row: $0) }
    let stride = surface.stride
    // One more for finding them: there may be none.
    progress?.totalUnitCount = Int64(bottoms.count + 1)
    try Progress.advance(progress, to: 1)
    try surface.values.withUnsafeMutableBufferPointer { levels in
      guard let base = levels.baseAddress else { return }
      var search = BreachSearch(
        levels: base, count: levels.count, stride: stride, sizes: sizes,
        maximumLength: maximumLengthInMeters, maximumDepth: maximumDepth)
      for index in 0..<bottoms.count {
        search.breach(from: bottoms[index])
        try Progress.advance(progress, to: index + 2)
      }
    }
    return surface.raster(on: grid, threads: threads)
  }
}

extension RasterGrid {
  /// Hydrology counts cells with 32 bits.
  func checkCellCount() throws {
    // With the ring around them.
    guard (rows + 2) * (columns + 2) < Int(UInt32.max) - 2 else {
      throw GeoRasterError.argument(
        name: "raster", value: "\(rows) x \(columns) cells", expected: "fewer than 2^32 cells")
    }
  }
}
