import Foundation

extension Raster {
  /// The specific catchment area: the area whose water passes through a cell, per width of the flow.
  ///
  /// Depressions are removed, then cells pass their water on as `method` says. Multiple flow gives to all lower neighbours:
  ///
  ///     share_i = L_i (tan b_i)^p / sum over lower neighbours of L_j (tan b_j)^p
  ///
  /// tan b_i is the drop per distance to the neighbour and L_i the length of the contour towards it: half the cell for neighbours
  /// that share an edge, a quarter of the diagonal for the others. On level ground all water follows
  /// ``flowDirections(threads:progress:)``. The width of the flow is, for every method,
  ///
  ///     width = cell area / length of the mean step,  mean step = sum of share_i (x_i, y_i)
  ///
  /// with (x_i, y_i) the way to the neighbour in metres: one cell for flow along rows or columns, less for diagonal flow. On a
  /// plane of any aspect, with cells of any shape, this makes the specific catchment area grow by a metre per metre
  /// downhill. On ridges and peaks, where steps in opposite directions cancel, the length is at
  /// least half of the mean distance.
  ///
  /// Source: shares by Quinn, Beven, Chevallier and Planchon (1991), Hydrol. Process. 5, with Holmgren's (1994) exponent; the
  /// width is our choice (not in the paper), because that of Quinn et al. is 21 % too wide on a plane that
  /// falls along a column.
  ///
  /// - Parameter progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: m2/m, above 0 on every cell with an elevation; NaN where it is NaN or infinite.
  /// - Throws: `CancellationError`; ``GeoRasterError/argument(name:value:expected:)`` for 2^32 cells or more and
  ///   parameters of the methods out of their range.
  /// - Complexity: O(cells) in parallel, the same for any number of threads; 20 bytes per cell beside this raster, 4 of them
  ///   the result.
  public func specificCatchmentArea(
    method: FlowMethod = .multiple(), depressions: DepressionRemoval = .fill,
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    progress?.totalUnitCount = 10
    let flow = try FlowNetwork(
      self, method: method, depressions: depressions, threads: threads,
      progress: .stage(of: progress, units: 6))
    return try flow.accumulated(
      own: grid.cellAreaInSquareMeters(row:), threads: threads,
      progress: .stage(of: progress, units: 4)
    ) { area, width in area / width }
  }
}
