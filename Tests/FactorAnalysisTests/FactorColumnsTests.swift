import LearningCore
import Testing

@testable import FactorAnalysis

@Suite struct FactorColumnsTests {
  /// The columns of a table with two for one factor, "b".
  private static let columns: [[Double]] = [
    [1, 2, 3, 4, 5, 6, 7, 8, 9], [4, 1, 5, 2, 9, 3, 8, 6, 7], [2, 7, 1, 6, 3, 8, 4, 5, 9],
    [8, 3, 9, 2, 1, 7, 4, 6, 5],
  ]

  private func analysis(
    _ columns: [[Double]], _ factors: [String] = ["a", "b", "b", "c"]
  ) throws -> Multicollinearity {
    let names = columns.indices.map { "column \($0)" }
    return try Multicollinearity(
      FactorMoments(columns, names: names, threads: 1), factors: factors)
  }

  /// NumPy 2: with R = corrcoef of the columns, g = det(R[b, b]) det(R[ac, ac]) / det(R), and sqrt(g) of b; the diagonal of
  /// inv(R) of a and c.
  @Test func agreesWithTheDeterminants() throws {
    let found = try analysis(Self.columns).factors
    #expect(found.map(\.name) == ["a", "b", "c"])
    let expected = [5.877736444441422, 2.575863932884799, 1.3812286201995332]
    for (factor, value) in zip(found, expected) {
      #expect(abs(factor.varianceInflationFactor / value - 1) < 1e-12, "\(factor.name)")
    }
  }

  @Test func whatSpansTheSamePlaneIsTheSame() throws {
    var turned = Self.columns
    turned[1] = zip(Self.columns[1], Self.columns[2]).map { 0.6 * $0 - 0.8 * $1 }
    turned[2] = zip(Self.columns[1], Self.columns[2]).map { 0.8 * $0 + 3 * $1 }
    for (one, other) in zip(try analysis(turned).factors, try analysis(Self.columns).factors) {
      #expect(abs(one.tolerance - other.tolerance) < 1e-12)
    }
  }

  /// Eastness beside an aspect as sine and cosine.
  @Test func aFactorThatRepeatsOneColumnIsNamedWithIt() throws {
    let found = try analysis(
      Self.columns + [Self.columns[1].map { 2 * $0 + 1 }], ["a", "b", "b", "c", "d"])
    #expect(found.warnings == [.dependent(factors: ["b", "d"])])
    #expect(found.factors.map(\.isDetermined) == [false, true, false, true])
    let (kept, removed) = try found.removingWorst()
    #expect(removed.map(\.name) == ["d"])
    #expect(kept.factors == (try analysis(Self.columns).factors))
  }

  @Test func removalTakesAllColumnsOfAFactor() throws {
    let found = try analysis(
      [Self.columns[1]] + Self.columns, ["d", "a", "b", "b", "c"]
    ).removingWorst(maximum: 10)
    #expect(found.removed.map(\.name) == ["b"])
    let rest = try analysis([1, 0, 3].map { Self.columns[$0] }, ["d", "a", "c"])
    #expect(found.kept.factors.map(\.name) == ["d", "a", "c"])
    for (one, other) in zip(found.kept.factors, rest.factors) {
      #expect(abs(one.tolerance - other.tolerance) < 1e-12)
    }
  }

  @Test func constantAndRepeatedColumnsOfAFactorSayNothing() throws {
    let constant = [Double](repeating: 3, count: 9)
    let single = try analysis([0, 1, 3].map { Self.columns[$0] }, ["a", "b", "c"]).factors
    for extra in [constant, Self.columns[1].map { -2 * $0 }] {
      var columns = Self.columns
      columns[2] = extra
      let found = try analysis(columns)
      #expect(found.warnings.isEmpty)
      for (one, other) in zip(found.factors, single) {
        #expect(abs(one.tolerance - other.tolerance) < 1e-12)
      }
    }
    let none = try analysis([Self.columns[0], constant, constant, Self.columns[3]])
    #expect(none.warnings == [.constant(factor: "b")])
  }
}
