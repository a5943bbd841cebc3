/// Squared deviations of weighted distinct values from their class means and from the mean of all.
struct ClassDeviations {
  private(set) var counts: [Int] = []
  private(set) var withinClasses = 0.0
  private(set) var total = 0.0

  /// - Parameter ends: for each class the index after its last distinct value, ascending.
  init(distinct: DistinctValues, ends: [Int]) {
    let scale = PowerOfTwoScale(distinct.values)
    var start = 0
    for end in ends {
      counts.append(distinct.counts[start..<end].reduce(0, +))
      withinClasses += Self.squaredDeviations(of: distinct, in: start..<end, scale: scale)
      start = end
    }
    total = Self.squaredDeviations(of: distinct, in: 0..<distinct.values.count, scale: scale)
    goodnessOfFit = total > 0 ? 1 - withinClasses / total : .nan
    withinClasses = scale.squaresUndone(withinClasses)
    total = scale.squaresUndone(total)
  }

  /// 1 minus the ratio of the two; NaN when all values are the same.
  let goodnessOfFit: Double

  /// Two passes, so that values far from 0 lose nothing.
  private static func squaredDeviations(
    of distinct: DistinctValues, in range: Range<Int>, scale: PowerOfTwoScale
  ) -> Double {
    guard let first = range.first else { return 0 }
    let origin = distinct.values[first] * scale.factor
    var weight = 0.0
    var sum = 0.0
    for index in range {
      let count = Double(distinct.counts[index])
      weight += count
      sum += count * (distinct.values[index] * scale.factor - origin)
    }
    let mean = sum / weight
    var squares = 0.0
    for index in range {
      let deviation = (distinct.values[index] * scale.factor - origin) - mean
      squares += Double(distinct.counts[index]) * deviation * deviation
    }
    return squares
  }
}

/// A power of two that brings values to at most 1, so that squares neither overflow nor vanish. Exact.
struct PowerOfTwoScale {
  let factor: Double

  /// - Parameter sorted: finite values, ascending.
  init(_ sorted: [Double]) {
    let largest = max(abs(sorted.first ?? 0), abs(sorted.last ?? 0))
    let exponent = largest > 0 ? max(-1_000, min(1_000, -Int(largest.exponent) - 1)) : 0
    factor = Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// A sum of squares of scaled values in squared units of the values.
  func squaresUndone(_ squares: Double) -> Double { squares / factor / factor }
}
