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

  /// What maps show of a grid: all of it, or where the mapped cells are when they take up a small part.
  private func mapView(of grid: RasterGrid) -> Window? {
    let facts = manifest["grid"]
    let mapped = ["row", "column", "rows", "columns"].compactMap {
      facts["mapped_window"][$0].number.flatMap { Int(exactly: $0) }
    }
    guard mapped.count == 4, facts["rows"].number == Double(grid.rows),
      facts["columns"].number == Double(grid.columns)
    else { return nil }
    // Some ground around them shows where they are.
    let margin = max(3, max(mapped[2], mapped[3]) / 20)
    let north = max(mapped[0] - margin, 0)
    let west = max(mapped[1] - margin, 0)
    let south = min(mapped[0] + mapped[2] + margin, grid.rows)
    let east = min(mapped[1] + mapped[3] + margin, grid.columns)
    guard north < south, west < east, 2 * (south - north) * (east - west) < grid.count else {
      return nil
    }
    return Window(row: north, column: west, rows: south - north, columns: east - west)
  }
}
