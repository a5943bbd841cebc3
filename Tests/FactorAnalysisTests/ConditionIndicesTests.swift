import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct ConditionIndicesTests {
  /// Scripts/reference-values/collinearity.py: numpy.linalg.svd of the intercept and the factors, scaled to length 1.
  @Test func agreesWithNumpy() throws {
    let diagnosis = try ConditionIndices(FourFactors.table, names: FourFactors.names)
    #expect(diagnosis.terms == ["intercept"] + FourFactors.names)
    let expected: [Double] = [
      1.0, 5.440072119474883, 5.563300877573929, 96.10378684087542, 142.07412552102514,
    ]
    #expect(relativeDifference(diagnosis.dimensions.map(\.conditionIndex), expected) < 1e-10)
    let proportions = diagnosis.dimensions.map(\.varianceProportions)
    let third = [
      0.9602957767495991, 0.9851638920573317, 0.0016741185260908274, 0.02687592452205223,
      0.03941535494430215,
    ]
    let fourth = [
      0.035326999394705134, 0.013968162312905789, 0.9973640482355822, 0.9723645539931722,
      0.03732396948375675,
    ]
    #expect(largestDifference(proportions[3], third) < 1e-10)
    #expect(largestDifference(proportions[4], fourth) < 1e-10)
    #expect(abs(diagnosis.conditionNumber - 142.07412552102514) < 1e-9)
    #expect(diagnosis.dependencies() == [["intercept", "elevation"], ["slope", "relief"]])
  }

  @Test func proportionsOfATermAddUpToOneAndSquaresToTheTerms() throws {
    let diagnosis = try ConditionIndices(FourFactors.columns, names: FourFactors.names)
    for term in diagnosis.terms.indices {
      let sum = diagnosis.dimensions.reduce(0) { $0 + $1.varianceProportions[term] }
      #expect(abs(sum - 1) < 1e-14)
    }
    let squares = diagnosis.dimensions.reduce(0) { $0 + $1.singularValue * $1.singularValue }
    #expect(abs(squares - 5) < 1e-13)
  }

  @Test func columnsAtRightAnglesHaveIndexOne() throws {
    let columns: [[Double]] = [[1, 1, -1, -1], [5, -5, 5, -5]]
    let diagnosis = try ConditionIndices(columns, names: ["a", "b"])
    #expect(diagnosis.dimensions.allSatisfy { abs($0.conditionIndex - 1) < 1e-14 })
    #expect(diagnosis.dependencies().isEmpty)
  }

  @Test func scaleDoesNotMatter() throws {
    let one = try ConditionIndices(FourFactors.columns, names: FourFactors.names)
    let scaled = FourFactors.columns.enumerated().map { index, column in
      column.map { $0 * [1e150, 1e-150, -3, 1][index] }
    }
    let other = try ConditionIndices(scaled, names: FourFactors.names)
    #expect(
      relativeDifference(
        other.dimensions.map(\.conditionIndex), one.dimensions.map(\.conditionIndex)) < 1e-12)
  }

  @Test func dependentConstantAndZeroColumnsStayFinite() throws {
    let a: [Double] = [1, 2, 4, 8, 16, 32]
    let columns = [a, a.map { 3 * $0 }, a.map { _ in 7 }, a.map { _ in 0 }]
    let diagnosis = try ConditionIndices(columns, names: ["a", "b", "c", "d"])
    #expect(diagnosis.conditionNumber <= 0x1p52 && diagnosis.conditionNumber > 1e14)
    for dimension in diagnosis.dimensions {
      #expect(dimension.varianceProportions.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func unusableTablesThrow() {
    #expect(throws: FactorAnalysisError.noFactors) { try ConditionIndices([], names: []) }
    #expect(throws: FactorAnalysisError.tooFewSamples(samples: 2, factors: 2)) {
      try ConditionIndices([[1, 2], [2, 1]], names: ["a", "b"])
    }
  }
}
