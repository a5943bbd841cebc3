import Testing

@testable import Susceptibility

@Suite struct RunningDeviationTests {
  /// numpy.std([[1, 4], [2, 4], [6, 4]], axis=0, ddof=1) of NumPy 2.4: sqrt(7), 0.
  @Test func itIsTheSampleDeviation() {
    var deviation = RunningDeviation(cells: 3)
    for map: [Float] in [[1, 4, 1], [2, 4, .nan], [6, 4, 1]] { deviation.add(map) }
    let found = deviation.deviations
    #expect(abs(found[0] - Float(7).squareRoot()) < 1e-6)
    #expect(found[1] == 0)
    #expect(found[2].isNaN)
  }

  @Test func oneMapHasNone() {
    var deviation = RunningDeviation(cells: 1)
    #expect(deviation.deviations[0].isNaN)
    deviation.add([0.5])
    #expect(deviation.deviations[0].isNaN)
  }

  /// Close values far from zero: the sum of squares minus the square of the sum would lose all digits.
  @Test func closeValuesKeepTheirDigits() {
    var deviation = RunningDeviation(cells: 1)
    for step in 0..<1_000 { deviation.add([100_000 + Float(step % 2) / 64]) }
    let expected = (1.0 / 128) * (1_000.0 / 999).squareRoot()
    #expect(abs(Double(deviation.deviations[0]) - expected) < 1e-9)
  }
}
