import FactorAnalysis
import LearningCore
import Testing

@testable import Susceptibility

@Suite struct AccumulatedEffectsTests {
  /// A factor's values of samples, and inputs whose first plane holds them encoded in the whole window.
  private static func inputs(
    _ values: [Float], _ encoder: FactorEncoder, window: Int
  ) -> (made: MadeUpInputs, inputs: SampleInputs) {
    let planes = encoder.planeCount + 1
    let made = MadeUpInputs(count: values.count, window: window, planes: planes)
    var inputs = made.inputs
    for (plane, encoded) in encoder.encode(values).enumerated() {
      for (sample, value) in encoded.enumerated() {
        for cell in 0..<window * window {
          inputs.values[(sample * window * window + cell) * planes + plane] = value
        }
      }
    }
    return (made, inputs)
  }

  private static func randomValues(_ count: Int, _ value: (Double) -> Float) -> [Float] {
    var random = SplitMix64(seed: 9)
    return (0..<count).map { _ in value(random.uniform()) }
  }

  /// The effect of a model that is linear in the encoded value is its line, whatever else it depends on.
  @Test(arguments: [1, 3]) func theEffectOfALinearModelIsItsLine(window: Int) throws {
    let values = Self.randomValues(300) { Float(10 * $0 * $0) }
    let encoder = try FactorEncoder.scaled(factor: "slope", values: values, scale: .zScore)
    let (made, inputs) = Self.inputs(values, encoder, window: window)
    let levels = EffectLevels(of: encoder, values: values)
    #expect(levels.levels.count == 21)
    #expect(levels.levels.map(\.count).reduce(0, +) == 300)
    #expect(levels.levels.allSatisfy { $0.label.isEmpty })
    #expect(levels.steps.joined().sorted() == Array(0..<300))
    let effects = AccumulatedEffects(
      of: levels, planes: [0], in: inputs, probabilities: made.linear([0.2, -3])
    ).effects
    for (level, next) in zip(effects.indices, effects.indices.dropFirst()) {
      let change = Double(levels.levels[next].encoded[0] - levels.levels[level].encoded[0])
      #expect(abs(effects[next] - effects[level] - 0.2 * change) < 1e-6)
    }
    let mean = zip(effects, levels.weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(mean) < 1e-9)
    #expect(abs(levels.weights.reduce(0, +) - 300) < 1e-9)
  }

  /// Three classes of 10, 20 and 30 samples with the encoded values 0, 1 and 0.5: with a slope of 6 the effects are
  /// 0, 6, 3 less their mean over the samples, (20 x 6 + 30 x 3) / 60 = 3.5.
  @Test func classesStandInTheirOrderAndCategoriesInThatOfTheirEncoding() throws {
    let values =
      [Float](repeating: 1, count: 10) + [Float](repeating: 2, count: 20)
      + [Float](repeating: 3, count: 30)
    for scheme in [ClassScheme.breaks([1.5, 2.5]), .categories] {
      let classes = try FactorClasses(scheme: scheme, fittedTo: values, legend: [2: "shale"])
      // 60 landslides in all: ratios of 0, 2 and 1.
      let encoder = try FactorEncoder.weighted(
        table: ClassTable(
          factor: "rock", classes: classes, cells: [10, 20, 30], landslides: [0, 40, 30]),
        by: .frequencyRatio)
      let encoded = encoder.encode([1, 2, 3])[0].map(Double.init)
      let (made, inputs) = Self.inputs(values, encoder, window: 1)
      let levels = EffectLevels(of: encoder, values: values)
      let effects = AccumulatedEffects(
        of: levels, planes: [0], in: inputs, probabilities: made.linear([6, 2])
      ).effects
      let order = scheme == .categories ? [0, 2, 1] : [0, 1, 2]
      #expect(levels.levels.map(\.count) == order.map { [10, 20, 30][$0] })
      #expect(levels.steps.map(\.count) == (scheme == .categories ? [40, 50] : [30, 50]))
      let line = order.map { 6 * encoded[$0] }
      let mean = zip(line, levels.weights).reduce(0) { $0 + $1.0 * $1.1 } / 60
      for (effect, expected) in zip(effects, line) {
        #expect(abs(effect - (expected - mean)) < 1e-5)
      }
      if scheme == .categories {
        #expect(levels.levels.map(\.label) == ["1", "3", "shale"])
        #expect(levels.levels.map(\.value) == [1, 3, 2])
      } else {
        #expect(levels.levels.map(\.value) == [1.5, 2.5, 3])
      }
    }
  }

  @Test func anAspectInTwoPlanesHasItsSectors() throws {
    let values = Self.randomValues(200) { $0 < 0.1 ? -1 : Float(360 * $0) }
    let encoder = try FactorEncoder.sineCosine(factor: "aspect", values: values)
    let (made, inputs) = Self.inputs(values, encoder, window: 1)
    let levels = EffectLevels(of: encoder, values: values)
    #expect(levels.levels.map(\.label) == ["flat", "N", "NE", "E", "SE", "S", "SW", "W", "NW"])
    #expect(levels.levels.map(\.value) == [nil, 0, 45, 90, 135, 180, 225, 270, 315])
    // A model of the cosine, northness, alone.
    let effects = AccumulatedEffects(
      of: levels, planes: [0, 1], in: inputs, probabilities: made.linear([0, 1, 0])
    ).effects
    #expect(abs(effects[1] - effects[5] - 2) < 1e-6, "north 1, south -1")
    #expect(abs(effects[3] - effects[0]) < 1e-6, "east and flat ground 0")
  }

  @Test func aFactorOfOneValueHasNoEffect() throws {
    let encoder = try FactorEncoder.scaled(factor: "slope", values: [1, 2, 3])
    let values = [Float](repeating: 2, count: 5)
    let (made, inputs) = Self.inputs(values, encoder, window: 1)
    let levels = EffectLevels(of: encoder, values: values)
    let effects = AccumulatedEffects(
      of: levels, planes: [0], in: inputs, probabilities: made.linear([1, 1]))
    #expect(effects.effects == [0])
    #expect(EffectLevels(of: encoder, values: []).steps.isEmpty)
  }
}
