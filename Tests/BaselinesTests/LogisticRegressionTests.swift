import Baselines
import Foundation
import LearningCore
import TestSupport
import Testing

@Suite struct LogisticRegressionTests {
  private func fit(
    _ regression: LogisticRegression, _ samples: Matrix, _ labels: [Bool]
  ) throws -> LogisticRegressionModel {
    var generator = SplitMix64(seed: 1)
    return try regression.fitted(to: samples, labels: labels, using: &generator)
  }

  /// One binary factor: the odds are those of the two groups, 1:3 and 3:1.
  @Test func oneBinaryFactorGivesTheLogOddsOfItsGroups() throws {
    let samples = Matrix((0..<8).map { [$0 < 4 ? 0 : 10] })
    let labels = [true, false, false, false, true, true, true, false]
    let model = try fit(LogisticRegression(penalty: 1e-9), samples, labels)
    #expect(abs(model.intercept + log(3)) < 1e-6)
    #expect(abs(model.coefficients[0] - 2 * log(3) / 10) < 1e-7)
    #expect(largestDifference(model.probabilities(for: Matrix([[0], [10]])), [0.25, 0.75]) < 1e-7)
  }

  /// The gradient of the penalised likelihood, in the original columns with population deviation s: each coefficient's
  /// share is lambda s^2 w.
  @Test(arguments: [0.01, 10]) func theGradientVanishes(penalty: Double) throws {
    var generator = SplitMix64(seed: 3)
    let samples = Matrix(
      (0..<80).map { _ in
        [
          Float(generator.normal()), Float(100 + 20 * generator.normal()),
          Float(generator.normal()),
        ]
      })
    let labels = (0..<80).map { samples[$0, 0] + Float(generator.normal()) > 0 }
    let model = try fit(
      LogisticRegression(penalty: penalty, classWeights: .weights(absence: 1, landslide: 2)),
      samples, labels)
    let residuals = zip(model.probabilities(for: samples), labels).map {
      $0.1 ? 2 * ($0.0 - 1) : $0.0
    }
    #expect(abs(residuals.reduce(0, +)) < 1e-5)
    for column in 0..<3 {
      let values = samples.column(column).map(Double.init)
      let mean = values.reduce(0, +) / 80
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 80
      let gradient = zip(values, residuals).reduce(0) { $0 + $1.0 * $1.1 }
      let ridge = penalty * variance * model.coefficients[column]
      #expect(abs(gradient + ridge) < 1e-4 * variance.squareRoot() * 10)
    }
  }

  /// scikit-learn 1.9.1 with the same penalty, values by Scripts/reference-values/support_vectors.py.
  @Test(arguments: [
    (0.1, [-0.6041347426493446, -2.058825763346412, 4.140529091155671], -0.5076803409650887),
    (5.0, [-0.172416733242979, -0.4387941812340308, 1.2878123146387521], -0.1901341181245469),
  ]) func equalsScikitLearn(penalty: Double, coefficients: [Double], intercept: Double) throws {
    let model = try fit(
      LogisticRegression(penalty: penalty), WholeNumberSamples.samples, WholeNumberSamples.labels)
    #expect(largestDifference(model.coefficients, coefficients) < 1e-6)
    #expect(abs(model.intercept - intercept) < 1e-6)
  }

  @Test func separatedClassesStayFinite() throws {
    let samples = Matrix((0..<20).map { [Float($0), 5, Float($0)] })
    let labels = (0..<20).map { $0 >= 10 }
    for penalty in [1e-3, 1e-9] {
      let model = try fit(LogisticRegression(penalty: penalty), samples, labels)
      #expect(model.coefficients.allSatisfy(\.isFinite) && model.intercept.isFinite)
      let probabilities = model.probabilities(for: samples)
      #expect(probabilities[9] < 0.5 && probabilities[10] > 0.5)
      #expect(probabilities[0] < 0.01 && probabilities[19] > 0.99)
      // The constant column says nothing, and equal columns share alike.
      #expect(model.coefficients[1] == 0)
      #expect(abs(model.coefficients[0] - model.coefficients[2]) < 1e-6)
    }
  }

  @Test func theIterationLimitIsAnError() {
    let samples = Matrix((0..<20).map { [Float($0)] })
    #expect(throws: LogisticRegressionError.notConverged(iterations: 1)) {
      try fit(LogisticRegression(maximumIterations: 1), samples, (0..<20).map { $0 >= 10 })
    }
  }

  @Test func storedRegressionsAreTheSameAndBrokenOnesAreNotRead() throws {
    let samples = Matrix((0..<20).map { [Float($0) / 3] })
    let model = try fit(LogisticRegression(), samples, (0..<20).map { $0 % 3 == 0 || $0 > 12 })
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(LogisticRegressionModel.self, from: data) == model)
    for json in ["{}", #"{"coefficients": [], "intercept": 0}"#, #"{"coefficients": [1]}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(LogisticRegressionModel.self, from: Data(json.utf8))
      }
    }
  }

  @Test func aRowThatIsNotFiniteHasNoProbability() throws {
    let samples = Matrix((0..<20).map { [Float($0)] })
    let model = try fit(LogisticRegression(), samples, (0..<20).map { $0 % 3 == 0 || $0 > 12 })
    #expect(model.probabilities(for: Matrix([[.nan], [1]])).map(\.isNaN) == [true, false])
  }
}
