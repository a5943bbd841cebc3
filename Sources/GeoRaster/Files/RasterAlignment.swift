import Foundation

/// How values between cell centres are found when a raster is brought onto another grid.
public enum Resampling: String, Sendable, Codable, CaseIterable {
  /// The value of the cell that holds the centre of the new cell.
  case nearest
  /// The most frequent value of the cells under the new cell: for categories on a coarser grid.
  case mode
  /// Linear in both directions between the four nearest centres.
  case bilinear
  /// Cubic convolution over 4 x 4 centres; it can overshoot.
  case cubic
  /// The mean of the cells under the new cell: for continuous values on a coarser grid.
  case average
}

extension Raster {
  /// The raster on another grid.
  ///
  /// Values stay as they are when the grids agree (``RasterGrid/agrees(with:)``) or differ by whole cells only; then
  /// cells that the raster does not cover are NaN. Otherwise GDAL's warper resamples: NaN cells have no weight. With
  /// another coordinate reference system cell centres are transformed, exactly to 0.01 cell. An unknown
  /// system is taken to be the other one.
  ///
  /// - Parameters:
  ///   - source: the name of the raster in error messages.
  ///   - threads: `nil` for all cores; the result does not depend on it.
  ///   - progress: gets a unit for each piece of 256 rows that must be resampled; cancelling it ends the work.
  /// - Throws: ``GeoRasterError/noOverlap(file:grid:)``, ``GeoRasterError/transformation(from:to:reason:)``; without
  ///   GDAL ``GeoRasterError/needsGDAL(file:operation:)`` when values must be resampled; `CancellationError`.
  public func aligned(
    to target: RasterGrid, resampling: Resampling, source: String, threads: Int? = nil,
    progress: Progress? = nil
  ) throws -> Raster {
    if grid.agrees(with: target) { return Raster(grid: target, values: values) }
    if let shift = CellShift(from: grid, to: target) {
      guard let shifted = shift.applied(to: self, target: target) else {
        throw GeoRasterError.noOverlap(file: source, grid: target.extentText)
      }
      return shifted
    }
    #if SCARP_GDAL
      return try GDALWarper(
        from: self, to: target, resampling: resampling, source: source
      ).warped(threads: threads, progress: progress)
    #else
      throw GeoRasterError.needsGDAL(
        file: source,
        operation: "resampling from \(grid.extentText) to \(target.extentText)")
    #endif
  }
}

extension RasterGrid {
  /// Whether the cells of another grid are this one's where both have some: bringing a raster from one onto the other cuts and
  /// pads it, and changes no value.
  public func hasCells(of other: RasterGrid) -> Bool { CellShift(from: self, to: other) != nil }

  /// Whether every cell of another grid with the same cells, ``hasCells(of:)``, is one of this grid.
  public func covers(_ other: RasterGrid) -> Bool {
    guard let shift = CellShift(from: self, to: other) else { return false }
    return shift.row >= 0 && shift.column >= 0 && shift.row + other.rows <= rows
      && shift.column + other.columns <= columns
  }

  /// The extent, cell size and system in the words of a message.
  var extentText: String {
    "x \(geoTransform.left)...\(right), y \(bottom)...\(geoTransform.top), "
      + "cells \(geoTransform.cellWidth) x \(geoTransform.cellHeight), \(crs.name)"
  }
}

/// The whole cells by which two grids of equal cells differ.
private struct CellShift {
  /// Row and column, in the old grid, of the new grid's first cell.
  let row: Int
  let column: Int

  /// `nil` when the grids differ by more than whole cells: 0.01 cell over the whole extent counts as none.
  init?(from old: RasterGrid, to new: RasterGrid) {
    let a = old.geoTransform
    let b = new.geoTransform
    guard old.crs.isSame(as: new.crs),
      abs(a.cellWidth - b.cellWidth) * Double(max(old.columns, new.columns)) < 0.01 * a.cellWidth,
      abs(a.cellHeight - b.cellHeight) * Double(max(old.rows, new.rows)) < 0.01 * a.cellHeight,
      let row = Self.whole((a.top - b.top) / a.cellHeight),
      let column = Self.whole((b.left - a.left) / a.cellWidth)
    else { return nil }
    self.row = row
    self.column = column
  }

  private static func whole(_ cells: Double) -> Int? {
    guard abs(cells) < 1e9, abs(cells - cells.rounded()) < 0.01 else { return nil }
    return Int(cells.rounded())
  }

  /// The values at their new cells; `nil` when no cell is in both grids.
  func applied(to raster: Raster, target: RasterGrid) -> Raster? {
    let old = raster.grid
    let rows = max(0, -row)..<max(0, -row, min(target.rows, old.rows - row))
    let columns = max(0, -column)..<max(0, -column, min(target.columns, old.columns - column))
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    var result = Raster(grid: target, repeating: .nan)
    for newRow in rows {
      let start = (newRow + row) * old.columns + column
      let place = newRow * target.columns
      result.values.replaceSubrange(
        place + columns.lowerBound..<place + columns.upperBound,
        with: raster.values[start + columns.lowerBound..<start + columns.upperBound])
    }
    return result
  }
}
