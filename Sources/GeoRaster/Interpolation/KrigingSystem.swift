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
  private let x: [Double]
  private let y: [Double]
  private let coefficients: [Double]
  private let mean: Double
  private let variogram: Variogram

  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the covariances are singular.
  init(neighbors: [Int32], points: InterpolationPoints, variogram: Variogram) throws {
    let x = neighbors.map { points.x[Int($0)] }
    let y = neighbors.map { points.y[Int($0)] }
    let count = neighbors.count
    let size = count + 1
    let sill = variogram.sill
    // Covariances relative to the sill, and values to their mean: numbers around 1 in every unit.
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<count {
      for column in 0...row {
        let dx = x[row] - x[column]
        let dy = y[row] - y[column]
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
    self.x = x
    self.y = y
    self.variogram = variogram
    coefficients = Array(solution.prefix(count))
    mean = solution[count] + center
  }

  /// The value at a place that is none of the neighbours.
  func value(at place: Coordinate) -> Double {
    let share = variogram.partialSill / variogram.sill
    let scale = 1 / variogram.range
    var value = mean
    for neighbor in coefficients.indices {
      let dx = x[neighbor] - place.x
      let dy = y[neighbor] - place.y
      // Squares are never below 0; saying so spares the library call of a square root.
      let distance = max(dx * dx + dy * dy, 0).squareRoot()
      // C / sill = share (1 - s): away from the neighbours the nugget is no part of it.
      value += coefficients[neighbor] * share * (1 - variogram.model.rise(distance * scale))
    }
    return value
  }
}
