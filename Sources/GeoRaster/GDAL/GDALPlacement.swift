#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// Where the cells of a file lie, and how its rows and columns must be turned to be north-up.
  struct GDALPlacement {
    let rows: Int
    let columns: Int
    let geoTransform: GeoTransform
    private let isSouthUp: Bool
    private let isEastWest: Bool

    /// - Throws: ``GeoRasterError/rotatedGrid(file:)``; `malformed` for a file without a usable geotransform.
    init(of dataSet: GDALDataSet, file: URL) throws {
      rows = Int(GDALGetRasterYSize(dataSet.handle))
      columns = Int(GDALGetRasterXSize(dataSet.handle))
      guard rows > 0, columns > 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "size", expected: "at least one cell",
          found: "\(rows) x \(columns)")
      }
      // x origin, x step, x per row, y origin, y per column, y step.
      var numbers = [Double](repeating: 0, count: 6)
      guard GDALGetGeoTransform(dataSet.handle, &numbers) == CE_None else {
        throw GeoRasterError.malformed(
          file: file.path, place: "geotransform", expected: "the place of the cells", found: "none")
      }
      guard numbers.allSatisfy(\.isFinite), numbers[1] != 0 || numbers[2] != 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "geotransform", expected: "six finite numbers",
          found: "\(numbers)")
      }
      // What moves no cell by a hundredth is rounding, not rotation.
      guard abs(numbers[2]) * Double(rows) < 0.01 * abs(numbers[1]),
        abs(numbers[4]) * Double(columns) < 0.01 * abs(numbers[5])
      else { throw GeoRasterError.rotatedGrid(file: file.path) }
      isSouthUp = numbers[5] > 0
      isEastWest = numbers[1] < 0
      geoTransform = GeoTransform(
        left: isEastWest ? numbers[0] + Double(columns) * numbers[1] : numbers[0],
        top: isSouthUp ? numbers[3] + Double(rows) * numbers[5] : numbers[3],
        cellWidth: abs(numbers[1]), cellHeight: abs(numbers[5]))
    }

    /// Where a window inside of the north-up grid lies in the file.
    func windowInFile(_ window: Window) -> Window {
      Window(
        row: isSouthUp ? rows - window.row - window.rows : window.row,
        column: isEastWest ? columns - window.column - window.columns : window.column,
        rows: window.rows, columns: window.columns)
    }

    /// Brings the values of a window in the order of the file into north-up order.
    func turnNorthUp(_ values: inout [Float], of window: Window) {
      let (rows, columns) = (window.rows, window.columns)
      if isSouthUp {
        for row in 0..<rows / 2 {
          let other = rows - 1 - row
          for column in 0..<columns {
            values.swapAt(row * columns + column, other * columns + column)
          }
        }
      }
      if isEastWest {
        for row in 0..<rows { values[row * columns..<(row + 1) * columns].reverse() }
      }
    }
  }
#endif
