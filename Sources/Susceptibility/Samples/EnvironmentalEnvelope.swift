/// The ranges of the continuous factors at the training landslides, and how many of them a cell is beyond.
struct EnvironmentalEnvelope {
  private let factors: [(values: [Float], range: ClosedRange<Double>)]

  /// The ranges between two percentiles of the values at landslides.
  ///
  /// - Parameter landslides: the cells of the training landslides, at least one; a cell with two counts twice.
  init(_ limits: EnvelopeLimits, of stack: FactorStack, landslides: [Int]) {
    factors = stack.factors.filter(\.definition.hasEnvelope).map { factor in
      let values = factor.raster.values
      let sorted = landslides.map { Double(values[$0]) }.sorted()
      return (
        values,
        Self.percentile(limits.lower, of: sorted)...Self.percentile(limits.upper, of: sorted)
      )
    }
  }

  /// The number of factors whose value in a cell is strictly beyond their range.
  func factorsBeyond(_ cell: Int) -> Int {
    factors.count { !$0.range.contains(Double($0.values[cell])) }
  }

  /// Linear interpolation between ranks (Hyndman and Fan 1996, type 7, the default of R and NumPy).
  ///
  /// - Precondition: `sorted` is not empty and rises.
  static func percentile(_ percent: Double, of sorted: [Double]) -> Double {
    precondition(!sorted.isEmpty, "a percentile of no values; expected at least one")
    let rank = percent / 100 * Double(sorted.count - 1)
    let below = min(Int(rank), sorted.count - 1)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
  }
}
