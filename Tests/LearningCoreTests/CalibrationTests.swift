import Foundation
import LearningCore
import Testing

@Suite struct CalibrationTests {
  private let labels = EvaluationSample.labels
  private let probabilities = EvaluationSample.probabilities

  /// evaluation.py: SciPy's minimize of the likelihood with Platt's targets.
  @Test func plattEqualsTheReference() throws {
    let platt = try PlattScaling(probabilities: probabilities, labels: labels)
    #expect(abs(platt.slope + 1.702_347_989_504_793_5) < 1e-6)
    #expect(abs(platt.offset + 0.025_792_374_342_819_13) < 1e-6)
    let same = PlattScaling(slope: -1, offset: 0)
    for probability in [0.001, 0.25, 0.5, 0.9] {
      #expect(abs(same.calibrated(probability) - probability) < 1e-15)
    }
  }

  /// evaluation.py: SciPy's minimize_scalar of the likelihood.
  @Test func temperatureEqualsTheReference() throws {
    let scaling = try TemperatureScaling(probabilities: probabilities, labels: labels)
    #expect(abs(scaling.temperature - 0.484_774_229_136_391) < 1e-6)
    #expect(scaling.calibrated(0.5) == 0.5)
    #expect(scaling.calibrated(0.7) > 0.7 && scaling.calibrated(0.3) < 0.3)
  }

  @Test func temperatureStaysInItsRange() throws {
    let sure = try TemperatureScaling(
      probabilities: [0.4, 0.45, 0.55, 0.6], labels: [false, false, true, true])
    #expect(abs(sure.temperature - TemperatureScaling.range.lowerBound) < 1e-12)
    let inverted = try TemperatureScaling(
      probabilities: [0.4, 0.45, 0.55, 0.6], labels: [true, true, false, false])
    #expect(abs(inverted.temperature - TemperatureScaling.range.upperBound) < 1e-12)
    let silent = try TemperatureScaling(probabilities: [0.5, 0.5], labels: [true, false])
    #expect(silent.temperature == 1)
    #expect(TemperatureScaling(temperature: .nan).temperature == 1)
    #expect(TemperatureScaling(temperature: 0).temperature == 0.05)
  }

  /// evaluation.py: scikit-learn's IsotonicRegression(out_of_bounds="clip").
  @Test func isotonicEqualsTheReference() throws {
    let isotonic = try IsotonicCalibration(probabilities: probabilities, labels: labels)
    let expected = [
      0, 0, 0, 0.265_384_615_384_615_8, 0.461_538_461_538_461_56, 0.642_857_142_857_142_8, 1, 1, 1,
    ]
    for (probability, value) in zip([0, 0.1, 0.25, 0.333, 0.5, 0.62, 0.75, 0.9, 1], expected) {
      #expect(abs(isotonic.calibrated(probability) - value) < 1e-12)
    }
  }

  @Test func isotonicNeverFallsAndKeepsTheMean() throws {
    let isotonic = try IsotonicCalibration(probabilities: probabilities, labels: labels)
    let curve = isotonic.calibrated((0...1000).map { Double($0) / 1000 })
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 <= $1 })
    let mean = isotonic.calibrated(probabilities).reduce(0, +) / 60
    #expect(abs(mean - Double(labels.count { $0 }) / 60) < 1e-12)
    let inverted = try IsotonicCalibration(
      probabilities: [0.1, 0.2, 0.3, 0.4], labels: [true, true, false, false])
    #expect(inverted.calibrated([0, 0.25, 1]) == [0.5, 0.5, 0.5])
    let equal = try IsotonicCalibration(
      probabilities: [0.3, 0.3, 0.3], labels: [true, false, false])
    #expect(equal.probabilities == [0.3] && equal.calibrated(0.9) == 1.0 / 3)
  }

  /// By hand: at equal chances of 0.5 the probability is the prevalence itself; evaluation.py for the others.
  @Test func prevalenceCorrectionByHand() throws {
    let correction = try PrevalenceCorrection(samplePrevalence: 0.5, prevalence: 0.01)
    #expect(abs(correction.calibrated(0.5) - 0.01) < 1e-15)
    #expect(abs(correction.calibrated(0.2) - 0.002_518_891_687_657_430_7) < 1e-15)
    #expect(abs(correction.calibrated(0.9) - 0.083_333_333_333_333_36) < 1e-15)
    #expect(correction.calibrated([0, 1]) == [0, 1])
    let back = try PrevalenceCorrection(samplePrevalence: 0.01, prevalence: 0.5)
    let none = try PrevalenceCorrection(samplePrevalence: 0.3, prevalence: 0.3)
    for probability in [0.001, 0.4, 0.999] {
      #expect(abs(back.calibrated(correction.calibrated(probability)) - probability) < 1e-12)
      #expect(abs(none.calibrated(probability) - probability) < 1e-15)
    }
  }

  /// Every map: 0...1, never falling, certain probabilities and NaN stated, the same after it was stored.
  @Test func everyCalibratorIsARisingMapOfProbabilities() throws {
    try check(PlattScaling(probabilities: probabilities, labels: labels))
    try check(TemperatureScaling(probabilities: probabilities, labels: labels))
    try check(IsotonicCalibration(probabilities: probabilities, labels: labels))
    try check(PrevalenceCorrection(samplePrevalence: 0.5, prevalence: 0.02))
  }

  private func check(_ calibrator: some Calibrator) throws {
    let values = calibrator.calibrated((0...500).map { Double($0) / 500 })
    #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(calibrator.calibrated(.nan).isNaN)
    let stored = try JSONEncoder().encode(calibrator)
    #expect(try JSONDecoder().decode(type(of: calibrator), from: stored) == calibrator)
  }

  /// The loss of the samples that it is fitted to does not grow.
  @Test func fittingLowersTheLoss() throws {
    func loss(_ probabilities: [Double]) -> Double {
      zip(labels, probabilities).reduce(0) { $0 - log($1.0 ? $1.1 : 1 - $1.1) }
    }
    let scaling = try TemperatureScaling(probabilities: probabilities, labels: labels)
    let platt = try PlattScaling(probabilities: probabilities, labels: labels)
    #expect(loss(scaling.calibrated(probabilities)) < loss(probabilities))
    #expect(loss(platt.calibrated(probabilities)) < loss(probabilities))
  }

  @Test func whatCannotBeFittedThrows() {
    let fits: [([Double], [Bool]) throws -> Void] = [
      { _ = try PlattScaling(probabilities: $0, labels: $1) },
      { _ = try TemperatureScaling(probabilities: $0, labels: $1) },
      { _ = try IsotonicCalibration(probabilities: $0, labels: $1) },
    ]
    for fit in fits {
      #expect(throws: EstimatorError.noSamples) { try fit([], []) }
      #expect(throws: EstimatorError.labelCount(samples: 2, labels: 1)) {
        try fit([0.5, 0.5], [true])
      }
      #expect(throws: EstimatorError.oneClass(label: false, count: 2)) {
        try fit([0.5, 0.6], [false, false])
      }
      #expect(throws: CalibrationError.notAProbability(sample: 1, value: 1.5)) {
        try fit([0.5, 1.5], [true, false])
      }
      #expect(throws: CalibrationError.self) { try fit([0.5, .nan], [true, false]) }
    }
    for prevalence in [0, 1, -0.5] {
      #expect(throws: CalibrationError.prevalence(prevalence)) {
        try PrevalenceCorrection(samplePrevalence: 0.5, prevalence: prevalence)
      }
    }
    #expect(throws: CalibrationError.self) {
      try PrevalenceCorrection(samplePrevalence: .nan, prevalence: 0.5)
    }
  }

  @Test(arguments: [
    #"{"probabilities": [], "shares": []}"#, #"{"probabilities": [0.5], "shares": [0.1, 0.2]}"#,
    #"{"probabilities": [0.5, 0.4], "shares": [0.1, 0.2]}"#,
    #"{"probabilities": [0.5, 0.6], "shares": [0.3, 0.2]}"#, #"{"temperature": 0}"#,
    #"{"samplePrevalence": 0, "prevalence": 0.5}"#,
  ])
  func brokenFilesAreNotRead(text: String) {
    let decoder = JSONDecoder()
    let data = Data(text.utf8)
    #expect(throws: DecodingError.self) {
      try decoder.decode(IsotonicCalibration.self, from: data)
    }
    #expect(throws: DecodingError.self) { try decoder.decode(TemperatureScaling.self, from: data) }
    #expect(throws: DecodingError.self) {
      try decoder.decode(PrevalenceCorrection.self, from: data)
    }
  }
}
