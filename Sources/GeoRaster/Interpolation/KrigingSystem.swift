import CLAPACKE

/// The equations of kriging for one set of neighbours, solved.
///
/// ```
/// z(p) = f(p)' b + c(p)' a,   a = C^-1 (z - F b),   b = (F' C^-1 F)^-1 F' C^-1 z
/// s2(p) = C(0) - c(p)' C^-1 c(p) + g' (F' C^-1 F)^-1 g,   g = f(p) - F' C^-1 c(p)
/// ```
///
/// C(h) = sill - gamma(h) is the covariance, C that of the neighbours and c(p) that of place and neighbours. F has a column
/// of ones, and with a trend one of its covariate; none when the mean is known. This dual form needs one solution for all places that have the same neighbours.
/// Source: Chiles and Delfiner (2012), Geostatistics, Sect. 3.3, 3.4 and 3.7.
struct KrigingSystem: Sendable {
  /// What is known of the mean.
  enum Mean {
    /// The same for all neighbours, from their values.
    case constant
    /// A line in the covariate, from the neighbours' values.
    case line(covariate: [Double])
    /// A line in the covariate that is known.
    case known(LineFit, covariate: [Double])
  }

  private let count: Int
  private let x: [Double]
  private let y: [Double]
  private let variogram: Variogram
  /// Cholesky's factor L of the covariances relative to the sill, lower triangle by columns.
  private let factor: [Double]
  private let coefficients: [Double]
  /// L^-1 F, by columns.
  private let drift: [[Double]]
  /// The inverse of F' C^-1 F: its elements (0, 0), (0, 1) and (1, 1).
  private let inverse: (Double, Double, Double)
  /// The mean is level + slope (covariate - center).
  private let level: Double
  private let slope: Double
  private let center: Double

  /// Points that rounding cannot tell apart are kept apart by this share of the sill.
  private static let separation = 1e-8

  /// - Throws: ``GeoRasterError/notSolvable(operation:reason:)`` when the covariances are singular.
  init(
    neighbors: [Int32], points: InterpolationPoints, variogram: Variogram, mean: Mean
  ) throws {
    count = neighbors.count
    x = neighbors.map { points.x[Int($0)] }
    y = neighbors.map { points.y[Int($0)] }
    self.variogram = variogram
    factor = try Self.factor(x, y, variogram)
    let values = neighbors.map { points.values[Int($0)] }
    let ones = [Double](repeating: 1, count: count)
    func averaged(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + $1 / Double(values.count) }
    }
    switch mean {
    case .known(let line, let covariate):
      (level, slope, center) = (line.intercept, line.slope, 0)
      let residuals = zip(neighbors, values).map { $1 - line.value(at: covariate[Int($0)]) }
      drift = []
      inverse = (0, 0, 0)
      coefficients = Self.solved(factor, Self.solved(factor, residuals), transposed: true)
    case .constant:
      // Values relative to their mean: numbers around 1 in every unit.
      let middle = averaged(values)
      let column = Self.solved(factor, ones)
      let right = Self.solved(factor, values.map { $0 - middle })
      inverse = (1 / Self.product(column, column), 0, 0)
      let shift = inverse.0 * Self.product(column, right)
      (level, slope, center) = (middle + shift, 0, 0)
      drift = [column]
      let rest = zip(right, column).map { $0 - shift * $1 }
      coefficients = Self.solved(factor, rest, transposed: true)
    case .line(let covariate):
      let middle = averaged(values)
      let line = neighbors.map { covariate[Int($0)] }
      let middleOfLine = averaged(line)
      let first = Self.solved(factor, ones)
      let second = Self.solved(factor, line.map { $0 - middleOfLine })
      let right = Self.solved(factor, values.map { $0 - middle })
      let (a, b, c) = (
        Self.product(first, first), Self.product(first, second), Self.product(second, second)
      )
      let determinant = a * c - b * b
      inverse = (c / determinant, -b / determinant, a / determinant)
      let (p, q) = (Self.product(first, right), Self.product(second, right))
      let shift = inverse.0 * p + inverse.1 * q
      let rise = inverse.1 * p + inverse.2 * q
      (level, slope, center) = (middle + shift, rise, middleOfLine)
      drift = [first, second]
      let rest = right.indices.map { right[$0] - shift * first[$0] - rise * second[$0] }
      coefficients = Self.solved(factor, rest, transposed: true)
    }
    guard level.isFinite, slope.isFinite, coefficients.allSatisfy(\.isFinite) else {
      throw Self.singular(count, status: 0)
    }
  }

  /// The value at a place that is none of the neighbours.
  func value(at place: Coordinate, covariate: Double = 0) -> Double {
    let share = variogram.partialSill / variogram.sill
    let scale = 1 / variogram.range
    var value = level + slope * (covariate - center)
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

  /// The kriging standard deviation at a place that is none of the neighbours.
  func standardDeviation(at place: Coordinate, covariate: Double = 0) -> Double {
    let share = variogram.partialSill / variogram.sill
    let covariances = x.indices.map { neighbor in
      let dx = x[neighbor] - place.x
      let dy = y[neighbor] - place.y
      let distance = max(dx * dx + dy * dy, 0).squareRoot()
      return share * (1 - variogram.model.rise(distance / variogram.range))
    }
    let solved = Self.solved(factor, covariances)
    var variance = 1 - Self.product(solved, solved)
    if let first = drift.first {
      let g = 1 - Self.product(first, solved)
      let h = drift.count > 1 ? covariate - center - Self.product(drift[1], solved) : 0
      variance += g * g * inverse.0 + 2 * g * h * inverse.1 + h * h * inverse.2
    }
    return (max(variance, 0) * variogram.sill).squareRoot()
  }

  // MARK: - Algebra

  private static func factor(
    _ x: [Double], _ y: [Double], _ variogram: Variogram
  ) throws -> [Double] {
    let count = x.count
    let sill = variogram.sill
    var covariances = [Double](repeating: 0, count: count * count)
    for column in 0..<count {
      covariances[column * count + column] = 1
      for row in column + 1..<max(count, column + 1) {
        let dx = x[row] - x[column]
        let dy = y[row] - y[column]
        let distance = (dx * dx + dy * dy).squareRoot()
        covariances[column * count + row] = 1 - variogram.semivariance(at: distance) / sill
      }
    }
    var factor = covariances
    var status = cholesky(&factor, count)
    if status > 0 {
      factor = covariances
      for index in 0..<count { factor[index * count + index] += separation }
      status = cholesky(&factor, count)
    }
    guard status == 0 else { throw singular(count, status: status) }
    return factor
  }

  /// Few neighbours are factored here: LAPACK's calls wait for each other, which costs more than they take.
  private static let fewNeighbors = 64

  /// The lower triangle of a matrix by columns, replaced by its factor; above 0 when it is not positive definite.
  private static func cholesky(_ matrix: inout [Double], _ count: Int) -> clapacke_int {
    guard count <= fewNeighbors else {
      return LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), clapacke_int(count), &matrix,
        clapacke_int(count))
    }
    return matrix.withUnsafeMutableBufferPointer { buffer in
      // Bounds: `buffer` has count^2 elements, rows and columns are below count.
      guard let base = buffer.baseAddress else { return 0 }
      for pivot in 0..<count {
        let column = base + pivot * count
        guard column[pivot] > 0 else { return clapacke_int(pivot + 1) }
        let root = column[pivot].squareRoot()
        for row in pivot..<count { column[row] /= root }
        for other in pivot + 1..<max(count, pivot + 1) {
          let target = base + other * count
          let factor = column[other]
          for row in other..<count { target[row] -= factor * column[row] }
        }
      }
      return 0
    }
  }

  /// L^-1 b, or L'^-1 b.
  private static func solved(
    _ factor: [Double], _ right: [Double], transposed: Bool = false
  ) -> [Double] {
    let count = right.count
    var result = right
    factor.withUnsafeBufferPointer { factor in
      result.withUnsafeMutableBufferPointer { result in
        // Bounds: `factor` has count^2 elements, `result` count.
        if transposed {
          for column in stride(from: count - 1, through: 0, by: -1) {
            var sum = result[column]
            for row in column + 1..<max(count, column + 1) {
              sum -= factor[column * count + row] * result[row]
            }
            result[column] = sum / factor[column * count + column]
          }
        } else {
          for column in 0..<count {
            result[column] /= factor[column * count + column]
            let value = result[column]
            for row in column + 1..<max(count, column + 1) {
              result[row] -= factor[column * count + row] * value
            }
          }
        }
      }
    }
    return result
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func singular(_ count: Int, status: clapacke_int) -> GeoRasterError {
    .notSolvable(
      operation: "kriging",
      reason: "the covariances of \(count) neighbours are singular (factor of column \(status))")
  }
}
