import LearningCore
import Metrics
import TestSupport
import Testing

@Suite struct AreaUnderCurveIntervalTests {
  /// V10 = (1, 3/4), V01 = (3/4, 1): both variances 1/32, so the variance of the area is 1/32/2 + 1/32/2 = 1/32.
  @Test func varianceByHand() {
    let interval = areaUnderCurveInterval(
      labels: [true, true, false, false], scores: [0.9, 0.5, 0.5, 0.1], confidence: 0.5)
    #expect(interval.area == 3.5 / 4)
    #expect(abs(interval.standardError - (1.0 / 32).squareRoot()) < 1e-15)
    // The upper quartile of the normal distribution is 0.6744897501960817 (scipy.stats.norm.ppf(0.75)).
    let reach = 0.674_489_750_196_081_7 * (1.0 / 32).squareRoot()
    #expect(abs(interval.low - (0.875 - reach)) < 1e-12)
    #expect(abs(interval.high - (0.875 + reach)) < 1e-12)
  }

  @Test func limitsStayBetweenZeroAndOne() {
    let interval = areaUnderCurveInterval(
      labels: [true, true, false, false], scores: [0.9, 0.5, 0.5, 0.1])
    #expect(interval.high == 1 && interval.low < 0.875)
  }

  @Test func equalsTheSumOverPairs() {
    var generator = SplitMix64(seed: 4)
    let labels = (0..<150).map { _ in generator.uniform() < 0.3 }
    let scores = labels.map { ($0 ? 0.8 : 0) + (generator.normal() * 8).rounded() / 8 }
    let positives = zip(labels, scores).filter { $0.0 }.map(\.1)
    let negatives = zip(labels, scores).filter { !$0.0 }.map(\.1)
    func win(_ a: Double, _ b: Double) -> Double { a > b ? 1 : a == b ? 0.5 : 0 }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func variance(_ values: [Double]) -> Double {
      let center = mean(values)
      return values.map { ($0 - center) * ($0 - center) }.reduce(0, +) / Double(values.count - 1)
    }
    let v10 = positives.map { p in mean(negatives.map { win(p, $0) }) }
    let v01 = negatives.map { n in mean(positives.map { win($0, n) }) }
    let expected = variance(v10) / Double(v10.count) + variance(v01) / Double(v01.count)
    let interval = areaUnderCurveInterval(labels: labels, scores: scores)
    #expect(abs(interval.standardError - expected.squareRoot()) < 1e-12)
    #expect(abs(interval.area - mean(v10)) < 1e-12)
    #expect(interval.low < interval.area && interval.area < interval.high)
  }

  @Test func fewSamplesHaveNoInterval() {
    let single = areaUnderCurveInterval(labels: [true, false, false], scores: [0.5, 0.1, 0.9])
    #expect(single.area == 0.5 && single.low.isNaN && single.high.isNaN)
    #expect(areaUnderCurveInterval(labels: [true, true], scores: [0.5, 0.1]).area.isNaN)
    #expect(areaUnderCurveInterval(labels: [true, false], scores: [.nan, 0.1]).low.isNaN)
  }

  @Test func aPerfectSeparationIsAPoint() {
    let interval = areaUnderCurveInterval(
      labels: [true, true, false, false], scores: [4, 3, 2, 1])
    #expect(interval.low == 1 && interval.high == 1)
  }

  /// scipy.stats.norm.ppf
  @Test func normalQuantiles() {
    #expect(abs(standardNormalQuantile(0.975) - 1.959_963_984_540_054) < 1e-12)
    #expect(abs(standardNormalQuantile(0.5)) < 1e-12)
    #expect(abs(standardNormalQuantile(0.001) + 3.090_232_306_167_813_6) < 1e-12)
  }
}
