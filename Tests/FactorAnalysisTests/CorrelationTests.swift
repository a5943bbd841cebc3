import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct CorrelationTests {
  let columns: [[Double]] = [[1, 2, 3, 4, 5], [2, 1, 4, 3, 7], [5, 5, 5, 5, 5]]

  /// scipy.stats.pearsonr and spearmanr of the first two columns, scipy 1.17: 0.8241634 and 0.8.
  @Test func agreesWithScipy() throws {
    let pearson = try CorrelationMatrix(columns, names: ["a", "b", "c"])
    #expect(abs(pearson.coefficients[0][1] - 0.8241633836921339) < 1e-12)
    #expect(pearson.coefficients[0][1] == pearson.coefficients[1][0])
    #expect(pearson.coefficients[0][0] == 1)
    let spearman = try CorrelationMatrix(columns, names: ["a", "b", "c"], method: .spearman)
    #expect(abs(spearman.coefficients[0][1] - 0.8) < 1e-12)
  }

  @Test func constantFactorsHaveNone() throws {
    let matrix = try CorrelationMatrix(columns, names: ["a", "b", "c"])
    #expect(matrix.coefficients[2].allSatisfy { $0.isNaN })
  }

  /// Scripts/reference-values/collinearity.py: numpy.corrcoef and scipy.stats.spearmanr, with ties.
  @Test func fourFactorsAgreeWithScipy() throws {
    let pearson = try CorrelationMatrix(FourFactors.table, names: FourFactors.names)
    #expect(
      largestDifference(
        pearson.coefficients[0],
        [1, 0.9719186135121343, 0.9717345388789967, 0.4842407511605832]) < 1e-13)
    for spearman in [
      try CorrelationMatrix(FourFactors.table, names: FourFactors.names, method: .spearman),
      try CorrelationMatrix(FourFactors.columns, names: FourFactors.names, method: .spearman),
    ] {
      #expect(
        largestDifference(
          spearman.coefficients[3],
          [0.5265313520914635, 0.4053256062942416, 0.4452547004263383, 1]) < 1e-13)
    }
  }

  @Test func tiesShareTheirMeanRank() {
    #expect(Ranks.of([30, 10, 30, 20] as [Double]) == [3.5, 1, 3.5, 2])
    #expect(Ranks.of([30, -0.0, 30, 0, -20] as [Float]) == [4.5, 2.5, 4.5, 2.5, 1])
    #expect(Ranks.of([] as [Float]).isEmpty)
  }

  @Test func unusableTablesThrow() {
    #expect(throws: FactorAnalysisError.notFinite(factor: "a", row: 0)) {
      try CorrelationMatrix([[.infinity, 1]], names: ["a"], method: .spearman)
    }
    #expect(throws: FactorAnalysisError.noFactors) { try CorrelationMatrix([], names: []) }
  }
}
