import Foundation

extension Breaks {
  /// Geometric breaks: each class is as many times as wide as the one below it.
  ///
  /// ```
  /// upper limit i of k = minimum * (maximum / minimum)^(i / k)
  /// ```
  ///
  /// For factors whose values crowd near 0 (distances, SPI). Classes without values are kept. Infinite and NaN values are left
  /// out. Source: Robinson et al. (1995), Elements of cartography, on geometric series. Not in the paper. (ArcGIS's geometrical
  /// intervals are another method, which fits the ratio to the data.)
  ///
  /// - Throws: ``FactorAnalysisError`` as ``natural(values:classes:threads:)-([Float],_,_)``, and
  ///   ``FactorAnalysisError/notPositive(minimum:)``.
  public static func geometric(values: [Float], classes: Int) throws -> ClassBreaks {
    try geometric(of: DistinctValues(values), classes: classes)
  }

  /// ``geometric(values:classes:)-([Float],_)`` in double precision.
  public static func geometric(values: [Double], classes: Int) throws -> ClassBreaks {
    try geometric(of: DistinctValues(values), classes: classes)
  }

  /// Standard deviation breaks: classes one standard deviation wide, as many above the mean as below.
  ///
  /// ```
  /// upper limit i of k = mean + (i - k / 2) s,   s2 = sum (x - mean)^2 / (n - 1)
  /// ```
  ///
  /// So limits are at the mean and whole deviations from it when k is even, and at half deviations when k is odd, where the
  /// middle class holds the mean. The end classes hold all values beyond. Limits outside the values are left out, so
  /// there may be fewer classes than asked for. Infinite and NaN values are left out. Source: as in GIS programs and
  /// mapclassify's StdMean with these multiples. Not in the paper.
  ///
  /// - Throws: ``FactorAnalysisError`` as ``natural(values:classes:threads:)-([Float],_,_)``.
  public static func standardDeviation(values: [Float], classes: Int) throws -> ClassBreaks {
    try standardDeviation(of: DistinctValues(values), classes: classes)
  }

  /// ``standardDeviation(values:classes:)-([Float],_)`` in double precision.
  public static func standardDeviation(values: [Double], classes: Int) throws -> ClassBreaks {
    try standardDeviation(of: DistinctValues(values), classes: classes)
  }

  private static func geometric(
    of distinct: DistinctValues, classes: Int
  ) throws -> ClassBreaks {
    try check(distinct, classes: classes)
    let low = distinct.values[0]
    let high = distinct.values[distinct.values.count - 1]
    guard low > 0 else { throw FactorAnalysisError.notPositive(minimum: low) }
    let limits = (1..<classes).map { number in
      // Powers of both ends, because their ratio can overflow.
      let fraction = Double(number) / Double(classes)
      return pow(low, 1 - fraction) * pow(high, fraction)
    }
    return ClassBreaks(
      method: .geometric, upperLimits: inner(limits, low: low, high: high) + [high], of: distinct)
  }

  private static func standardDeviation(
    of distinct: DistinctValues, classes: Int
  ) throws -> ClassBreaks {
    try check(distinct, classes: classes)
    let scale = PowerOfTwoScale(distinct.values).factor
    let mean = distinct.mean { $0 * scale }
    let squares = distinct.mean { ($0 * scale - mean) * ($0 * scale - mean) }
    let total = Double(distinct.total)
    let deviation = (squares * (total / (total - 1))).squareRoot()
    let limits = (1..<classes).map { number in
      (mean + (Double(number) - Double(classes) / 2) * deviation) / scale
    }
    let low = distinct.values[0]
    let high = distinct.values[distinct.values.count - 1]
    return ClassBreaks(
      method: .standardDeviation, upperLimits: inner(limits, low: low, high: high) + [high],
      of: distinct)
  }

  /// The limits that lie between the values, each once.
  private static func inner(_ limits: [Double], low: Double, high: Double) -> [Double] {
    var kept: [Double] = []
    for limit in limits where limit >= low && limit < high && limit > kept.last ?? -.infinity {
      kept.append(limit)
    }
    return kept
  }
}
