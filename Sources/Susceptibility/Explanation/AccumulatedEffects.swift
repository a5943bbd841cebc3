/// Accumulated local effects of a factor: how the probability changes with it, other things being as they are there.
///
/// Levels v_0 ... v_K of the factor are taken in order. A step goes from one level to the next, for samples that are near
/// to both:
/// ```
/// effect(v_0) = 0
/// effect(v_k) = effect(v_(k-1)) + mean over samples of step k of f(x with v_k) - f(x with v_(k-1))
/// ```
/// and the effects are then moved by a constant so that their mean over the samples is 0. Unlike a partial dependence,
/// which sets the factor to each level in every sample, no sample is moved farther than one step: combinations that do
/// not occur with correlated factors (steep valley floors) count for nothing.
///
/// - *Classes*: levels are the classes, in the order of the factor's values; categories in the order of what the model
///   sees of them, their encoded value. Samples of step k are those of class k-1 and of class k.
/// - *Values* (raw encoding): levels are quantiles of the samples. Samples of step k are those between v_(k-1) and v_k.
///
/// For models that see a window, the whole window of the factor's planes is set to the level.
///
/// Source: Apley and Zhu (2020), Visualizing the effects of predictor variables in black box supervised learning models,
/// J. R. Stat. Soc. B 82, Eq. (15) and (16); classes as in their package ALEPlot.
struct AccumulatedEffects: Equatable, Sendable {
  /// The effect of each level, as a difference of probability.
  let effects: [Double]

  /// - Parameters:
  ///   - levels: their steps hold positions of samples in `inputs`.
  ///   - planes: the planes of the factor.
  init(
    of levels: EffectLevels, planes: [Int], in inputs: SampleInputs,
    probabilities: (SampleInputs) throws -> [Double]
  ) rethrows {
    var sums = [0.0]
    for (index, samples) in levels.steps.enumerated() {
      let part = inputs.selecting(samples)
      let before = try probabilities(part.setting(planes, to: levels.levels[index].encoded))
      let after = try probabilities(part.setting(planes, to: levels.levels[index + 1].encoded))
      let change = zip(before, after).reduce(0) { $0 + $1.1 - $1.0 }
      sums.append(sums[index] + change / Double(max(1, samples.count)))
    }
    let weights = levels.weights
    let total = weights.reduce(0, +)
    let mean = zip(sums, weights).reduce(0) { $0 + $1.0 * $1.1 } / max(total, 1)
    effects = sums.map { $0 - mean }
  }
}
