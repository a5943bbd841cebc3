import LearningCore

/// Number, means and co-variation of factors, gathered from rows in one pass.
///
/// From it follow ``Multicollinearity``, ``CorrelationMatrix`` and ``ConditionIndices``, for tables that do not fit in memory as
/// for those that do:
///
/// ```swift
/// var moments = try FactorMoments(names: ["slope", "twi", "relief"])
/// for strip in strips { try moments.add(columns: strip) }
/// let analysis = try Multicollinearity(moments)
/// ```
///
/// What is kept is the triangle of a QR factorisation of the centred rows, brought up to date block by block, and no sums of
/// squares or products: nothing cancels, and a factor's tolerance loses no more digits than when all rows are
/// factorised at once. Chunks of other sizes, or parts that are merged, give results that differ by rounding alone:
/// tolerances, VIF and correlations agree within a relative 1e-10 while VIF are below 1e6. The number of threads changes
/// nothing. Not in the paper, which computes VIF from samples.
public struct FactorMoments: Sendable, Equatable {
  /// The names of the factors.
  public let names: [String]

  /// The rows less ``reference``.
  private(set) var centered: CenteredTriangle
  /// A value of each factor that all others are taken from: the first one.
  private var reference: [Double] = []
  /// What the values of each factor were multiplied by.
  private let scales: [Double]

  /// No rows yet.
  ///
  /// - Throws: ``FactorAnalysisError/noFactors``.
  public init(names: [String]) throws {
    try self.init(names: names, scales: Array(repeating: 1, count: names.count))
  }

  private init(names: [String], scales: [Double]) throws {
    guard !names.isEmpty else { throw FactorAnalysisError.noFactors }
    self.names = names
    self.scales = scales
    centered = CenteredTriangle(columns: names.count)
  }

  /// All rows of columns in double precision, which may be of any magnitude.
  init(_ columns: [[Double]], names: [String], threads: Int?) throws {
    FactorRows.wide(columns, scales: []).check(names: names)
    try self.init(names: names, scales: zip(columns, names).map(Self.scale))
    try add(.wide(columns, scales: scales), threads: threads)
  }

  /// The moments of the columns of a table.
  init(_ table: Matrix, names: [String], threads: Int?) throws {
    try self.init(names: names)
    try add(table, threads: threads)
  }

  private static func scale(_ column: [Double], name: String) throws -> Double {
    var (low, high) = (Double.infinity, -Double.infinity)
    for (row, value) in column.enumerated() {
      guard value.isFinite else { throw FactorAnalysisError.notFinite(factor: name, row: row) }
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? PowerOfTwoScale([low, high]).factor : 1
  }

  /// The number of rows.
  public var count: Int { centered.count }

  /// The mean of each factor; NaN without rows.
  public var means: [Double] {
    guard count > 0 else { return names.map { _ in .nan } }
    return names.indices.map { (reference[$0] + centered.means[$0]) / scales[$0] }
  }

  /// The standard deviation of each factor, `sqrt( sum (x - mean)^2 / (count - 1) )`; NaN with fewer than two rows.
  public var standardDeviations: [Double] {
    guard count > 1 else { return names.map { _ in .nan } }
    return names.indices.map {
      length(centered.column($0)) / Double(count - 1).squareRoot() / scales[$0]
    }
  }

  /// Adds rows.
  ///
  /// - Parameters:
  ///   - rows: a column for each factor.
  ///   - threads: `nil` means one for each core; the result does not depend on it.
  /// - Throws: ``FactorAnalysisError/notFinite(factor:row:)``, rows of earlier calls counted; nothing is added then.
  /// - Precondition: a column for each name.
  /// - Complexity: O(n p^2) for n rows of p factors, in memory that does not grow with n.
  public mutating func add(_ rows: Matrix, threads: Int? = nil) throws {
    try add(.matrix(rows), threads: threads)
  }

  /// Adds rows that are given factor by factor, as strips of rasters are.
  ///
  /// - Throws: see ``add(_:threads:)``.
  /// - Precondition: a column for each name, all of the same length.
  public mutating func add(columns: [[Float]], threads: Int? = nil) throws {
    try add(.columns(columns), threads: threads)
  }

  private mutating func add(_ rows: FactorRows, threads: Int?) throws {
    rows.check(names: names)
    guard rows.count > 0 else { return }
    let reference =
      count > 0 ? reference : names.indices.map { rows.value(row: 0, column: $0) }
    guard let added = rows.triangle(reference: reference, threads: threads) else {
      let place = rows.firstNonFinite(columns: names.count) ?? (0, 0)
      throw FactorAnalysisError.notFinite(factor: names[place.column], row: count + place.row)
    }
    self.reference = reference
    centered.merge(added, offsets: Array(repeating: 0, count: names.count))
  }

  /// Adds the rows that another value has gathered.
  ///
  /// - Precondition: the same names in the same order.
  public mutating func merge(_ other: FactorMoments) {
    precondition(names == other.names, "factors are \(other.names), expected \(names)")
    guard other.count > 0 else { return }
    if count == 0 { reference = other.reference }
    centered.merge(other.centered, offsets: zip(other.reference, reference).map { $0 - $1 })
  }

  /// The centred columns, turned so that only as many rows as factors are left, and brought to length 1.
  ///
  /// Their scalar products are the correlations. A constant factor's column is 0.
  var standardizedColumns: [[Double]] {
    names.indices.map { index in
      let column = centered.column(index)
      let length = length(column)
      return length > 0 ? column.map { $0 / length } : column
    }
  }

  /// Whether all values of a factor are the same.
  var isConstant: [Bool] { names.indices.map { length(centered.column($0)) == 0 } }

  /// The triangle of the QR factorisation of an intercept (all 1) and the columns as they are, column after column.
  var triangleWithIntercept: [[Double]] {
    let root = Double(count).squareRoot()
    let intercept = [root] + names.map { _ in 0 }
    return [intercept]
      + names.indices.map { index in
        [root * (reference[index] + centered.means[index])] + centered.column(index)
      }
  }
}

/// The Euclidean length of a vector.
func length(_ vector: [Double]) -> Double {
  vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
