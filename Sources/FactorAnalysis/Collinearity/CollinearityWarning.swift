/// Why the variance inflation factor of some factors says no more than that it is too great.
public enum CollinearityWarning: Equatable, Sendable, CustomStringConvertible {
  /// All values of the factor are the same.
  case constant(factor: String)
  /// Each of the factors is a linear function of others of them, but for rounding.
  case dependent(factors: [String])

  /// The factors' names.
  public var factors: [String] {
    switch self {
    case .constant(let factor): [factor]
    case .dependent(let factors): factors
    }
  }

  /// What was found and what to do.
  public var description: String {
    switch self {
    case .constant(let factor):
      "\(factor) has one value only: it says nothing, and its variance inflation factor, which is "
        + "undefined, is given as \(Multicollinearity.greatestInflation) (leave it out)"
    case .dependent(let factors):
      "\(factors.joined(separator: ", ")) determine each other but for rounding: their variance "
        + "inflation factors have no meaning beyond that (leave one of them out)"
    }
  }
}

extension CollinearityWarning {
  /// Which of some factors determine each other, given that all of them are determined.
  ///
  /// Vectors x of length 1 for which `X x` nearly vanishes name the columns of X that depend on each other. Columns are
  /// connected by the projection onto all of these vectors, which does not depend on how they are chosen.
  ///
  /// - Parameter columns: the standardised columns of the factors.
  static func dependencies(
    among names: [String], columns: [[Double]]
  ) throws -> [CollinearityWarning] {
    let (values, vectors) = try LeastSquares.singularValues(of: columns)
    // A tolerance t of one of p columns brings the least singular value to sqrt(p t) or below.
    let limit = (Double(names.count) * Multicollinearity.dependenceTolerance).squareRoot()
    let null = zip(values, vectors).filter { $0.0 <= limit }.map(\.1)
    var groups = Array(names.indices)
    for one in names.indices {
      let links = names.indices.map { other in
        other == one ? 0 : abs(null.reduce(0) { $0 + $1[one] * $1[other] })
      }
      let strongest = links.max() ?? 0
      // Weak links are those of rounding; every factor has its strongest one.
      for other in names.indices where links[other] > 1e-3 || links[other] == strongest {
        let (old, new) = (groups[other], groups[one])
        for index in groups.indices where groups[index] == old { groups[index] = new }
      }
    }
    return names.indices.filter { groups.firstIndex(of: groups[$0]) == $0 }.map { first in
      .dependent(factors: names.indices.filter { groups[$0] == groups[first] }.map { names[$0] })
    }
  }
}
