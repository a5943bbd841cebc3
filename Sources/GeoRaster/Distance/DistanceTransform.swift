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
  /// points of another latitude are then too long or too short by about half the relative difference of both
  /// widths (0.4 % at 50 km and 45 degrees north). Nothing is joined across the antimeridian.
  ///
  /// Source: Felzenszwalb and Huttenlocher (2012), Distance transforms of sampled functions. The paper's distances to faults,
  /// roads and rivers.
  ///
  /// - Parameter mask: for each cell, row-major, whether it belongs to what distances are measured to.
  /// - Returns: 0 on the mask; NaN everywhere when the mask is empty. The same for any number of threads.
  /// - Precondition: `mask.count == count`.
  /// - Complexity: O(count) time; 4 bytes per cell beside the result.
  public func distanceTransform(to mask: [Bool], threads: Int? = nil) -> Raster {
    precondition(mask.count == count, "\(count) cells need as many flags, found \(mask.count)")
    let northings = northingsInMeters
    let nearest = NearestInColumn(
      mask: mask, rows: rows, columns: columns, northings: crs.isGeographic ? northings : nil,
      threads: threads)
    let rowsPerPiece = 16
    let pieces = Parallel.chunks(of: rows, size: rowsPerPiece)
    let columns = columns
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let base = buffer.baseAddress else { return }
      // Each piece writes the rows of its own range.
      let output = SharedPointer(base)
      Parallel.forEach(pieces.count, threads: threads) { piece in
        let envelope = ParabolaEnvelope(columns: columns)
        for row in pieces[piece] {
          let size = cellSizeInMeters(row: row)
          northings.withUnsafeBufferPointer { northings in
            nearest.withRows(inRow: row) { nearestRows in
              guard let northings = northings.baseAddress else { return }
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

  /// Metres south of the centre of row 0, for each row: ascending.
  private var northingsInMeters: [Double] {
    guard crs.isGeographic else {
      let height = cellSizeInMeters(row: 0).height
      return (0..<rows).map { Double($0) * height }
    }
    var northing = 0.0
    var heightBefore = cellSizeInMeters(row: 0).height
    return (0..<rows).map { row in
      guard row > 0 else { return 0 }
      let height = cellSizeInMeters(row: row).height
      northing += (heightBefore + height) / 2
      heightBefore = height
      return northing
    }
  }
}
