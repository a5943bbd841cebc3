import LearningCore

/// Brings each column to mean 0 and standard deviation 1, as it was in the training samples.
struct Standardization: Equatable, Sendable, Codable {
  let means: [Double]
  /// The standard deviations; 1 for a constant column, which becomes 0.
  let scales: [Double]

  /// Means and standard deviations (over n, not n - 1) of the columns.
  ///
  /// - Parameter scaling: `false` only moves the means to 0, which leaves distances as they are and keeps the
  ///   differences of large numbers exact.
  init(of samples: Matrix, scaling: Bool = true) {
    let n = Double(samples.rows)
    var means = [Double](repeating: 0, count: samples.columns)
    var squares = means
    for row in 0..<samples.rows {
      for column in 0..<samples.columns { means[column] += Double(samples[row, column]) }
    }
    for column in means.indices { means[column] /= n }
    for row in 0..<samples.rows {
      for column in 0..<samples.columns {
        let difference = Double(samples[row, column]) - means[column]
        squares[column] += difference * difference
      }
    }
    self.means = means
    scales = squares.indices.map { column in
      let deviation = (squares[column] / n).squareRoot()
      // A constant column may leave a rest of rounding; it is not a deviation.
      let isConstant = deviation <= 1e-12 * abs(means[column])
      return scaling && !isConstant ? deviation : 1
    }
  }

  /// One that changes nothing.
  init(identityFor columns: Int) {
    means = Array(repeating: 0, count: columns)
    scales = Array(repeating: 1, count: columns)
  }

  /// The number of columns.
  var count: Int { means.count }

  /// The standardised table.
  func applied(to samples: Matrix) -> Matrix {
    requireColumns(samples.columns, count)
    var result = samples
    result.values.withUnsafeMutableBufferPointer { values in
      for row in 0..<samples.rows {
        for column in 0..<count {
          let index = row * count + column
          values[index] = Float((Double(values[index]) - means[column]) / scales[column])
        }
      }
    }
    return result
  }

  /// Throws unless there is a finite mean and a finite scale above 0 for each column.
  func check(columns: Int, at path: [any CodingKey]) throws {
    try requireDecoded(
      means.count == columns && scales.count == columns && means.allSatisfy(\.isFinite)
        && scales.allSatisfy { $0 > 0 && $0.isFinite }, at: path,
      "\(means.count) means and \(scales.count) scales, expected \(columns) finite ones, scales above 0"
    )
  }
}
