/// A place on the map, in the units of its coordinate reference system.
public struct Coordinate: Equatable, Hashable, Sendable {
  /// Easting or longitude.
  public var x: Double
  /// Northing or latitude.
  public var y: Double

  /// The place at `x`, `y`.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Where the cells of a north-up grid lie: row 0 is the north, column 0 the west.
///
/// Rows and columns are counted from 0 at the cell in the north-west corner; `left` and `top` are the
/// outer corner of that cell, not its centre.
public struct GeoTransform: Equatable, Hashable, Sendable {
  /// x of the outer western edge.
  public var left: Double
  /// y of the outer northern edge.
  public var top: Double
  /// Width of a cell (west to east), above 0, in CRS units.
  public var cellWidth: Double
  /// Height of a cell (north to south), above 0, in CRS units.
  public var cellHeight: Double

  /// - Precondition: `cellWidth` and `cellHeight` are above 0.
  public init(left: Double, top: Double, cellWidth: Double, cellHeight: Double) {
    precondition(
      cellWidth > 0 && cellHeight > 0,
      "cells are \(cellWidth) x \(cellHeight), expected both above 0")
    self.left = left
    self.top = top
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
  }

  /// The centre of a cell; fractional rows and columns are allowed.
  public func center(row: Double, column: Double) -> Coordinate {
    Coordinate(x: left + (column + 0.5) * cellWidth, y: top - (row + 0.5) * cellHeight)
  }

  /// The centre of a cell.
  public func center(of cell: Cell) -> Coordinate {
    center(row: Double(cell.row), column: Double(cell.column))
  }

  /// Rows south and columns east of the outer north-west corner, as fractions of a cell.
  public func position(of point: Coordinate) -> (row: Double, column: Double) {
    ((top - point.y) / cellHeight, (point.x - left) / cellWidth)
  }
}

/// A cell of a grid: row from the north, column from the west, both from 0.
public struct Cell: Equatable, Hashable, Sendable, Comparable {
  /// Rows from the north.
  public var row: Int
  /// Columns from the west.
  public var column: Int

  /// The cell at a row and a column.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// Row by row, west to east.
  public static func < (left: Cell, right: Cell) -> Bool {
    (left.row, left.column) < (right.row, right.column)
  }
}
