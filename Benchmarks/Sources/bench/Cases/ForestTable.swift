import Foundation
import LearningCore

/// Made-up samples of 14 uniform factors, of which five tell of landslides, with noise; half of them are landslides.
enum ForestTable {
  static let columns = 14

  /// `rows` rows of uniform numbers of 0-1.
  static func uniform(rows: Int, seed: UInt64) -> Matrix {
    var generator = RandomStreams(seed: seed).stream("uniform")
    return Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in Float(generator.uniform()) })
  }

  /// Landslides where a score of the first five factors and a normal error is above its median.
  static func labels(of samples: Matrix, seed: UInt64) -> [Bool] {
    var generator = RandomStreams(seed: seed).stream("errors")
    let scores = (0..<samples.rows).map { row -> Double in
      let factors = (0..<5).map { Double(samples[row, $0]) }
      return 3 * factors[0] + 2 * sin(4 * factors[1]) + 2 * factors[2] * factors[3] - factors[4]
        + 0.8 * generator.normal()
    }
    let median = scores.median
    return scores.map { $0 > median }
  }
}
