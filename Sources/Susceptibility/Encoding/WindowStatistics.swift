import Foundation

/// The mean, standard deviation, least and greatest value of a plane in the square window around a cell.
///
/// ```
/// mean = sum v / n      deviation = sqrt(sum v^2 / n - mean^2)      n = window^2
/// ```
/// What is gathered over n cells in a line is put together from 1, 2, 4 ... cells: 13 = 1 + 4 + 8. So the cost per cell
/// grows with the logarithm of the window, and the same values are added in the same order wherever a window lies: a
/// sample by itself and a whole map agree to the last bit, which running sums with their carried rounding errors do not.
///
/// Not in the paper.
struct WindowStatistics: Equatable, Sendable {
  /// Cells of the window's side.
  let window: Int

  /// The statistics of a window: mean, deviation, least, greatest.
  static let names = ["mean", "standard deviation", "minimum", "maximum"]
  /// How many there are.
  static let count = names.count

  /// - Precondition: the window is odd and at least 1.
  init(window: Int) {
    precondition(window >= 1 && window % 2 == 1, "the window is \(window), expected an odd number")
    self.window = window
  }

  /// Calls `body` with the place of each window that lies in a plane, row by row, and its statistics.
  ///
  /// - Parameters:
  ///   - values: `rows * columns` finite values.
  ///   - body: receives row and column of the window's north-west cell.
  /// - Precondition: the plane is at least a window wide and high.
  func forEachWindow(
    of values: [Float], rows: Int, columns: Int,
    _ body: (_ row: Int, _ column: Int, _ statistics: SIMD4<Float>) -> Void
  ) {
    precondition(
      values.count == rows * columns && rows >= window && columns >= window,
      "\(values.count) values of \(rows) x \(columns) cells for windows of \(window)")
    let sums = gathered(values.map(Double.init), columns: columns, +)
    let squares = gathered(values.map { Double($0) * Double($0) }, columns: columns, +)
    let lows = gathered(values, columns: columns, Swift.min)
    let highs = gathered(values, columns: columns, Swift.max)
    let share = 1 / Double(window * window)
    for row in 0...rows - window {
      for column in 0...columns - window {
        let place = row * columns + column
        let mean = sums[place] * share
        // Equal values have no deviation, whatever rounding says.
        let variance =
          lows[place] == highs[place] ? 0 : Swift.max(0, squares[place] * share - mean * mean)
        body(
          row, column,
          SIMD4(Float(mean), Float(variance.squareRoot()), lows[place], highs[place]))
      }
    }
  }

  /// For each place the values of the window to its south-east, put together; places whose window leaves the plane hold
  /// nothing of use.
  @inline(__always)
  private func gathered<Element>(
    _ values: [Element], columns: Int, _ join: (Element, Element) -> Element
  ) -> [Element] {
    var values = values
    gather(&values, stride: columns, join)
    gather(&values, stride: 1, join)
    return values
  }

  /// Puts `window` elements together that lie `stride` apart, beginning at each element.
  @inline(__always)
  private func gather<Element>(
    _ values: inout [Element], stride: Int, _ join: (Element, Element) -> Element
  ) {
    let count = values.count
    var joined: [Element] = []
    var (offset, span) = (0, 1)
    // Now `values` holds `span` elements put together, where so many are left; `joined` the first `offset`.
    while true {
      if window & span != 0 {
        if joined.isEmpty {
          joined = values
        } else {
          Self.combine(&joined, values, shift: offset * stride, count: count, join)
        }
        offset += span
      }
      guard offset < window else { break }
      Self.double(&values, shift: span * stride, count: count, join)
      span *= 2
    }
    values = joined
  }

  /// `first[i] = join(first[i], second[i + shift])`.
  @inline(__always)
  private static func combine<Element>(
    _ first: inout [Element], _ second: [Element], shift: Int, count: Int,
    _ join: (Element, Element) -> Element
  ) {
    // Bounds: both have `count` elements, and the last that is read is count - 1.
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        for index in 0..<Swift.max(0, count - shift) {
          first[index] = join(first[index], second[index + shift])
        }
      }
    }
  }

  /// `values[i] = join(values[i], values[i + shift])`, which is still as it was, being further on.
  @inline(__always)
  private static func double<Element>(
    _ values: inout [Element], shift: Int, count: Int, _ join: (Element, Element) -> Element
  ) {
    // Bounds: as above.
    values.withUnsafeMutableBufferPointer { values in
      for index in 0..<Swift.max(0, count - shift) {
        values[index] = join(values[index], values[index + shift])
      }
    }
  }
}
