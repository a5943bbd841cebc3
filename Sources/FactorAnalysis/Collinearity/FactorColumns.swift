import Foundation

/// The columns of one factor in an analysis of collinearity: one for most, two for the sine and cosine of an aspect.
struct FactorColumns: Equatable, Sendable {
  /// The factor's name.
  let name: String
  /// The columns that are not constant, with length 1; their scalar products with each other and those of other factors
  /// are correlations.
  let varying: [[Double]]

  /// The columns of each factor.
  ///
  /// - Parameter factors: the factor of each column; `nil`: each column is a factor.
  static func grouped(_ moments: FactorMoments, by factors: [String]?) -> [FactorColumns] {
    let isGrouped = factors != nil
    let factors = factors ?? moments.names
    precondition(
      factors.count == moments.names.count,
      "\(factors.count) factors for \(moments.names.count) columns")
    let columns = zip(moments.standardizedColumns, moments.isConstant).map { $1 ? nil : $0 }
    let starts = factors.indices.filter {
      !isGrouped || $0 == 0 || factors[$0] != factors[$0 - 1]
    }
    return zip(starts, starts.dropFirst() + [factors.count]).map { start, end in
      FactorColumns(name: factors[start], varying: columns[start..<end].compactMap { $0 })
    }
  }

  /// The share of the factor that the columns of the others leave over, as that of one column: 0 when it is constant.
  ///
  /// The determinants of the generalised factor, a column at a time:
  /// ```
  /// det R / (det R_jj det R_oo) = product over j's columns c of  share(c | others, earlier of j) / share(c | earlier of j)
  /// ```
  /// A factor with a column that the others determine counts as determined.
  func tolerance(given others: [[Double]]) throws -> Double {
    // Pivots of dependent columns are left by rounding alone, which gathers over the columns.
    let rounding = 16 * Double(others.count + varying.count) * .ulpOfOne
    var shares: [Double] = []
    for (place, column) in varying.enumerated() {
      let earlier = Array(varying[..<place])
      let own = try LeastSquares.residualShare(of: column, on: earlier, tolerance: rounding)
      // It repeats its own factor's columns, and says nothing of its own.
      guard own >= Multicollinearity.dependenceTolerance else { continue }
      let left = try LeastSquares.residualShare(
        of: column, on: others + earlier, tolerance: rounding)
      shares.append(left / own)
    }
    guard let least = shares.min(), least >= Multicollinearity.dependenceTolerance,
      shares.count > 1
    else { return shares.min() ?? 0 }
    return pow(shares.reduce(1, *), 1 / Double(shares.count))
  }
}
