import CLAPACKE

/// The equations of ordinary kriging for one set of neighbours, solved.
///
/// ```
/// [ C  1 ] [ a ]   [ z ]
/// [ 1' 0 ] [ m ] = [ 0 ],   z(p) = m + sum_i a_i C(|p - p_i|)
/// ```
///
/// C(h) = sill - gamma(h) is the covariance. This dual form needs one solution for all places that have the same neighbours.
/// Source: Chiles and Delfiner (2012), Geostatistics, Sect. 3.3 and 3.4.
struct KrigingSystem: Sendable {
  private let neighbors: [Int32]
  private let coefficients: [Double]
  private let mean: Double
  /// Added at distance 0, where the covariance jumps by the nugget.
  private let variogram: Variogram

  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the covariances are singular.
  init(neighbors: [Int32], points: InterpolationPoints, variogram: Variogram) throws {
    let count = neighbors.count
    let size = count + 1
    let sill = variogram.sill
    // Covariances relative to the sill, and values to their mean: numbers around 1 in every unit.
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<count {
      for column in 0...row {
        let dx = points.x[Int(neighbors[row])] - points.x[Int(neighbors[column])]
        let dy = points.y[Int(neighbors[row])] - points.y[Int(neighbors[column])]
        let distance = (dx * dx + dy * dy).squareRoot()
        matrix[row * size + column] = 1 - variogram.semivariance(at: distance) / sill
      }
      matrix[count * size + row] = 1
    }
    let values = neighbors.map { points.values[Int($0)] }
    let center = values.reduce(0) { $0 + $1 / Double(count) }
    var solution = values.map { $0 - center } + [0]
    var pivots = [clapacke_int](repeating: 0, count: size)
    // The lower triangle by rows is the upper one by columns.
    let status = LAPACKE_dsysv(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), clapacke_int(size), 1, &matrix,
      clapacke_int(size), &pivots, &solution, clapacke_int(size))
    guard status == 0, solution.allSatisfy(\.isFinite) else {
      throw GeoRasterError.notSolvable(
        operation: "ordinary kriging",
        reason: "the covariances of \(count) neighbours are singular (LAPACK's dsysv: \(status))")
    }
    self.neighbors = neighbors
    self.variogram = variogram
    coefficients = Array(solution.prefix(count))
    mean = solution[count] + center
  }

  /// The value at a place.
  func value(at place: Coordinate, points: InterpolationPoints) -> Double {
    let sill = variogram.sill
    var value = mean
    for (neighbor, coefficient) in zip(neighbors, coefficients) {
      let dx = points.x[Int(neighbor)] - place.x
      let dy = points.y[Int(neighbor)] - place.y
      let distance = (dx * dx + dy * dy).squareRoot()
      value += coefficient * (1 - variogram.semivariance(at: distance) / sill)
    }
    return value
  }
}
