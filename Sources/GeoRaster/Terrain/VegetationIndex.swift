import Foundation
import Parallelism

extension Raster {
  /// The normalised difference vegetation index of a red and a near-infrared band.
  ///
  ///     NDVI = (NIR - R) / (NIR + R)
  ///
  /// Source: Eq. (1). The bands are reflectances, or digital numbers that are proportional to them.
  ///
  /// - Returns: -1...1 for bands that are not negative; NaN where a band has no finite value or the sum is 0.
  /// - Throws: `CancellationError` when `progress`, which gets a unit for each chunk of cells, or the task is cancelled.
  /// - Precondition: both rasters have the same number of rows and columns.
  public static func normalizedDifferenceVegetationIndex(
    red: Raster, nearInfrared: Raster, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    precondition(
      red.grid.rows == nearInfrared.grid.rows && red.grid.columns == nearInfrared.grid.columns,
      "red has \(red.grid.rows) x \(red.grid.columns) cells and near infrared "
        + "\(nearInfrared.grid.rows) x \(nearInfrared.grid.columns), expected the same")
    return try red.combined(with: nearInfrared, threads: threads, progress: progress) {
      red, nearInfrared in
      let sum = nearInfrared + red
      let ratio = (nearInfrared - red) / sum
      return sum.magnitude <= .greatestFiniteMagnitude && sum != 0 ? ratio : .nan
    }
  }

  /// Combines two rasters of the same shape cell by cell.
  ///
  /// - Throws: `CancellationError`.
  @inline(__always)
  func combined(
    with other: Raster, threads: Int?, progress: Progress? = nil,
    _ body: @Sendable (Float, Float) -> Float
  ) throws -> Raster {
    let chunks = Parallel.chunks(of: grid.count, size: 65_536)
    let result = try [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      // Bounds: each chunk writes the elements of its own range.
      let output = SharedPointer(base)
      try values.withUnsafeBufferPointer { first in
        try other.values.withUnsafeBufferPointer { second in
          nonisolated(unsafe) let (first, second) = (first, second)
          try Parallel.forEach(chunks.count, threads: threads, progress: progress) { chunk in
            for index in chunks[chunk] {
              output.base[index] = body(first[index], second[index])
            }
          }
        }
      }
      count = grid.count
    }
    return Raster(grid: grid, values: result)
  }
}
