/// One of the eight flips and rotations of a square window.
///
/// Not in the paper: a slope that fails does so whichever way the map is turned, so a turned window is a further
/// sample for free. Directions within the window turn with it (``DirectionChannels``). Classes do not: a sector of aspect
/// that has a weight keeps it.
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

  /// A direction on the map, as the turned window shows it.
  ///
  /// - Parameters:
  ///   - east, north: the direction's sine and cosine, clockwise from north.
  @inline(__always)
  func turned(east: Float, north: Float) -> (east: Float, north: Float) {
    let (alongColumns, alongRows) = (flipsColumns ? -east : east, flipsRows ? -north : north)
    return isTransposed ? (-alongRows, -alongColumns) : (alongColumns, alongRows)
  }

  /// Turns the directions of some cells.
  ///
  /// Bounds: `values` `cells * channels` numbers, the channels of a cell side by side; directions are two of these.
  func turn(
    _ directions: [DirectionChannels], of values: UnsafeMutablePointer<Float>, cells: Int,
    channels: Int
  ) {
    guard self != .identity else { return }
    for pair in directions {
      let (easts, norths) = (values + pair.sine, values + pair.cosine)
      for place in stride(from: 0, to: cells * channels, by: channels) {
        (easts[place], norths[place]) = turned(east: easts[place], north: norths[place])
      }
    }
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
