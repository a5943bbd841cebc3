import TestSupport
import Testing

@testable import FactorAnalysis

/// Expected values: Scripts/reference-values/class_breaks.py.
@Suite struct SpreadBreaksTests {
  private let distances: [Double] = [2, 3, 5, 5, 8, 13, 21, 34, 55, 89, 144, 486]

  /// numpy.geomspace(2, 486, 6): each limit three times the one before.
  @Test func geometricLimitsGrowByOneRatio() throws {
    let breaks = try Breaks.geometric(values: distances, classes: 5)
    #expect(relativeDifference(breaks.upperLimits, [6, 18, 54, 162, 486]) < 1e-15)
    #expect(breaks.counts == [4, 2, 2, 3, 1])
    #expect(breaks.upperLimits.last == 486 && breaks.method == .geometric)
    #expect(
      try Breaks.geometric(values: distances.map { Float($0) }, classes: 5).counts
        == breaks.counts)
  }

  /// mapclassify.StdMean with multiples -1, 0, 1, whose first class, below the minimum, is empty.
  @Test func standardDeviationsAgreeWithMapclassify() throws {
    let even = try Breaks.standardDeviation(values: distances, classes: 4)
    #expect(
      relativeDifference(even.upperLimits, [72.08333333333333, 209.40144995133517, 486]) < 1e-15)
    #expect(even.counts == [9, 2, 1])
    let symmetric = try Breaks.standardDeviation(
      values: (1...21).map { Float($0) }, classes: 5)
    #expect(
      relativeDifference(
        symmetric.upperLimits,
        [1.6927447655068573, 7.897581588502286, 14.102418411497714, 20.30725523449314, 21])
        < 1e-15)
    #expect(symmetric.counts == [1, 6, 7, 6, 1])
  }

  @Test func oneClassHoldsAll() throws {
    #expect(try Breaks.geometric(values: distances, classes: 1).counts == [12])
    #expect(try Breaks.standardDeviation(values: distances, classes: 1).counts == [12])
  }

  @Test func limitsOutsideTheValuesAreLeftOut() throws {
    let breaks = try Breaks.standardDeviation(values: [1, 2] as [Double], classes: 1_000)
    #expect(breaks.upperLimits == [1.5, 2] && breaks.counts == [1, 1])
  }

  @Test func extremeMagnitudesNeitherOverflowNorVanish() throws {
    let wide = try Breaks.geometric(values: [1e-300, 1e300], classes: 4)
    #expect(wide.upperLimits.count == 4 && abs(wide.upperLimits[1] - 1) < 1e-12)
    let huge = try Breaks.standardDeviation(values: [-1.7e308, 1.6e308, 1.7e308], classes: 2)
    #expect(huge.counts == [1, 2])
    let tiny = [1.0, 2, 3].map { $0 * .leastNonzeroMagnitude }
    #expect(try Breaks.standardDeviation(values: tiny, classes: 2).counts == [2, 1])
    #expect(try Breaks.geometric(values: tiny, classes: 2).counts.reduce(0, +) == 3)
  }

  @Test func unusableInputThrows() {
    #expect(throws: FactorAnalysisError.notPositive(minimum: 0)) {
      try Breaks.geometric(values: [0, 1, 2] as [Float], classes: 3)
    }
    #expect(throws: FactorAnalysisError.noValues) {
      try Breaks.geometric(values: [.nan] as [Float], classes: 3)
    }
    #expect(throws: FactorAnalysisError.constant(value: 2)) {
      try Breaks.standardDeviation(values: [2, 2] as [Double], classes: 3)
    }
    #expect(throws: FactorAnalysisError.classCount(found: 0, maximum: 1_000)) {
      try Breaks.standardDeviation(values: [1, 2] as [Double], classes: 0)
    }
  }
}
