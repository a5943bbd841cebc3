import Foundation
import GeoRaster
import LearningCore

/// Turns scores into probabilities and draws landslides from them.
///
/// Landslides arrive at each cell as rare events with the rate `exp(sharpness * score)`; the first `landslides` cells that are hit
/// make the inventory. A cell is among them with the probability
///
///     p = 1 - exp(-time * rate),  time such that the sum of p is the number of landslides
///
/// which is what `probabilities` holds. The sharpness is set so that ranking cells by p tells landslides from other cells with
/// an expected area under the ROC curve of ``targetAreaUnderCurve``, the best that any model can expect.
package struct LandslideDraw {
  /// The expected area under the ROC curve of the true probability.
  package static let targetAreaUnderCurve = 0.915

  /// The probability of each cell to be hit.
  package let probabilities: [Double]
  /// The cells that are hit, in row-major order.
  package let cells: [Int]

  package init(scores: [Double], landslides: Int, streams: RandomStreams) {
    var generator = streams.stream("calibration")
    let highest = scores.max() ?? 0
    let sample = (0..<min(5_000, scores.count)).map { _ in
      scores[generator.integer(below: scores.count)] - highest
    }.sorted()
    let expected = Double(landslides) / Double(scores.count)
    var (low, high) = (0.05, 20.0)
    for _ in 0..<24 {
      let middle = (low + high) / 2
      let area = Self.areaUnderCurve(Self.probabilities(sample, sharpness: middle, mean: expected))
      if area < Self.targetAreaUnderCurve { low = middle } else { high = middle }
    }
    let sharpness = (low + high) / 2
    probabilities = Self.probabilities(
      scores.map { $0 - highest }, sharpness: sharpness, mean: expected)

    var draws = streams.stream("landslides")
    // The time of a rare event of rate r is -ln(u) / r; logarithms keep small rates apart.
    let times = scores.map { log(-log(1 - draws.uniform())) - sharpness * $0 }
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    cells = order.prefix(landslides).sorted()
  }

  /// The probabilities of scores of at most 0, whose mean is `mean`.
  private static func probabilities(
    _ scores: [Double], sharpness: Double, mean: Double
  ) -> [Double] {
    let rates = scores.map { exp(sharpness * $0) }
    let wanted = mean * Double(rates.count)
    // The expected number grows with time ever more slowly, so Newton's steps from below never go too far.
    var time = wanted / rates.reduce(0, +)
    for _ in 0..<200 {
      var (number, growth) = (0.0, 0.0)
      for rate in rates {
        let missed = exp(-time * rate)
        number += 1 - missed
        growth += rate * missed
      }
      let step = (wanted - number) / growth
      guard step > 1e-12 * time else { break }
      time += step
    }
    return rates.map { -expm1(-time * $0) }
  }

  /// The expected area under the ROC curve of rising probabilities themselves.
  private static func areaUnderCurve(_ probabilities: [Double]) -> Double {
    var othersBelow = 0.0
    var pairs = 0.0
    var total = 0.0
    for probability in probabilities {
      pairs += probability * (othersBelow + (1 - probability) / 2)
      othersBelow += 1 - probability
      total += probability
    }
    return pairs / (total * othersBelow)
  }
}
