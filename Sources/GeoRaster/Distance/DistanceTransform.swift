import Foundation
import Parallelism

extension RasterGrid {
  /// The distance in metres from the centre of each cell to the centre of the nearest cell of a mask.
  ///
  /// ```
  /// d(r, c) = min over cells (r', c') of the mask of sqrt( ((c - c') w_r)^2 + (y_r - y_r')^2 )
  /// ```
  ///
  /// `w_r` is the width of a cell and `y_r` the northing of row r, both in metres. Exact on projected grids, cells
  /// square or not. On degree grids `w_r` is the width at the latitude of row r and `y` runs along the meridian: lines to
  /// points of another latitude are then too long or too short by at most half the relative difference of both
  /// widths (0.03 % at 10 km and 0.3 % at 100 km, 45 degrees north). Nothing is joined across the antimeridian.
  ///
  /// Source: Felzenszwalb and Huttenlocher (2012), Distance transforms of sampled functions. The paper's distances to faults,
  /// roads and rivers.
  ///
  /// - Parameters:
  ///   - mask: for each cell, row-major, whether it belongs to what distances are measured to.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: 0 on the mask; NaN everywhere when the mask is empty. The same for any number of threads.
  /// - Throws: `CancellationError`.
  /// - Precondition: `mask.count == count`.
  /// - Complexity: O(count) in parallel; 8 bytes per cell beside the mask, 4 of them the result.
  public func distanceTransform(
    to mask: [Bool], threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    precondition(mask.count == count, "\(count) cells need as many flags, found \(mask.count)")
    return try distanceTransform(to: mask, beyond: nil, threads: threads, progress: progress)
  }

  /// The distances to cells inside and beyond the grid.
  func distanceTransform(
    to cells: FeatureCells, threads: Int?, progress: Progress?
  ) throws -> Raster {
    try distanceTransform(to: cells.mask, beyond: cells, threads: threads, progress: progress)
  }

  private func distanceTransform(
    to mask: [Bool], beyond cells: FeatureCells?, threads: Int?, progress: Progress?
  ) throws -> Raster {
    progress?.totalUnitCount = 2
    let northings = Northings(self, rows: cells?.rows ?? 0..<rows)
    let west = cells?.westernSites ?? []
    let east = cells?.easternSites ?? []
    let nearest = try NearestInColumn(
      mask: mask, rows: rows, columns: columns, north: cells?.north, south: cells?.south,
      northings: crs.isGeographic ? northings : nil, threads: threads,
      progress: .stage(of: progress))
    let rowsPerPiece = 16
    let pieces = Parallel.chunks(of: rows, size: rowsPerPiece)
    let columns = columns
    let values = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let base = buffer.baseAddress else { return }
      // Each piece writes the rows of its own range.
      let output = SharedPointer(base)
      try Parallel.forEach(
        pieces.count, threads: threads, progress: .stage(of: progress)
      ) { piece in
        let envelope = ParabolaEnvelope(columns: columns, west: west, east: east)
        for row in pieces[piece] {
          let size = cellSizeInMeters(row: row)
          northings.withRowZero { northings in
            nearest.withRows(inRow: row) { nearestRows in
              // At the poles cells have no width, and the envelope divides by it.
              envelope.writeDistances(
                row: row, nearestRows: nearestRows, northings: northings,
                width: max(abs(size.width), 1e-9 * size.height), into: output.base + row * columns)
            }
          }
        }
      }
    }
    return Raster(grid: self, values: values)
  }
}
