import GeoRaster

extension StudyResults {
  /// A raster of the folder made small, as far as maps show it.
  func thumbnail(
    _ name: String, by reduction: RasterThumbnail.Reduction
  ) throws -> RasterThumbnail? {
    try folder.band(name).map { try thumbnail(of: $0, by: reduction) }
  }

  /// A raster made small, as far as maps show it.
  func thumbnail(
    of band: RasterFileBand, longestSide: Int = MapPicture.longestSide,
    by reduction: RasterThumbnail.Reduction
  ) throws -> RasterThumbnail {
    try RasterThumbnail(
      band, window: mapView(of: band.grid), longestSide: longestSide, by: reduction)
  }

  /// What maps show of a grid; all of it when the manifest is of another one.
  private func mapView(of grid: RasterGrid) -> Window? {
    let facts = manifest["grid"]
    let mapped = ["row", "column", "rows", "columns"].compactMap {
      facts["mapped_window"][$0].number.flatMap { Int(exactly: $0) }
    }
    guard mapped.count == 4, facts["rows"].number == Double(grid.rows),
      facts["columns"].number == Double(grid.columns)
    else { return nil }
    return grid.view(
      of: Window(row: mapped[0], column: mapped[1], rows: mapped[2], columns: mapped[3]))
  }
}

extension RasterGrid {
  /// What pictures show of mapped cells: `nil` for the whole grid, or a window around them when they take up a small part.
  func view(of mapped: Window) -> Window? {
    // Some ground around them shows where they are.
    let margin = max(3, max(mapped.rows, mapped.columns) / 20)
    let north = max(mapped.row - margin, 0)
    let west = max(mapped.column - margin, 0)
    let south = min(mapped.row + mapped.rows + margin, rows)
    let east = min(mapped.column + mapped.columns + margin, columns)
    guard north < south, west < east, 2 * (south - north) * (east - west) < count else {
      return nil
    }
    return Window(row: north, column: west, rows: south - north, columns: east - west)
  }
}
