import Metrics
import TestSupport
import Testing

@Suite struct ReliabilityCurveTests {
  private let labels = EvaluationSample.labels
  private let probabilities = EvaluationSample.first

  /// evaluation.py: scikit-learn's calibration_curve(n_bins=5), and the errors with numpy.
  @Test func equalsTheReference() {
    let width = ReliabilityCurve(labels: labels, probabilities: probabilities, bins: 5)
    #expect(
      largestDifference(
        width.bins.map(\.landslideShare),
        [0, 0.352_941_176_470_588_26, 0.411_764_705_882_352_9, 1, 1]) < 1e-12)
    #expect(
      largestDifference(
        width.bins.map(\.meanProbability),
        [0.13, 0.344_705_882_352_941_2, 0.535_294_117_647_058_8, 0.737_777_777_777_777_8, 0.87])
        < 1e-12)
    #expect(abs(width.expectedCalibrationError - 0.1135) < 1e-12)
    #expect(abs(width.maximumCalibrationError - 0.262_222_222_222_222_13) < 1e-12)
    let count = ReliabilityCurve(
      labels: labels, probabilities: probabilities, bins: 5, binning: .equalCount)
    #expect(
      largestDifference(
        count.bins.map(\.landslideShare),
        [0, 0.307_692_307_692_307_8, 0.454_545_454_545_454_53, 0.5, 1]) < 1e-12)
    #expect(
      largestDifference(
        count.bins.map(\.meanProbability),
        [
          0.13, 0.329_230_769_230_769_16, 0.450_909_090_909_091, 0.589_166_666_666_666_7,
          0.803_333_333_333_333_2,
        ]) < 1e-12)
    #expect(count.bins.reduce(0) { $0 + $1.count } == 60)
  }

  @Test func limitsBelongToTheLowerBin() {
    let curve = ReliabilityCurve(
      labels: [true, false, true, true], probabilities: [0, 0.5, 0.75, 1], bins: 2)
    #expect(curve.bins.map(\.lower) == [0, 0.5] && curve.bins.map(\.upper) == [0.5, 1])
    #expect(curve.bins.map(\.count) == [2, 2])
    #expect(curve.bins.map(\.landslideShare) == [0.5, 1])
    #expect(curve.bins.map(\.meanProbability) == [0.25, 0.875])
    // (2 * 0.25 + 2 * 0.125) / 4
    #expect(curve.expectedCalibrationError == 0.1875)
  }

  @Test func probabilitiesThatHoldHaveNoError() {
    let labels = (0..<100).map { $0 % 10 < ($0 < 50 ? 2 : 7) }
    let probabilities = (0..<100).map { $0 < 50 ? 0.2 : 0.7 }
    for binning in [ReliabilityCurve.Binning.equalWidth, .equalCount] {
      let error = expectedCalibrationError(
        labels: labels, probabilities: probabilities, binning: binning)
      #expect(error < 1e-12)
    }
  }

  @Test func equalProbabilitiesAreOneBin() {
    for binning in [ReliabilityCurve.Binning.equalWidth, .equalCount] {
      let curve = ReliabilityCurve(
        labels: [true, false, false, false], probabilities: [0.5, 0.5, 0.5, 0.5],
        binning: binning)
      #expect(curve.bins.count == 1 && curve.expectedCalibrationError == 0.25)
    }
  }

  @Test func whatIsNoProbabilityIsUndefined() {
    for probabilities in [[0.5, .nan], [0.5, 1.1], [-0.1, 0.5]] {
      let curve = ReliabilityCurve(labels: [true, false], probabilities: probabilities)
      #expect(curve.bins.isEmpty && curve.expectedCalibrationError.isNaN)
      #expect(curve.maximumCalibrationError.isNaN)
    }
    #expect(ReliabilityCurve(labels: [], probabilities: []).expectedCalibrationError.isNaN)
    // One class is no obstacle.
    #expect(expectedCalibrationError(labels: [true], probabilities: [0.75]) == 0.25)
  }
}
