import Foundation
import LearningCore
import Testing

/// Expected: Scripts/reference-values/logarithmic_pool.py (SLSQP of SciPy).
@Suite struct LogarithmicPoolTests {
  private static let labels = "1010010110111100100001111111000111110001".map { $0 == "1" }
  private static let strong = [
    0.899, 0.14, 0.375, 0.088, 0.269, 0.726, 0.468, 0.88, 0.517, 0.239, 0.467, 0.745, 0.462, 0.45,
    0.755, 0.275, 0.838, 0.823, 0.447, 0.247, 0.28, 0.564, 0.89, 0.661, 0.941, 0.658, 0.656, 0.641,
    0.408, 0.307, 0.592, 0.61, 0.784, 0.95, 0.681, 0.822, 0.639, 0.39, 0.163, 0.257,
  ]
  private static let middling = [
    0.961, 0.409, 0.887, 0.218, 0.735, 0.789, 0.321, 0.475, 0.763, 0.216, 0.64, 0.305, 0.577, 0.723,
    0.114, 0.326, 0.812, 0.248, 0.195, 0.195, 0.535, 0.324, 0.622, 0.594, 0.72, 0.675, 0.424, 0.945,
    0.349, 0.105, 0.156, 0.71, 0.804, 0.368, 0.819, 0.36, 0.169, 0.513, 0.711, 0.672,
  ]
  private static let weak = [
    0.448, 0.763, 0.274, 0.544, 0.533, 0.752, 0.549, 0.458, 0.671, 0.227, 0.714, 0.361, 0.308,
    0.433, 0.487, 0.648, 0.472, 0.654, 0.706, 0.449, 0.253, 0.735, 0.593, 0.118, 0.291, 0.56, 0.219,
    0.359, 0.14, 0.575, 0.535, 0.569, 0.825, 0.437, 0.453, 0.893, 0.198, 0.652, 0.195, 0.583,
  ]

  private static func weights(_ models: [[Double]]) throws -> [Double] {
    try LogarithmicPool(probabilities: models, labels: labels).weights
  }

  @Test func weightsAreThoseOfLeastLoss() throws {
    for models in [[Self.strong, Self.middling], [Self.strong, Self.middling, Self.weak]] {
      let weights = try Self.weights(models)
      // The loss is flat about its least value: 1e-9 of it is about 1e-4 of a weight.
      #expect(abs(weights[0] - 0.44148) < 2e-4 && abs(weights[1] - 0.55852) < 2e-4)
      #expect(weights.count == 2 || weights[2] == 0, "what adds nothing has no weight")
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    }
    #expect(try Self.weights([Self.strong, Self.weak]) == [1, 0])
  }

  @Test func poolsAreMeansOfLogOdds() throws {
    let models = [Self.strong, Self.middling, Self.weak]
    let pool = try #require(LogarithmicPool(weights: [0.5, 0.3, 0.2]))
    let pooled = pool.pooled { models[$0] }
    for (found, expected) in zip(pooled, [0.88211929, 0.31340772, 0.54186176]) {
      #expect(abs(found - expected) < 1e-8)
    }
    // A model without weight is not asked.
    let first = try #require(LogarithmicPool(weights: [1, 0]))
    let alone = first.pooled { $0 == 0 ? [0.25, .nan, 0, 1] : [] }
    #expect(abs(alone[0] - 0.25) < 1e-15 && alone[1].isNaN)
    #expect(abs(alone[2] - 0.001) < 1e-15 && abs(alone[3] - 0.999) < 1e-15)
    // Log odds of opposite sign cancel.
    let opposite = LogarithmicPool(equal: 2).pooled { $0 == 0 ? [0.9] : [0.1] }
    #expect(abs(opposite[0] - 0.5) < 1e-15)
    for weights in [[0.5, 0.4], [1.5, -0.5], [.nan, 1]] {
      #expect(LogarithmicPool(weights: weights) == nil)
    }
  }

  @Test func equalModelsCountTheSame() throws {
    #expect(try Self.weights([Self.strong, Self.strong]) == [0.5, 0.5])
    #expect(try Self.weights([Self.weak]) == [1])
  }

  /// A model that is always certain of the contrary, and one that is always right.
  @Test func certaintyIsFinite() throws {
    let right = Self.labels.map { $0 ? 1.0 : 0 }
    #expect(try Self.weights([right.map { 1 - $0 }, right]) == [0, 1])
  }

  @Test func unusableSamplesAreErrors() {
    #expect(throws: EstimatorError.oneClass(label: true, count: 2)) {
      try LogarithmicPool(probabilities: [[0.2, 0.3]], labels: [true, true])
    }
    #expect(throws: EstimatorError.labelCount(samples: 1, labels: 2)) {
      try LogarithmicPool(probabilities: [[0.2, 0.3], [0.1]], labels: [true, false])
    }
    #expect(throws: CalibrationError.notAProbability(sample: 1, value: 1.5)) {
      try LogarithmicPool(probabilities: [[0.2, 1.5]], labels: [true, false])
    }
  }
}
