import LearningCore

/// How well each factor is explained by the others together.
///
/// ```
/// tolerance_j = 1 - R2_j,   VIF_j = 1 / tolerance_j
/// ```
///
/// Source: Eq. (3) and (4). R2_j is the coefficient of determination of the least-squares regression of factor j on
/// all others and an intercept. The paper calls a factor suspect when its tolerance is below 0.1 or, which is the same, its VIF
/// above 10; its Table 1 lists the 14 values.
///
/// A factor that the others determine exactly, and a constant factor (which the intercept determines), have tolerance 0
/// and VIF infinity; a constant factor does not change the values of the others.
///
/// ```swift
/// let analysis = try Multicollinearity(columns, names: ["slope", "aspect", "relief"])
/// for factor in analysis.factors { print(factor.name, factor.varianceInflationFactor) }
/// ```
public struct Multicollinearity: Sendable, Equatable {
  /// One factor's share that the others do not explain.
  public struct Factor: Sendable, Equatable {
    /// The factor's name.
    public let name: String
    /// 1 - R2, in 0...1.
    public let tolerance: Double
    /// 1 / tolerance, at least 1; infinite when the tolerance is 0.
    public var varianceInflationFactor: Double { 1 / tolerance }

    /// - Precondition: `tolerance` is in 0...1.
    public init(name: String, tolerance: Double) {
      precondition(
        (0...1).contains(tolerance), "tolerance is \(tolerance), expected a number in 0...1")
      self.name = name
      self.tolerance = tolerance
    }
  }

  /// The factors, in the order of the columns.
  public let factors: [Factor]

  /// Columns of the triangle of the QR factorisation: they have the scalar products of the factors.
  private let columns: [[Double]]
  private let isConstant: [Bool]
  private let roundingError: Double

  /// Regresses each factor on the others.
  ///
  /// - Parameters:
  ///   - columns: the values of each factor, as many for each.
  ///   - names: a name for each column.
  /// - Throws: ``FactorAnalysisError/noFactors``, ``FactorAnalysisError/notFinite(factor:row:)``,
  ///   ``FactorAnalysisError/tooFewSamples(samples:factors:)`` unless there are more samples than factors.
  /// - Precondition: all columns have the same length, and there is a name for each.
  /// - Complexity: O(n p^2) for n samples of p factors.
  public init(_ columns: [[Double]], names: [String]) throws {
    guard let first = columns.first else { throw FactorAnalysisError.noFactors }
    let standardized = try FactorColumns(columns, names: names)
    guard first.count > columns.count else {
      throw FactorAnalysisError.tooFewSamples(samples: first.count, factors: columns.count)
    }
    let triangle = try LeastSquares.triangle(of: standardized.columns)
    let count = columns.count
    try self.init(
      names: names,
      columns: (0..<count).map { Array(triangle[$0 * count..<($0 + 1) * count]) },
      isConstant: standardized.isConstant,
      roundingError: Double(max(first.count, count)) * .ulpOfOne)
  }

  /// Regresses each column of a table on the others.
  ///
  /// - Throws: see ``init(_:names:)-([[Double]],_)``.
  public init(_ table: Matrix, names: [String]) throws {
    try self.init((0..<table.columns).map { table.column($0).map(Double.init) }, names: names)
  }

  private init(
    names: [String], columns: [[Double]], isConstant: [Bool], roundingError: Double
  ) throws {
    self.columns = columns
    self.isConstant = isConstant
    self.roundingError = roundingError
    factors = try names.indices.map { index in
      guard !isConstant[index] else { return Factor(name: names[index], tolerance: 0) }
      let others = columns.indices.filter { $0 != index && !isConstant[$0] }
      let share = try LeastSquares.residualShare(
        of: columns[index], on: others.map { columns[$0] }, tolerance: roundingError)
      // What rounding alone may leave is no evidence that the factor is independent.
      let isDetermined = share.squareRoot() <= roundingError
      return Factor(name: names[index], tolerance: isDetermined ? 0 : min(1, share))
    }
  }

  /// The factors whose VIF is above `maximum`, in the order of the columns.
  public func suspects(maximum: Double = 10) -> [Factor] {
    factors.filter { $0.varianceInflationFactor > maximum }
  }

  /// Removes the factor with the greatest VIF, again and again, until none is above `maximum`.
  ///
  /// Of several with the same VIF the last in order goes first. One factor that is not constant always stays.
  ///
  /// - Returns: what is left, and the removed factors in the order of removal with the VIF they had then.
  /// - Throws: ``FactorAnalysisError/linearAlgebra(routine:status:)``.
  public func removingWorst(
    maximum: Double = 10
  ) throws -> (kept: Multicollinearity, removed: [Factor]) {
    var current = self
    var removed: [Factor] = []
    while let worst = current.worst, current.factors[worst].varianceInflationFactor > maximum,
      current.factors.count > 1
    {
      removed.append(current.factors[worst])
      current = try current.removing(worst)
    }
    return (current, removed)
  }

  private var worst: Int? {
    factors.indices.reversed().max {
      factors[$0].varianceInflationFactor < factors[$1].varianceInflationFactor
    }
  }

  private func removing(_ index: Int) throws -> Multicollinearity {
    var (names, columns, isConstant) = (factors.map(\.name), columns, isConstant)
    names.remove(at: index)
    columns.remove(at: index)
    isConstant.remove(at: index)
    return try Multicollinearity(
      names: names, columns: columns, isConstant: isConstant, roundingError: roundingError)
  }
}
