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
/// A factor that the others determine exactly has tolerance 0 and an infinite VIF, and a constant factor has none
/// (0 / 0). No tolerance is given as less than ``leastTolerance``, so VIF are finite; a constant factor has that tolerance and
/// does not change the values of the others. ``warnings`` names constant factors and those that determine each other.
///
/// A factor of d columns, as the sine and cosine of an aspect are, has the generalised factor brought to one column:
///
/// ```
/// VIF_j = ( det R_jj det R_oo / det R )^(1/d)     R the correlations of all columns, R_jj of j's, R_oo of the others'
/// ```
///
/// which is the same for any two columns that span the same plane, and Eq. (4) for d = 1. Source: Fox and Monette (1992), Generalized
/// collinearity diagnostics, with their power of 1/(2d) squared. Not in the paper.
///
/// Tolerances come from a QR factorisation, whose error grows with the condition of the factors and not with its square: a
/// VIF is right to a relative 1e-8 at least up to 1e6. Factors of the size of a whole map go the same way, see ``FactorMoments``.
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
    /// 1 - R2, in 0...1; at least ``Multicollinearity/leastTolerance`` when computed here.
    public let tolerance: Double
    /// 1 / tolerance, at least 1; infinite when the tolerance is 0.
    public var varianceInflationFactor: Double { 1 / tolerance }
    /// Whether the others explain the factor but for rounding, or it is constant.
    public var isDetermined: Bool { tolerance < dependenceTolerance }

    /// - Precondition: `tolerance` is in 0...1.
    public init(name: String, tolerance: Double) {
      precondition(
        (0...1).contains(tolerance), "tolerance is \(tolerance), expected a number in 0...1")
      self.name = name
      self.tolerance = tolerance
    }
  }

  /// The least tolerance that is given: 2^-52, about 2.2e-16. With less, R2 is 1 in double precision.
  public static let leastTolerance = Double.ulpOfOne
  /// The greatest VIF that is given: 2^52, about 4.5e15.
  public static let greatestInflation = 1 / leastTolerance
  /// Below this tolerance factors count as dependent.
  ///
  /// Dependent factors that are rounded to single precision, a relative 6e-8, are left with a tolerance of up to some 1e-11
  /// when their mean is a hundred standard deviations from 0.
  public static let dependenceTolerance = 1e-10

  /// The factors, in the order of the columns.
  public let factors: [Factor]
  /// The factors that are constant or dependent; empty in a sound table.
  public let warnings: [CollinearityWarning]

  /// What the analysis of some of the factors needs again.
  private let columns: [FactorColumns]

  /// Regresses each factor on the others.
  ///
  /// - Parameters:
  ///   - columns: the values of each factor, as many for each.
  ///   - names: a name for each column.
  ///   - threads: `nil` means one for each core; the result does not depend on it.
  /// - Throws: ``FactorAnalysisError/noFactors``, ``FactorAnalysisError/notFinite(factor:row:)``,
  ///   ``FactorAnalysisError/tooFewSamples(samples:factors:)`` unless there are more samples than factors.
  /// - Precondition: all columns have the same length, and there is a name for each.
  /// - Complexity: O(n p^2) for n samples of p factors.
  public init(_ columns: [[Double]], names: [String], threads: Int? = nil) throws {
    try self.init(FactorMoments(columns, names: names, threads: threads))
  }

  /// Regresses each column of a table on the others.
  ///
  /// - Throws: see ``init(_:names:threads:)-([[Double]],_,_)``.
  public init(_ table: Matrix, names: [String], threads: Int? = nil) throws {
    try self.init(FactorMoments(table, names: names, threads: threads))
  }

  /// Regresses each factor on the others, from what a pass over all rows has gathered.
  ///
  /// - Parameter factors: the factor that each column belongs to, those of one factor side by side, as the sine and cosine
  ///   of an aspect are; `nil`: each column is a factor.
  /// - Throws: ``FactorAnalysisError/tooFewSamples(samples:factors:)`` unless there are more rows than columns.
  /// - Precondition: `factors` names one for each column.
  public init(_ moments: FactorMoments, factors: [String]? = nil) throws {
    guard moments.count > moments.names.count else {
      throw FactorAnalysisError.tooFewSamples(
        samples: moments.count, factors: moments.names.count)
    }
    try self.init(columns: FactorColumns.grouped(moments, by: factors))
  }

  private init(columns: [FactorColumns]) throws {
    self.columns = columns
    factors = try columns.indices.map { index in
      let others = columns.indices.filter { $0 != index }.flatMap { columns[$0].varying }
      let tolerance = try columns[index].tolerance(given: others)
      return Factor(
        name: columns[index].name, tolerance: min(1, max(Self.leastTolerance, tolerance)))
    }
    warnings = try Self.warnings(on: factors, columns: columns)
  }

  private static func warnings(
    on factors: [Factor], columns: [FactorColumns]
  ) throws -> [CollinearityWarning] {
    let constants = columns.filter(\.varying.isEmpty)
    let dependent = zip(factors, columns).filter { $0.isDetermined && !$1.varying.isEmpty }
    let warnings = constants.map { CollinearityWarning.constant(factor: $0.name) }
    guard !dependent.isEmpty else { return warnings }
    return try warnings + CollinearityWarning.dependencies(among: dependent.map(\.1))
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
    var columns = columns
    columns.remove(at: index)
    return try Multicollinearity(columns: columns)
  }
}
