import FactorAnalysis

/// The limits of the classes of a susceptibility map.
struct MapLimits: Equatable {
  /// The least probability, which is in the lowest class.
  let lower: Double
  /// The upper limit of each class, rising. A class holds lower < probability <= upper.
  let upper: [Double]

  /// - Parameters:
  ///   - mapped: the probabilities of all mapped cells.
  ///   - landslides: those of the training landslides, for classes by their shares.
  /// - Throws: `FactorAnalysisError` when the map has no values.
  init(
    of mapped: [Float], by scheme: MapOptions.Scheme, landslides: [Float], threads: Int?
  ) throws {
    switch scheme {
    case .breaks(let method, let classes):
      // A geometric series begins above 0; a probability of 0, which forests give, is in its lowest class.
      let graded = method == .geometric ? mapped.filter { $0 > 0 } : mapped
      let breaks = try Breaks.breaks(by: method, values: graded, classes: classes, threads: threads)
      self.init(lower: mapped.min().map(Double.init) ?? breaks.minimum, upper: breaks.upperLimits)
    case .limits(let limits):
      self.init(lower: 0, upper: limits + [1])
    case .landslideShares(let shares):
      self.init(
        lower: mapped.min().map(Double.init) ?? 0,
        upper: Self.limits(of: landslides, shares: shares, highest: mapped.max() ?? 1))
    }
  }

  private init(lower: Double, upper: [Double]) {
    self.lower = lower
    self.upper = upper
  }

  /// Each class begins just below the landslide that makes its share, and those above it, full; classes that would begin at
  /// the same probability are one.
  private static func limits(of landslides: [Float], shares: [Double], highest: Float) -> [Double] {
    let falling = landslides.sorted(by: >)
    var limits = [Double(highest)]
    var sum = 0.0
    for share in shares.dropLast() where !falling.isEmpty {
      sum += share
      // Sums of shares such as 0.8 + 0.15 are a rounding off: that must not reach for one landslide more.
      let needed = (sum * Double(falling.count) - 1e-6).rounded(.up)
      let limit = Double(falling[min(max(Int(needed), 1), falling.count) - 1].nextDown)
      if let last = limits.last, limit < last, limit >= 0 { limits.append(limit) }
    }
    return limits.reversed()
  }

  /// The class of a probability, from 1; 0 for NaN.
  func classNumber(of probability: Float) -> UInt8 {
    guard !probability.isNaN else { return 0 }
    let value = Double(probability)
    return UInt8(clamping: (upper.dropLast().firstIndex { value <= $0 } ?? upper.count - 1) + 1)
  }
}
