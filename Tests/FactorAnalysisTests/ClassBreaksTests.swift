import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct ClassBreaksTests {
  /// numpy.quantile([1, 2, 4, 8, 16, 32], [0.25, 0.5, 0.75, 1]), numpy 2.4.
  @Test func quantilesInterpolateAsNumpyDoes() throws {
    let breaks = try Breaks.quantile(values: [32, 1, 16, 2, 8, 4] as [Float], classes: 4)
    #expect(breaks.upperLimits == [2.5, 6, 14, 32])
    #expect(breaks.counts == [2, 1, 1, 2])
  }

  @Test func aQuantileThatIsAValueIsExactlyIt() throws {
    // Rank 3 of 0...6 in 10ths would be 0.3 * 10 = 2.9999999999999996 in floating point.
    let values = (0...10).map { Float($0) * 0.1 }
    let breaks = try Breaks.quantile(values: values, classes: 10)
    #expect(breaks.upperLimits == values.dropFirst().map(Double.init))
  }

  /// mapclassify.Quantiles([0, 0, 0, 0, 1, 2, 3, 4], k=4): bins 0, 0.5, 2.25, 4.
  @Test func quantilesThatFallTogetherAreMerged() throws {
    let breaks = try Breaks.quantile(values: [0, 0, 0, 0, 1, 2, 3, 4] as [Float], classes: 4)
    #expect(breaks.upperLimits == [0, 0.5, 2.25, 4])
    let merged = try Breaks.quantile(values: [0, 0, 0, 0, 0, 0, 3, 4] as [Float], classes: 4)
    #expect(merged.upperLimits == [0, 0.75, 4])
    #expect(merged.counts == [6, 0, 2])
  }

  @Test func equalBreaksKeepEmptyClasses() throws {
    let breaks = try Breaks.equal(values: [0, 1, 10] as [Float], classes: 5)
    #expect(breaks.upperLimits == [2, 4, 6, 8, 10])
    #expect(breaks.counts == [2, 0, 0, 0, 1])
    #expect(breaks.sumOfSquaredDeviations == 0.5)
  }

  @Test func aValueOnALimitBelongsToTheClassBelow() throws {
    let breaks = try Breaks.equal(values: [0, 10] as [Double], classes: 2)
    #expect(breaks.index(of: 5) == 0)
    #expect(breaks.index(of: 5.000001) == 1)
    #expect(breaks.index(of: -3) == 0)
    #expect(breaks.index(of: .infinity) == 1)
    #expect(breaks.index(of: .nan) == nil)
  }

  @Test func extremeRangesStayAscending() throws {
    let wide = try Breaks.equal(values: [-1.7e308, 1.7e308], classes: 4)
    #expect(wide.upperLimits.last == 1.7e308 && wide.upperLimits.count == 4)
    let narrow = try Breaks.equal(values: [1, Double(1).nextUp], classes: 7)
    #expect(zip(narrow.upperLimits, narrow.upperLimits.dropFirst()).allSatisfy { $0 < $1 })
    let wideQuantiles = try Breaks.quantile(values: [-1.7e308, 1.7e308], classes: 4)
    #expect(wideQuantiles.upperLimits.allSatisfy { $0.isFinite })
  }

  @Test(arguments: BreakMethod.allCases) func everyMethodIsReachedByName(method: BreakMethod) throws
  {
    let breaks = try Breaks.breaks(by: method, values: [1, 2, 4, 8], classes: 2)
    #expect(breaks.method == method)
    #expect(breaks.counts.reduce(0, +) == 4)
  }
}
