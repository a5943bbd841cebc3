import Testing

@testable import Susceptibility

@Suite struct MeanIntervalTests {
  /// Mean 2, sd 1, n = 3: half width t(0.975, 2) / sqrt(3) = 4.302652730 / 1.7320508 = 2.484138.
  @Test func threeValues() {
    let interval = MeanInterval([1, 2, 3])
    #expect(interval.mean == 2)
    #expect(abs(interval.high - 4.484138) < 1e-5)
    #expect(abs(interval.low + 0.484138) < 1e-5)
  }

  @Test func oneValueHasNoInterval() {
    let interval = MeanInterval([0.5])
    #expect(interval.mean == 0.5)
    #expect(interval.low.isNaN && interval.high.isNaN)
  }

  /// Tabulated quantiles: 2.228139 (10), 2.042272 (30), 1.983972 (100).
  @Test(arguments: [(10, 2.228139), (30, 2.042272), (100, 1.983972)])
  func studentQuantiles(degrees: Int, quantile: Double) {
    #expect(abs(MeanInterval.studentQuantile(degreesOfFreedom: degrees) - quantile) < 1e-4)
  }
}
