import Metrics
import Testing

@Suite struct McNemarTestTests {
  /// evaluation.py: statsmodels' mcnemar, exact and corrected.
  @Test(arguments: [
    (86, 150, 3.715_936_139_571_386_6e-05, 16.817_796_610_169_49, 4.114_562_281_345_944e-05),
    (3, 12, 0.035_156_25, 4.266_666_666_666_667, 0.038_867_103_812_417_31),
    (
      900, 1100, 8.457_089_535_503_81e-06, 19.8005, 8.596_018_738_181_874e-06
    ),
    (0, 5, 0.0625, 3.2, 0.073_638_270_120_302_65),
  ])
  func equalsTheReference(
    first: Int, second: Int, exact: Double, statistic: Double, pValue: Double
  ) {
    for test in [
      McNemarTest(onlyFirstRight: first, onlySecondRight: second),
      McNemarTest(onlyFirstRight: second, onlySecondRight: first),
    ] {
      #expect(abs(test.exactPValue / exact - 1) < 1e-10)
      #expect(abs(test.chiSquared - statistic) < 1e-12)
      #expect(abs(test.chiSquaredPValue / pValue - 1) < 1e-10)
    }
  }

  @Test func equalCountsShowNoDifference() {
    let test = McNemarTest(onlyFirstRight: 7, onlySecondRight: 7)
    #expect(test.exactPValue == 1 && test.chiSquared == 0 && test.chiSquaredPValue == 1)
  }

  @Test func onlyDisagreementsCount() {
    let test = McNemarTest(
      labels: [true, true, true, false, false, false],
      first: [0.9, 0.5, 0.1, 0.1, 0.4, 0.9], second: [0.9, 0.4, 0.8, 0.2, .nan, 0.2])
    #expect(test == McNemarTest(onlyFirstRight: 1, onlySecondRight: 2))
  }

  @Test func modelsThatNeverDisagree() {
    let test = McNemarTest(labels: [], first: [], second: [])
    #expect(test.exactPValue == 1 && test.chiSquared.isNaN && test.chiSquaredPValue == 1)
  }

  @Test func manyDisagreementsStayInRange() {
    let test = McNemarTest(onlyFirstRight: 200_000, onlySecondRight: 201_000)
    #expect(abs(test.exactPValue / test.chiSquaredPValue - 1) < 1e-3)
  }
}
