/// One of the eight flips and rotations of a square window.
///
/// Not in the paper: a slope that fails does so whichever way the map is turned, so a turned window is a further
/// sample for free. (Aspect as a class keeps its meaning only under the identity; that is the price.)
struct Orientation: Equatable, Sendable {
  /// Rows and columns change places, after the flips.
  let isTransposed: Bool
  let flipsRows: Bool
  let flipsColumns: Bool

  /// Orientation 0 (as it is) to 7.
  init(_ number: Int) {
    isTransposed = number & 4 != 0
    flipsRows = number & 2 != 0
    flipsColumns = number & 1 != 0
  }

  static let identity = Orientation(0)
  static let all = (0..<8).map(Orientation.init)

  /// Where the turned window reads the value at (row, column) of a window of this width.
  @inline(__always)
  func source(row: Int, column: Int, window: Int) -> (row: Int, column: Int) {
    let (a, b) = isTransposed ? (column, row) : (row, column)
    return (flipsRows ? window - 1 - a : a, flipsColumns ? window - 1 - b : b)
  }
}
