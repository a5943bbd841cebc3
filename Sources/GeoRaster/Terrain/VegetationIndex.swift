import Foundation
import Parallelism

/// The normalised difference vegetation index of a red and a near-infrared band, window by window.
///
///     NDVI = (NIR - R) / (NIR + R)
///
/// Source: Eq. (1). The bands are reflectances, or digital numbers that are proportional to them.
///
/// ```swift
/// let index = try VegetationIndexBand(
///   red: RasterFileBand(scene, band: 4), nearInfrared: RasterFileBand(scene, band: 5))
/// try index.write(to: URL(fileURLWithPath: "ndvi.tif"))
/// ```
public struct VegetationIndexBand<Red: RasterBand, NearInfrared: RasterBand>: RasterBand {
  private let red: Red
  private let nearInfrared: NearInfrared
  private let threads: Int?

  /// - Parameter threads: `nil` for all cores; values do not depend on it.
  /// - Throws: ``GeoRasterError/argument(name:value:expected:)`` when the bands' cells are not the same.
  public init(red: Red, nearInfrared: NearInfrared, threads: Int? = nil) throws {
    guard red.grid.agrees(with: nearInfrared.grid) else {
      throw GeoRasterError.argument(
        name: "the near-infrared band", value: nearInfrared.grid.extentText,
        expected: "the cells of the red band, \(red.grid.extentText)")
    }
    self.red = red
    self.nearInfrared = nearInfrared
    self.threads = threads
  }

  /// The cells of both bands.
  public var grid: RasterGrid { red.grid }

  /// Those of the band with the taller blocks.
  public var blockRows: Int { max(red.blockRows, nearInfrared.blockRows) }

  /// The index of a window's cells: -1...1 for bands that are not negative; NaN where a band has no finite value or the
  /// sum is 0, and outside of the grid.
  ///
  /// - Throws: what reading the bands throws; `CancellationError` when the task is cancelled.
  public func read(_ window: Window) throws -> [Float] {
    try vegetationIndex(
      red: red.read(window), nearInfrared: nearInfrared.read(window), threads: threads,
      progress: nil)
  }
}

extension Raster {
  /// The normalised difference vegetation index of two bands in memory: ``VegetationIndexBand``.
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
    return Raster(
      grid: red.grid,
      values: try vegetationIndex(
        red: red.values, nearInfrared: nearInfrared.values, threads: threads, progress: progress))
  }
}

private func vegetationIndex(
  red: [Float], nearInfrared: [Float], threads: Int?, progress: Progress?
) throws -> [Float] {
  try combined(red, nearInfrared, threads: threads, progress: progress) { red, nearInfrared in
    let sum = nearInfrared + red
    let ratio = (nearInfrared - red) / sum
    return sum.magnitude <= .greatestFiniteMagnitude && sum != 0 ? ratio : .nan
  }
}
