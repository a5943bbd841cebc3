extension FactorClasses {
  static func intervals(_ breaks: ClassBreaks) -> Kind {
    .intervals(minimum: breaks.minimum, upperLimits: breaks.upperLimits)
  }

  static func intervals(between breaks: [Double], values: [Float]) throws -> Kind {
    guard let first = breaks.first, let last = breaks.last else {
      throw FactorAnalysisError.noBreaks
    }
    try checkAscending(breaks)
    let (minimum, maximum) = try range(of: values)
    return .intervals(minimum: min(minimum, first), upperLimits: breaks + [max(maximum, last)])
  }

  static func checkAscending(_ breaks: [Double]) throws {
    if let position = breaks.firstIndex(where: { !$0.isFinite }) {
      throw FactorAnalysisError.breakNotFinite(position: position)
    }
    for position in breaks.indices.dropFirst() where breaks[position] <= breaks[position - 1] {
      throw FactorAnalysisError.breaksNotAscending(
        position: position, previous: breaks[position - 1], found: breaks[position])
    }
  }

  /// The least and the greatest finite value.
  static func range(of values: [Float]) throws -> (Double, Double) {
    var low = Float.infinity
    var high = -Float.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { throw FactorAnalysisError.noValues }
    guard low < high else { throw FactorAnalysisError.constant(value: Double(low)) }
    return (Double(low), Double(high))
  }

  /// The distinct category codes, ascending.
  static func codes(in values: [Float]) throws -> [Int] {
    var codes: Set<Int> = []
    var last = Float.nan
    for value in values where value != last && !value.isNaN {
      last = value
      guard let code = Int(exactly: value.rounded()) else {
        throw FactorAnalysisError.categoryCode(value: value)
      }
      codes.insert(code)
    }
    guard let only = codes.first else { throw FactorAnalysisError.noValues }
    guard codes.count > 1 else { throw FactorAnalysisError.constant(value: Double(only)) }
    return codes.sorted()
  }
}
