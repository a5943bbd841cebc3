import LearningCore
import TestSupport
import Testing

@testable import FactorAnalysis

@Suite struct NaturalBreaksTests {
  @Test func twoPairs() throws {
    let breaks = try Breaks.natural(values: [4, 5, 9, 10] as [Float], classes: 2)
    #expect(breaks.upperLimits == [5, 10])
    #expect(breaks.counts == [2, 2])
    #expect(breaks.sumOfSquaredDeviations == 1)
    // 26 squared deviations from the mean 7: 1 - 1/26.
    #expect(abs(breaks.goodnessOfFit - 25.0 / 26) < 1e-15)
  }

  @Test(.enabled(if: ReferenceData.isAvailable, Comment(rawValue: ReferenceData.comment)))
  func agreesWithExactArithmetic() throws {
    let cases = try ReferenceData.golden("natural_breaks")["cases"].elements
    #expect(cases.count == 8)
    for expected in cases {
      let classes = try #require(expected["k"].int)
      let name = Comment(rawValue: expected["case"].string ?? "")
      for breaks in [
        try Breaks.natural(values: expected["values"].doubles, classes: classes),
        try Breaks.natural(values: expected["values"].floats, classes: classes),
      ] {
        #expect(breaks.upperLimits == expected["upper_bounds"].doubles, name)
        #expect(breaks.counts == expected["class_counts"].ints, name)
        let squares = try #require(expected["ssd"].double)
        #expect(abs(breaks.sumOfSquaredDeviations - squares) <= 1e-12 * squares, name)
        #expect(abs(breaks.goodnessOfFit - (expected["gvf"].double ?? .nan)) < 1e-14, name)
      }
    }
  }

  /// All ways to cut the sorted values, each class's squares summed from its own mean.
  private func leastSquares(_ sorted: ArraySlice<Double>, classes: Int) -> Double {
    func squares(_ part: ArraySlice<Double>) -> Double {
      let mean = part.reduce(0, +) / Double(part.count)
      return part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    if classes == 1 { return squares(sorted) }
    return (sorted.startIndex + classes - 1..<sorted.endIndex).map {
      leastSquares(sorted[..<$0], classes: classes - 1) + squares(sorted[$0...])
    }.min() ?? .infinity
  }

  @Test(arguments: 1...4) func noOtherClassesAreBetter(classes: Int) throws {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<5 {
      let values = (0..<22).map { _ in generator.normal() }
      let breaks = try Breaks.natural(values: values, classes: classes)
      let least = leastSquares(values.sorted()[...], classes: classes)
      #expect(abs(breaks.sumOfSquaredDeviations - least) < 1e-12 * least)
    }
  }

  @Test func singleAndDoublePrecisionSumsAgreeOnManyValues() throws {
    var generator = SplitMix64(seed: 2)
    let distinct = DistinctValues((0..<20_000).map { _ in Float(generator.normal()) })
    let plain = FisherPartition<Double>(distinct, classes: 5, threads: 2).ends
    #expect(plain == FisherPartition<DoubleDouble>(distinct, classes: 5, threads: 1).ends)
    #expect(plain == FisherPartition<Double>(distinct, classes: 5, threads: 3).ends)
  }

  @Test func anOutlierDoesNotHideTheOthers() throws {
    let values = (0..<12).map { Double($0) * 0.25 } + [1e12]
    let breaks = try Breaks.natural(values: values, classes: 3)
    #expect(breaks.upperLimits == [1.25, 2.75, 1e12])
    #expect(breaks.sumOfSquaredDeviations == 2.1875)
  }

  @Test func anOutlierDoesNotHideManyOthers() throws {
    let values = (0..<20_000).map { Double($0) } + [1e14]
    let breaks = try Breaks.natural(values: values, classes: 3)
    #expect(breaks.upperLimits == [9_999, 19_999, 1e14])
  }

  @Test func repeatedValuesWeighAsOften() throws {
    let repeated = try Breaks.natural(values: [1, 1, 1, 2, 5, 5, 9] as [Double], classes: 3)
    let counted = try Breaks.natural(
      values: [9, 1, 5, 2, 7], counts: [1, 3, 2, 1, 0], classes: 3)
    #expect(repeated == counted)
  }

  @Test func fewerDistinctValuesThanClassesAreAClassEach() throws {
    let breaks = try Breaks.natural(values: [3, 1, 1, 2] as [Float], classes: 5)
    #expect(breaks.upperLimits == [1, 2, 3])
    #expect(breaks.goodnessOfFit == 1)
  }

  @Test func moreClassesThanDistinctValuesHaveNoDeviations() throws {
    let breaks = try Breaks.natural(values: [1, 2] as [Float], classes: 1_000)
    #expect(breaks.upperLimits == [1, 2] && breaks.sumOfSquaredDeviations == 0)
  }

  @Test func missingAndInfiniteValuesAreLeftOut() throws {
    let values: [Float] = [.nan, 4, .infinity, 5, 9, -.infinity, 10]
    #expect(try Breaks.natural(values: values, classes: 2).upperLimits == [5, 10])
  }

  @Test func extremeMagnitudesNeitherOverflowNorVanish() throws {
    let huge = [-1.7e308, -1.6e308, 1.6e308, 1.7e308]
    #expect(try Breaks.natural(values: huge, classes: 2).upperLimits == [-1.6e308, 1.7e308])
    let tiny = [1.0, 2, 18, 19].map { $0 * .leastNonzeroMagnitude }
    let breaks = try Breaks.natural(values: tiny, classes: 2)
    #expect(breaks.upperLimits == [tiny[1], tiny[3]])
    #expect(breaks.goodnessOfFit > 0.9)
  }

  @Test func unusableInputThrows() {
    #expect(throws: FactorAnalysisError.noValues) {
      try Breaks.natural(values: [.nan] as [Float], classes: 2)
    }
    #expect(throws: FactorAnalysisError.noValues) {
      try Breaks.natural(values: [] as [Double], classes: 2)
    }
    #expect(throws: FactorAnalysisError.constant(value: 3)) {
      try Breaks.natural(values: [3, 3] as [Float], classes: 2)
    }
    for classes in [0, -1, Int.max] {
      #expect(throws: FactorAnalysisError.classCount(found: classes, maximum: 1_000)) {
        try Breaks.natural(values: [1, 2] as [Float], classes: classes)
      }
    }
  }
}
