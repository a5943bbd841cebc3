/// The standard deviation of each cell over maps that come one after another; memory does not grow with their number.
///
/// ```
/// mean_k = mean_(k-1) + (x_k - mean_(k-1)) / k
/// S_k = S_(k-1) + (x_k - mean_(k-1)) (x_k - mean_k),   deviation = sqrt(S_n / (n - 1))
/// ```
///
/// Source: Welford (1962), Note on a method for calculating corrected sums of squares and products.
struct RunningDeviation {
  /// The number of maps so far.
  private(set) var count = 0
  private var means: [Double]
  private var squares: [Double]

  /// - Parameter cells: the number of cells of each map.
  init(cells: Int) {
    means = Array(repeating: 0, count: cells)
    squares = means
  }

  /// Takes a map in; a cell that is NaN in one map stays NaN.
  ///
  /// - Precondition: the map has as many cells as said.
  mutating func add(_ map: [Float]) {
    precondition(map.count == means.count, "\(map.count) cells, expected \(means.count)")
    count += 1
    let weight = 1 / Double(count)
    map.withUnsafeBufferPointer { map in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          for cell in map.indices {
            let difference = Double(map[cell]) - means[cell]
            means[cell] += difference * weight
            squares[cell] += difference * (Double(map[cell]) - means[cell])
          }
        }
      }
    }
  }

  /// The sample standard deviation of each cell; NaN with fewer than two maps.
  var deviations: [Float] {
    guard count > 1 else { return Array(repeating: .nan, count: squares.count) }
    return squares.map { Float(($0 / Double(count - 1)).squareRoot()) }
  }
}
