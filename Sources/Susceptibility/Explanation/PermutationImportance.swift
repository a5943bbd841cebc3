import LearningCore
import Metrics

/// How much worse a fitted model ranks samples when a factor is exchanged among them.
///
/// ```
/// decrease = AUC - AUC with the factor's inputs of sample s replaced by those of sample order(s)
/// ```
/// Nothing is fitted again. For models that see a window it is the whole window of the factor that is exchanged, so that
/// it stays a window as there are in the area; all planes of a factor, and all factors of a group, move together.
/// Factors that say the same as another look unimportant, because the model still has the other; and exchanged samples
/// may combine what never occurs together.
///
/// Source: Breiman (2001), Random forests; Fisher, Rudin and Dominici (2019), JMLR 20, for any model.
struct PermutationImportance: Equatable, Sendable {
  /// The AUC as it is.
  let area: Double
  /// The AUC of each repetition.
  let permutedAreas: [Double]

  /// The mean over the repetitions.
  var meanPermutedArea: Double {
    permutedAreas.reduce(0, +) / Double(max(1, permutedAreas.count))
  }
  /// The mean decrease of the AUC.
  var decrease: Double { area - meanPermutedArea }
  /// The standard deviation of the decrease over the repetitions.
  var deviation: Double { standardDeviation(permutedAreas) }

  /// Measures one factor or group.
  ///
  /// - Parameters:
  ///   - planes: the planes of the factor.
  ///   - area: the AUC of the inputs as they are.
  ///   - streams: stream `index` makes the order of repetition `index`.
  init(
    of planes: [Int], in inputs: SampleInputs, labels: [Bool], area: Double, repeats: Int,
    streams: RandomStreams, probabilities: (SampleInputs) throws -> [Double]
  ) rethrows {
    self.area = area
    permutedAreas = try (0..<repeats).map { repetition in
      var generator = streams.stream("order", index: repetition)
      let order = generator.permutation(of: inputs.count)
      let scores = try probabilities(inputs.exchanging(planes, order: order))
      return areaUnderCurve(labels: labels, scores: scores)
    }
  }
}

extension SampleInputs {
  /// With the planes of each sample, its whole window of them, replaced by those of sample `order[sample]`.
  func exchanging(_ changed: [Int], order: [Int]) -> SampleInputs {
    var result = self
    let size = window * window
    for (sample, donor) in order.enumerated() {
      for cell in 0..<size {
        for plane in changed {
          result.values[(sample * size + cell) * planes + plane] =
            values[(donor * size + cell) * planes + plane]
        }
      }
    }
    return result
  }

  /// With planes set to a value each, in the whole window of each sample.
  func setting(_ changed: [Int], to encoded: [Float]) -> SampleInputs {
    var result = self
    for (plane, value) in zip(changed, encoded) {
      for place in stride(from: plane, to: values.count, by: planes) {
        result.values[place] = value
      }
    }
    return result
  }

  /// Some of the samples.
  func selecting(_ samples: [Int]) -> SampleInputs {
    let size = window * window * planes
    return SampleInputs(
      count: samples.count, window: window, planes: planes, directions: directions,
      values: samples.flatMap { values[$0 * size..<($0 + 1) * size] })
  }
}
