import LearningCore
import Testing

@testable import Susceptibility

/// Made-up samples whose inputs are uniform random numbers.
struct MadeUpInputs {
  let inputs: SampleInputs
  let window: Int

  init(count: Int, window: Int, planes: Int, seed: UInt64 = 3) {
    var random = SplitMix64(seed: seed)
    self.window = window
    inputs = SampleInputs(
      count: count, window: window, planes: planes,
      values: (0..<count * window * window * planes).map { _ in Float(random.uniform()) })
  }

  /// The mean of a plane over the window of each sample.
  func means(_ inputs: SampleInputs, plane: Int) -> [Double] {
    let size = window * window
    return (0..<inputs.count).map { sample in
      (0..<size).reduce(0) {
        $0 + Double(inputs.values[(sample * size + $1) * inputs.planes + plane])
      } / Double(size)
    }
  }

  /// A model that is linear in the means of the planes.
  func linear(_ weights: [Double]) -> (SampleInputs) -> [Double] {
    { inputs in
      weights.enumerated().reduce([Double](repeating: 0, count: inputs.count)) { sums, weight in
        zip(sums, means(inputs, plane: weight.offset)).map { $0 + weight.element * $1 }
      }
    }
  }
}

@Suite struct PermutationImportanceTests {
  private static func importance(
    _ planes: [Int], _ made: MadeUpInputs, weights: [Double]
  ) -> PermutationImportance {
    let model = made.linear(weights)
    // Labels that the model ranks perfectly.
    let scores = model(made.inputs)
    let middle = scores.sorted()[scores.count / 2]
    return PermutationImportance(
      of: planes, in: made.inputs, labels: scores.map { $0 >= middle }, area: 1, repeats: 20,
      streams: RandomStreams(seed: 5), probabilities: model)
  }

  @Test(arguments: [1, 5]) func plantedFactorsRankAboveOthers(window: Int) {
    let made = MadeUpInputs(count: 200, window: window, planes: 3)
    let weights = [1.0, 4, 0]
    let decreases = (0..<3).map { Self.importance([$0], made, weights: weights).decrease }
    #expect(decreases[1] > 2 * decreases[0])
    #expect(decreases[0] > 0.005)
    #expect(decreases[2] == 0, "what the model does not use changes nothing")
    // A group of both is as good as all that the model knows: nothing is left but chance.
    let group = Self.importance([0, 1], made, weights: weights)
    #expect(abs(group.meanPermutedArea - 0.5) < 0.05)
    #expect(group.deviation > 0 && group.deviation < 0.1)
    #expect(group.permutedAreas.count == 20)
  }

  /// Two samples with windows of 3 x 3 cells and two planes, exchanged by hand.
  @Test func wholeWindowsAreExchanged() {
    let inputs = SampleInputs(
      count: 2, window: 3, planes: 2, values: (0..<36).map { Float($0) })
    let exchanged = inputs.exchanging([1], order: [1, 0])
    let expected: [Float] = (0..<36).map { Float($0 % 2 == 0 ? $0 : ($0 + 18) % 36) }
    #expect(exchanged.values == expected)
    let set: [Float] = (0..<36).map { Float($0 % 2 == 0 ? -1 : $0) }
    #expect(inputs.setting([0], to: [-1]).values == set)
    let second: [Float] = (18..<36).map { Float($0) }
    #expect(inputs.selecting([1]).values == second)
  }
}
