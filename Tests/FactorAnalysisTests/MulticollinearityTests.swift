import LearningCore
import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct MulticollinearityTests {
  private func names(_ count: Int) -> [String] { (0..<count).map { "f\($0)" } }

  private func randomColumns(_ count: Int, rows: Int, seed: UInt64 = 6) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<rows).map { _ in generator.normal() } }
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithStatsmodels() throws {
    for expected in try ReferenceData.golden("vif")["cases"].elements {
      let shape = expected["x"].shape
      let data = expected["x"].doubles
      let columns = (0..<shape[1]).map { column in
        (0..<shape[0]).map { data[$0 * shape[1] + column] }
      }
      let factors = try Multicollinearity(columns, names: names(shape[1])).factors
      for (factor, reference) in zip(factors, expected["vif"].doubles) {
        #expect(abs(factor.varianceInflationFactor - reference) <= 1e-9 * reference)
      }
      for (factor, reference) in zip(factors, expected["tolerance"].doubles) {
        #expect(abs(factor.tolerance - reference) <= 1e-9 * reference)
      }
    }
  }

  /// Two factors with correlation r: VIF = 1 / (1 - r^2); here r = 4 / 5, so 25 / 9.
  @Test func twoFactorsFollowTheirCorrelation() throws {
    let columns: [[Double]] = [[-3, -1, 1, 3], [-3, 1, -1, 3]]
    let analysis = try Multicollinearity(columns, names: ["a", "b"])
    #expect(analysis.factors.map(\.name) == ["a", "b"])
    #expect(abs(analysis.factors[0].varianceInflationFactor - 25.0 / 9) < 1e-12)
    #expect(abs(analysis.factors[1].tolerance - 0.36) < 1e-12)
  }

  @Test func uncorrelatedFactorsHaveOne() throws {
    let columns: [[Double]] = [[1, 1, -1, -1], [1, -1, 1, -1]]
    for factor in try Multicollinearity(columns, names: names(2)).factors {
      #expect(abs(factor.varianceInflationFactor - 1) < 1e-12)
    }
    #expect(try Multicollinearity([[1, 2, 3]], names: ["a"]).factors[0].tolerance == 1)
  }

  @Test func scaleAndOriginDoNotMatter() throws {
    var columns = randomColumns(4, rows: 40)
    columns[3] = zip(columns[0], columns[3]).map { $0 + 0.3 * $1 }
    let factors = try Multicollinearity(columns, names: names(4)).factors
    columns[0] = columns[0].map { $0 * 1e9 + 1e10 }
    columns[1] = columns[1].map { $0 * 1e200 }
    columns[2] = columns[2].map { $0 * 1e-200 }
    let others = try Multicollinearity(columns, names: names(4)).factors
    for (one, other) in zip(factors, others) {
      #expect(abs(one.tolerance - other.tolerance) < 1e-8 * one.tolerance)
    }
  }

  @Test func moreRowsThanABlockAgreeWithTheInverseCorrelationOfTwo() throws {
    var columns = randomColumns(2, rows: 20_000)
    columns[1] = zip(columns[0], columns[1]).map { $0 + 0.5 * $1 }
    let analysis = try Multicollinearity(columns, names: names(2))
    let correlation = try CorrelationMatrix(columns, names: names(2)).coefficients[0][1]
    let expected = 1 / (1 - correlation * correlation)
    #expect(abs(analysis.factors[0].varianceInflationFactor - expected) < 1e-9 * expected)
  }

  @Test func dependentFactorsAreNamedAndTheOthersKeepTheirValues() throws {
    var columns = randomColumns(5, rows: 60)
    columns[2] = zip(columns[0], columns[1]).map { 2 * $0 - 3 * $1 + 5 }
    let analysis = try Multicollinearity(columns, names: names(5))
    let factors = analysis.factors
    for index in 0...2 {
      #expect(factors[index].isDetermined)
      #expect(factors[index].varianceInflationFactor == Multicollinearity.greatestInflation)
    }
    #expect(analysis.warnings == [.dependent(factors: ["f0", "f1", "f2"])])
    let alone = try Multicollinearity(
      [0, 1, 3, 4].map { columns[$0] }, names: names(4)
    ).factors
    #expect(abs(factors[3].tolerance - alone[2].tolerance) < 1e-9)
    #expect(abs(factors[4].tolerance - alone[3].tolerance) < 1e-9)
  }

  @Test func separateDependenciesAreToldApart() throws {
    var columns = randomColumns(6, rows: 50)
    columns[3] = columns[0].map { 7 - 2 * $0 }
    // Rounded as in a table in single precision, and far from 0.
    columns[5] = zip(columns[1], columns[2]).map { Double(Float(50 + $0 - $1)) }
    let analysis = try Multicollinearity(columns, names: names(6))
    #expect(
      analysis.warnings == [
        .dependent(factors: ["f0", "f3"]), .dependent(factors: ["f1", "f2", "f5"]),
      ])
    #expect(analysis.factors.allSatisfy { $0.varianceInflationFactor.isFinite })
    #expect(!analysis.factors[4].isDetermined)
    #expect(analysis.warnings.allSatisfy { !$0.description.isEmpty })
  }

  @Test func nearlyDependentFactorsHaveNoWarning() throws {
    let a: [Double] = (0..<64).map { $0 % 2 == 0 ? 1 : -1 }
    let b = a.indices.map { a[$0] + 0x1p-10 * ($0 / 2 % 2 == 0 ? 1 : -1) }
    #expect(try Multicollinearity([a, b], names: ["a", "b"]).warnings.isEmpty)
  }

  /// b = a + e with e at right angles to a and to the intercept, |e|^2 = t |a|^2: R2 = 1 / (1 + t), VIF = 1 + 1 / t.
  @Test(arguments: [0.0, 0x1p20]) func aGreatInflationKeepsItsDigits(origin: Double) throws {
    let a: [Double] = (0..<4_000).map { origin + ($0 % 2 == 0 ? 1 : -1) }
    let b = a.indices.map { a[$0] + 0x1p-20 * ($0 / 2 % 2 == 0 ? 1 : -1) }
    for factor in try Multicollinearity([a, b], names: ["a", "b"]).factors {
      #expect(abs(factor.varianceInflationFactor / (1 + 0x1p40) - 1) < 1e-8)
    }
  }

  @Test func aConstantFactorIsNamedAndChangesNothing() throws {
    let columns = randomColumns(3, rows: 30)
    let alone = try Multicollinearity(columns, names: names(3)).factors
    let constant = Array(repeating: 0.1, count: 30)
    let analysis = try Multicollinearity(columns + [constant], names: names(4))
    #expect(analysis.factors[3].varianceInflationFactor == Multicollinearity.greatestInflation)
    #expect(analysis.warnings == [.constant(factor: "f3")])
    for (one, other) in zip(analysis.factors, alone) {
      #expect(abs(one.tolerance - other.tolerance) < 1e-14)
    }
  }

  @Test func theWorstGoesUntilAllAreBelow() throws {
    var columns = randomColumns(5, rows: 80)
    columns[1] = zip(columns[0], columns[1]).map { $0 + 0.01 * $1 }
    columns[4] = columns[2]
    let analysis = try Multicollinearity(columns, names: names(5))
    #expect(analysis.suspects().map(\.name) == ["f0", "f1", "f2", "f4"])
    let (kept, removed) = try analysis.removingWorst(maximum: 10)
    #expect(removed.map(\.name).first == "f4")
    #expect(removed.count == 2 && removed[0].isDetermined)
    #expect(kept.factors.map(\.name).contains("f2") && kept.factors.count == 3)
    #expect(kept.factors.allSatisfy { $0.varianceInflationFactor <= 10 })
    let columnsKept = kept.factors.compactMap { names(5).firstIndex(of: $0.name) }
    let again = try Multicollinearity(
      columnsKept.map { columns[$0] }, names: kept.factors.map(\.name))
    for (one, other) in zip(kept.factors, again.factors) {
      #expect(abs(one.tolerance - other.tolerance) < 1e-12)
    }
  }

  @Test func twiceTheSameFactorLeavesOne() throws {
    let column = randomColumns(1, rows: 9)[0]
    let constant = Array(repeating: 1.0, count: 9)
    let analysis = try Multicollinearity([column, column, constant], names: names(3))
    let (kept, removed) = try analysis.removingWorst()
    #expect(removed.map(\.name) == ["f2", "f1"])
    #expect(kept.factors.map(\.name) == ["f0"] && kept.factors[0].tolerance == 1)
  }

  @Test func tablesOfSamplesGiveTheSame() throws {
    let columns = randomColumns(3, rows: 20).map { $0.map { Double(Float($0)) } }
    let rows = (0..<20).map { row in columns.map { Float($0[row]) } }
    #expect(
      try Multicollinearity(Matrix(rows), names: names(3))
        == Multicollinearity(columns, names: names(3)))
  }

  @Test func unusableTablesThrow() {
    #expect(throws: FactorAnalysisError.noFactors) { try Multicollinearity([], names: []) }
    #expect(throws: FactorAnalysisError.tooFewSamples(samples: 2, factors: 2)) {
      try Multicollinearity([[1, 2], [2, 1]], names: names(2))
    }
    #expect(throws: FactorAnalysisError.tooFewSamples(samples: 0, factors: 1)) {
      try Multicollinearity([[]], names: names(1))
    }
    #expect(throws: FactorAnalysisError.notFinite(factor: "f1", row: 2)) {
      try Multicollinearity([[1, 2, 3], [1, 2, .nan]], names: names(2))
    }
  }
}
