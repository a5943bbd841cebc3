/// How values are cut into classes.
public enum BreakMethod: String, Sendable, Codable, CaseIterable {
  /// Least sum of squared deviations from the class means (Fisher 1958, Jenks 1977), exactly.
  case natural
  /// As many values in each class.
  case quantile
  /// As wide a range in each class.
  case equal
  /// Ranges whose widths grow by the same ratio.
  case geometric
  /// Ranges of one standard deviation about the mean.
  case standardDeviation = "standard-deviation"
}

/// The limits of classes of values. A class holds `lower < value <= upper`; the lowest includes its minimum.
public struct ClassBreaks: Equatable, Sendable, Codable {
  /// How the limits were found.
  public let method: BreakMethod
  /// The least value.
  public let minimum: Double
  /// The upper limit of each class, ascending; the last is the greatest value.
  public let upperLimits: [Double]
  /// The number of values in each class.
  public let counts: [Int]
  /// The sum over classes of squared deviations from the class mean, in squared units of the values.
  public let sumOfSquaredDeviations: Double
  /// The goodness of variance fit, in 0...1: 1 means that all values of a class are the same.
  ///
  /// ```
  /// GVF = 1 - (sum over classes of squared deviations) / (squared deviations from the mean of all)
  /// ```
  ///
  /// Source: Jenks (1977), Optimal data classification for choropleth maps. Not in the paper, which uses natural breaks
  /// for its five susceptibility classes without a measure.
  public let goodnessOfFit: Double

  /// The number of classes.
  public var count: Int { upperLimits.count }

  /// The class of a value, from 0; values beyond the limits belong to the end classes. `nil` for NaN.
  public func index(of value: Double) -> Int? {
    value.isNaN ? nil : upperLimits.dropLast().partitioningIndex { value <= $0 }
  }

  init(method: BreakMethod, upperLimits: [Double], of distinct: DistinctValues) {
    self.method = method
    self.upperLimits = upperLimits
    minimum = distinct.values.first ?? .nan
    let ends = upperLimits.map { limit in distinct.values.partitioningIndex { $0 > limit } }
    let deviations = ClassDeviations(distinct: distinct, ends: ends)
    counts = deviations.counts
    sumOfSquaredDeviations = deviations.withinClasses
    goodnessOfFit = deviations.goodnessOfFit
  }
}

/// Limits of classes of values.
public enum Breaks {
  /// The largest number of classes that any method makes.
  public static let maximumClasses = 1_000

  /// The breaks of any method.
  ///
  /// - Throws: see ``natural(values:classes:threads:)-([Float],_,_)`` and ``geometric(values:classes:)-([Float],_)``.
  public static func breaks(
    by method: BreakMethod, values: [Float], classes: Int, threads: Int? = nil
  ) throws -> ClassBreaks {
    switch method {
    case .natural: try natural(values: values, classes: classes, threads: threads)
    case .quantile: try quantile(values: values, classes: classes)
    case .equal: try equal(values: values, classes: classes)
    case .geometric: try geometric(values: values, classes: classes)
    case .standardDeviation: try standardDeviation(values: values, classes: classes)
    }
  }

  /// Quantile breaks: each class holds about as many values.
  ///
  /// The i-th upper limit of k is the quantile i/k in numpy's default definition (linear interpolation between ranks,
  /// Hyndman and Fan 1996, type 7), as in pandas and mapclassify. Limits that fall together because of ties are
  /// merged, so there may be fewer classes than asked for. Infinite and NaN values are left out.
  ///
  /// - Throws: ``FactorAnalysisError`` as ``natural(values:classes:threads:)-([Float],_,_)``.
  public static func quantile(values: [Float], classes: Int) throws -> ClassBreaks {
    try quantile(of: DistinctValues(values), classes: classes)
  }

  /// ``quantile(values:classes:)-([Float],_)`` in double precision.
  public static func quantile(values: [Double], classes: Int) throws -> ClassBreaks {
    try quantile(of: DistinctValues(values), classes: classes)
  }

  /// Equal breaks: the range of the values in equal parts. Classes without values are kept.
  ///
  /// Infinite and NaN values are left out.
  ///
  /// - Throws: ``FactorAnalysisError`` as ``natural(values:classes:threads:)-([Float],_,_)``.
  public static func equal(values: [Float], classes: Int) throws -> ClassBreaks {
    try equal(of: DistinctValues(values), classes: classes)
  }

  /// ``equal(values:classes:)-([Float],_)`` in double precision.
  public static func equal(values: [Double], classes: Int) throws -> ClassBreaks {
    try equal(of: DistinctValues(values), classes: classes)
  }

  static func quantile(of distinct: DistinctValues, classes: Int) throws -> ClassBreaks {
    try check(distinct, classes: classes)
    var limits: [Double] = []
    for limit in distinct.quantiles(Array(1...classes), of: classes) where limit != limits.last {
      limits.append(limit)
    }
    return ClassBreaks(method: .quantile, upperLimits: limits, of: distinct)
  }

  static func equal(of distinct: DistinctValues, classes: Int) throws -> ClassBreaks {
    try check(distinct, classes: classes)
    let low = distinct.values[0]
    let high = distinct.values[distinct.values.count - 1]
    var limits: [Double] = []
    for number in 1...classes {
      let limit =
        number == classes ? high : interpolated(low, high, Double(number) / Double(classes))
      // Limits of values that differ in their last bits only can fall together.
      if limit > limits.last ?? -.infinity { limits.append(limit) }
    }
    return ClassBreaks(method: .equal, upperLimits: limits, of: distinct)
  }

  static func check(_ distinct: DistinctValues, classes: Int) throws {
    guard (1...maximumClasses).contains(classes) else {
      throw FactorAnalysisError.classCount(found: classes, maximum: maximumClasses)
    }
    try distinct.requireVariation()
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element fulfils `predicate`, relative to the start, when all after it do too; else `count`.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low - startIndex
  }
}
