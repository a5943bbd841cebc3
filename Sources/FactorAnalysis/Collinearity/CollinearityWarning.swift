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
  /// Vectors x of length 1 for which `X x` nearly vanishes name the columns of X that depend on each other. Factors are
  /// connected by the projection of their columns onto all of these vectors, which does not depend on how they are chosen.
  static func dependencies(among factors: [FactorColumns]) throws -> [CollinearityWarning] {
    let columns = factors.flatMap(\.varying)
    let owners = factors.indices.flatMap { index in factors[index].varying.map { _ in index } }
    let (values, vectors) = try LeastSquares.singularValues(of: columns)
    // A tolerance t of one of p columns brings the least singular value to sqrt(p t) or below.
    let limit = (Double(columns.count) * Multicollinearity.dependenceTolerance).squareRoot()
    let null = zip(values, vectors).filter { $0.0 <= limit }.map(\.1)
    var links = factors.map { _ in [Double](repeating: 0, count: factors.count) }
    for (one, owner) in owners.enumerated() {
      for (other, neighbour) in owners.enumerated() where owner != neighbour {
        let link = abs(null.reduce(0) { $0 + $1[one] * $1[other] })
        links[owner][neighbour] = max(links[owner][neighbour], link)
      }
    }
    var groups = Array(factors.indices)
    for one in factors.indices {
      let strongest = links[one].max() ?? 0
      // Weak links are those of rounding; every factor has its strongest one.
      for other in factors.indices where links[one][other] > 1e-3 || links[one][other] == strongest
      {
        let (old, new) = (groups[other], groups[one])
        for index in groups.indices where groups[index] == old { groups[index] = new }
      }
    }
    return factors.indices.filter { groups.firstIndex(of: groups[$0]) == $0 }.map { first in
      .dependent(
        factors: factors.indices.filter { groups[$0] == groups[first] }.map { factors[$0].name })
    }
  }
}
