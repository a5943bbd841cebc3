import GeoRaster
import TestSupport

/// A grid in metres with the origin at 0, 0.
func metricGrid(rows: Int, columns: Int, width: Double = 30, height: Double = 30) -> RasterGrid {
  RasterGrid(
    rows: rows, columns: columns,
    geoTransform: GeoTransform(left: 0, top: 0, cellWidth: width, cellHeight: height),
    crs: .unknown)
}

/// A raster in metres from its rows.
func metricRaster(_ rows: [[Float]], width: Double = 30, height: Double = 30) -> Raster {
  Raster(
    grid: metricGrid(rows: rows.count, columns: rows[0].count, width: width, height: height),
    values: rows.flatMap { $0 })
}

extension Raster {
  /// The values without those of the four corners, which `gdaldem -compute_edges` does not extrapolate.
  var valuesBesideCorners: [Float] {
    values.indices.filter {
      let cell = grid.cell(at: $0)
      return ![0, grid.rows - 1].contains(cell.row) || ![0, grid.columns - 1].contains(cell.column)
    }.map { values[$0] }
  }
}

/// Heights that look like terrain and are the same on every machine.
func bumpyRaster(rows: Int, columns: Int, width: Double = 30, height: Double = 30) -> Raster {
  var state: UInt32 = 12_345
  let values = (0..<rows * columns).map { index -> Float in
    state = state &* 1_664_525 &+ 1_013_904_223
    let (row, column) = (index / columns, index % columns)
    return Float(row * 3 - column * 2) + Float((row * column) % 17) + Float(state >> 24) / 8
  }
  return Raster(
    grid: metricGrid(rows: rows, columns: columns, width: width, height: height), values: values)
}

/// A case of a golden file with a DEM.
struct TerrainCase {
  let values: ReferenceValues
  let raster: Raster
  private let noData: Double?

  init(_ values: ReferenceValues, key: String = "dem") {
    self.values = values
    noData = values["nodata"].double
    let shape = values[key].shape
    let missing = noData
    raster = Raster(
      grid: metricGrid(
        rows: shape[0], columns: shape[1], width: values["cell_x"].double ?? 30,
        height: values["cell_y"].double ?? 30),
      values: values[key].doubles.map { $0 == missing ? .nan : Float($0) })
  }

  /// The largest difference to the expected values where there are any; cells on the edge or next to NoData have none.
  ///
  /// - Parameter cycle: 360 for angles.
  func largestDifference(_ actual: Raster, _ key: String, cycle: Double = .infinity) -> Double {
    let expected = values[key].doubles
    guard expected.count == actual.values.count else { return .infinity }
    return zip(actual.values, expected).reduce(0) { largest, pair in
      if pair.1 == noData { return largest }
      let difference = abs(Double(pair.0) - pair.1)
      let turned = min(difference, abs(cycle - difference))
      return turned.isNaN ? .infinity : max(largest, turned)
    }
  }
}
