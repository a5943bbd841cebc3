import LearningCore
import Metrics
import Testing

@Suite struct BootstrapIntervalTests {
  private let labels = EvaluationSample.labels
  private let scores = EvaluationSample.first

  @Test func theGeneratorDecidesAloneForAnyNumberOfThreads() {
    let intervals = [1, 2, 3, nil].map { threads in
      var generator = SplitMix64(seed: 1)
      return bootstrapInterval(
        labels: labels, predictions: scores, groups: EvaluationSample.groups, replicates: 150,
        threads: threads, using: &generator, of: areaUnderCurve)
    }
    #expect(intervals.allSatisfy { $0 == intervals[0] })
    #expect(intervals[0].definedReplicates == 150)
    var other = SplitMix64(seed: 2)
    let second = bootstrapInterval(
      labels: labels, predictions: scores, groups: EvaluationSample.groups, replicates: 150,
      using: &other, of: areaUnderCurve)
    #expect(second != intervals[0] && second.estimate == intervals[0].estimate)
  }

  /// Two estimates of one standard error: 1000 replicates know theirs within some 2 %, and DeLong's is that of large
  /// samples.
  @Test func agreesWithDeLong() {
    var generator = SplitMix64(seed: 3)
    let bootstrap = bootstrapInterval(
      labels: labels, predictions: scores, replicates: 1000, using: &generator,
      of: areaUnderCurve)
    let deLong = areaUnderCurveInterval(labels: labels, scores: scores)
    #expect(bootstrap.estimate == deLong.area)
    #expect(abs(bootstrap.standardError / deLong.standardError - 1) < 0.1)
    #expect(abs(bootstrap.low - deLong.low) < 0.03)
    #expect(abs(bootstrap.high - deLong.high) < 0.03)
  }

  @Test func groupsAndStrataStayWhole() {
    var generator = SplitMix64(seed: 4)
    // Samples 0 to 3 are one landslide, 4 and 5 one absence, the others are on their own.
    let groups = [0, 0, 0, 0, 1, 1, 2, 3, 4, 5]
    let strata = [true, true, true, true, false, false, true, true, false, false]
    let interval = bootstrapInterval(
      count: 10, groups: groups, strata: strata, replicates: 100, threads: 1, using: &generator
    ) { indices in
      let counts = (0..<10).map { index in indices.count { $0 == index } }
      let whole = Set(counts[0...3]).count == 1 && counts[4] == counts[5]
      // Three groups of landslides and three of absences are drawn.
      let landslides = counts[0] + counts[6] + counts[7]
      let absences = counts[4] + counts[8] + counts[9]
      return whole && landslides == 3 && absences == 3 ? 1 : 0
    }
    #expect(interval.low == 1 && interval.high == 1 && interval.standardError == 0)
  }

  /// Groups of equal samples carry the evidence of one: the interval widens by the square root of their size.
  @Test func repeatedSamplesAddNothing() {
    var generator = SplitMix64(seed: 5)
    let values = (0..<40).map { Double($0 * 17 % 41) }
    let tripled = (0..<120).map { values[$0 / 3] }
    @Sendable func mean(_ values: [Double], _ indices: [Int]) -> Double {
      indices.reduce(0) { $0 + values[$1] } / Double(indices.count)
    }
    let single = bootstrapInterval(count: 40, replicates: 400, using: &generator) {
      mean(values, $0)
    }
    let grouped = bootstrapInterval(
      count: 120, groups: (0..<120).map { $0 / 3 }, replicates: 400, using: &generator
    ) { mean(tripled, $0) }
    let blind = bootstrapInterval(count: 120, replicates: 400, using: &generator) {
      mean(tripled, $0)
    }
    // The standard error of a standard error from 400 replicates is 1 / sqrt(800) of it: 3.5 %.
    #expect(abs(grouped.standardError / single.standardError - 1) < 0.15)
    #expect(abs(single.standardError / blind.standardError / 3.0.squareRoot() - 1) < 0.15)
  }

  @Test func undefinedReplicatesAreLeftOutAndCounted() {
    var generator = SplitMix64(seed: 6)
    // Without strata 9 of the 27 possible draws have one class only.
    let few = bootstrapInterval(count: 3, replicates: 200, threads: 1, using: &generator) {
      areaUnderCurve(labels: $0.map { $0 < 1 }, scores: $0.map(Double.init))
    }
    #expect(few.definedReplicates < 200 && few.definedReplicates > 100)
    #expect(few.estimate == 0 && few.low == 0 && few.high == 0)
    let none = bootstrapInterval(count: 3, replicates: 10, using: &generator) { _ in .nan }
    #expect(none.estimate.isNaN && none.low.isNaN && none.definedReplicates == 0)
    let empty = bootstrapInterval(
      labels: [], predictions: [], replicates: 10, using: &generator, of: brierScore)
    #expect(empty.estimate.isNaN && empty.high.isNaN && empty.standardError.isNaN)
    let oneClass = bootstrapInterval(
      labels: [true, true], predictions: [0.5, 0.6], replicates: 10, using: &generator,
      of: areaUnderCurve)
    #expect(oneClass.estimate.isNaN && oneClass.low.isNaN && oneClass.definedReplicates == 0)
  }
}
