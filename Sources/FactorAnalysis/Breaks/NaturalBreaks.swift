import Parallelism

extension Breaks {
  /// Natural breaks: the classes with the least sum of squared deviations from the class means, exactly.
  ///
  /// ```
  /// minimise  sum over classes c  sum over values v in c  (v - mean of c)^2
  /// ```
  ///
  /// Source: Fisher (1958), On grouping for maximum homogeneity; Jenks (1977). The paper's five susceptibility classes.
  /// Each upper limit is the greatest value of its class; equal values are never split. With fewer distinct values
  /// than classes, each distinct value is a class. Infinite and NaN values are left out.
  ///
  /// - Throws: ``FactorAnalysisError/noValues`` without a finite value, ``FactorAnalysisError/constant(value:)`` with one
  ///   distinct value, ``FactorAnalysisError/classCount(found:maximum:)``,
  ///   ``FactorAnalysisError/tooManyDistinctValues(classes:distinctValues:maximum:)``.
  /// - Complexity: O(n + k m log m) time for n values, m of them distinct, and k classes; about
  ///   `8 n + (48 + 4 k) m` bytes beside the values. Ten times as long when an outlier makes up nearly all of the variance, because
  ///   sums then need twice the precision.
  public static func natural(
    values: [Float], classes: Int, threads: Int? = nil
  ) throws -> ClassBreaks {
    try natural(of: DistinctValues(values), classes: classes, threads: threads)
  }

  /// ``natural(values:classes:threads:)-([Float],_,_)`` in double precision.
  public static func natural(
    values: [Double], classes: Int, threads: Int? = nil
  ) throws -> ClassBreaks {
    try natural(of: DistinctValues(values), classes: classes, threads: threads)
  }

  /// Natural breaks of values that occur `counts` times each.
  ///
  /// - Precondition: as many counts as values, none below 0.
  public static func natural(
    values: [Double], counts: [Int], classes: Int, threads: Int? = nil
  ) throws -> ClassBreaks {
    try natural(of: DistinctValues(values, counts: counts), classes: classes, threads: threads)
  }

  /// The largest number of classes times distinct values, which bounds the memory to 2 GB.
  static let maximumStates = 500_000_000

  static func natural(
    of distinct: DistinctValues, classes: Int, threads: Int?
  ) throws -> ClassBreaks {
    try check(distinct, classes: classes)
    let classes = min(classes, distinct.values.count)
    guard classes * distinct.values.count <= maximumStates else {
      throw FactorAnalysisError.tooManyDistinctValues(
        classes: classes, distinctValues: distinct.values.count, maximum: maximumStates)
    }
    return ClassBreaks(
      method: .natural, upperLimits: limits(of: distinct, classes: classes, threads: threads),
      of: distinct)
  }

  /// Distinct values up to which the wide sums cost nothing to speak of.
  private static let alwaysWide = 1 << 14

  /// In double precision first; again in twice that precision when an outlier dwarfs what is left inside the classes.
  private static func limits(
    of distinct: DistinctValues, classes: Int, threads: Int?
  ) -> [Double] {
    if distinct.values.count > alwaysWide {
      let ends = FisherPartition<Double>(distinct, classes: classes, threads: threads).ends
      // Sums are right to about 1e-16 of the total: 1e-6 of it leaves ten digits for what is compared.
      if 1 - ClassDeviations(distinct: distinct, ends: ends).goodnessOfFit > 1e-6 {
        return ends.map { distinct.values[$0 - 1] }
      }
    }
    return FisherPartition<DoubleDouble>(distinct, classes: classes, threads: threads).ends
      .map { distinct.values[$0 - 1] }
  }
}
