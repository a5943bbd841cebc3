import LearningCore

/// How near to dependent the factors and the intercept are together, and which of them take part in it.
///
/// The columns of X, an intercept of ones and the factors as they are, are brought to length 1 and not centred. With the
/// singular values d and right singular vectors v of the result:
///
/// ```
/// condition index   eta_k = d_1 / d_k
/// proportion        pi_kj = (v_jk^2 / d_k^2) / sum over l of (v_jl^2 / d_l^2)
/// ```
///
/// pi_kj is the share of the variance of term j's regression coefficient that dimension k brings in. A dependence shows as a
/// condition index above 30 with proportions above 0.5 for two terms or more.
///
/// Source: Belsley, Kuh and Welsch (1980), Regression Diagnostics, Sect. 3.2. Not in the paper, which uses tolerance and VIF.
/// Unlike them, the indices change with the origin of a factor: elevations of 3000 to 3100 m are nearly an intercept.
public struct ConditionIndices: Sendable, Equatable {
  /// One singular value of the scaled columns.
  public struct Dimension: Sendable, Equatable {
    /// d_k, at least 0; all squares add up to the number of terms.
    public let singularValue: Double
    /// eta_k, at least 1. Singular values below 2^-52 of the greatest count as that, so it is at most 2^52.
    public let conditionIndex: Double
    /// pi_kj of each term, in 0...1; over the dimensions they add up to 1.
    public let varianceProportions: [Double]
  }

  /// "intercept", and the names of the factors.
  public let terms: [String]
  /// The dimensions, by ascending condition index: as many as terms.
  public let dimensions: [Dimension]

  /// The condition number: the greatest condition index.
  public var conditionNumber: Double { dimensions.last?.conditionIndex ?? 1 }

  /// Decomposes columns.
  ///
  /// - Parameters:
  ///   - columns: the values of each factor, as many for each.
  ///   - names: a name for each column.
  ///   - threads: `nil` means one for each core; the result does not depend on it.
  /// - Throws: as ``Multicollinearity/init(_:names:threads:)-([[Double]],_,_)``.
  /// - Precondition: all columns have the same length, and there is a name for each.
  public init(_ columns: [[Double]], names: [String], threads: Int? = nil) throws {
    try self.init(FactorMoments(columns, names: names, threads: threads))
  }

  /// Decomposes the columns of a table.
  ///
  /// - Throws: as ``Multicollinearity/init(_:names:threads:)-([[Double]],_,_)``.
  public init(_ table: Matrix, names: [String], threads: Int? = nil) throws {
    try self.init(FactorMoments(table, names: names, threads: threads))
  }

  /// Decomposes what a pass over all rows has gathered.
  ///
  /// - Throws: ``FactorAnalysisError/tooFewSamples(samples:factors:)`` unless there are more rows than factors,
  ///   ``FactorAnalysisError/linearAlgebra(routine:status:)``.
  public init(_ moments: FactorMoments) throws {
    guard moments.count > moments.names.count else {
      throw FactorAnalysisError.tooFewSamples(
        samples: moments.count, factors: moments.names.count)
    }
    terms = ["intercept"] + moments.names
    // A factor that is 0 everywhere has no length; its column stays 0 and is a dimension of its own.
    let columns = moments.triangleWithIntercept.map { column in
      let length = length(column)
      return length > 0 ? column.map { $0 / length } : column
    }
    let (values, vectors) = try LeastSquares.singularValues(of: columns)
    let greatest = values.first ?? 1
    let held = values.map { max($0, greatest * .ulpOfOne) }
    let parts = zip(held, vectors).map { value, vector in
      vector.map { ($0 / value) * ($0 / value) }
    }
    let sums = terms.indices.map { term in parts.reduce(0) { $0 + $1[term] } }
    dimensions = values.indices.map { index in
      Dimension(
        singularValue: values[index], conditionIndex: greatest / held[index],
        varianceProportions: zip(parts[index], sums).map { $0 / $1 })
    }
  }

  /// The terms that nearly depend on each other, for each dimension that shows it.
  ///
  /// - Parameters:
  ///   - minimumIndex: from which condition index on; 30 is Belsley, Kuh and Welsch's limit between moderate and strong.
  ///   - minimumProportion: from which proportion on a term takes part.
  public func dependencies(
    minimumIndex: Double = 30, minimumProportion: Double = 0.5
  ) -> [[String]] {
    dimensions.filter { $0.conditionIndex >= minimumIndex }.map { dimension in
      terms.indices.filter { dimension.varianceProportions[$0] >= minimumProportion }
        .map { terms[$0] }
    }.filter { $0.count > 1 }
  }
}
