import LearningCore

/// Solves the dual problem of a support vector machine two samples at a time.
///
/// ```
/// minimise  1/2 sum_ij alpha_i alpha_j y_i y_j K_ij - sum_i alpha_i
/// subject to  0 <= alpha_i <= C_i,  sum_i alpha_i y_i = 0
/// ```
/// Source: Platt (1998), with the working set chosen by second-order information (Fan, Chen and Lin 2005, JMLR 6,
/// 1889-1918, WSS 2) and shrinking (Joachims 1998): samples at a bound that the others cannot move are left out until the
/// rest is solved, and looked at again then.
package struct SequentialMinimalOptimization {
  /// The solution.
  package struct Solution: Sendable {
    package let alphas: [Double]
    package let bias: Double
    /// The minimum of the dual problem as written above.
    package let objective: Double
    package let iterations: Int
    /// `sum_j alpha_j y_j K_ij + bias` of the training samples.
    package let decisionValues: [Double]
  }

  /// The least curvature along a step, for samples that coincide.
  private static let leastCurvature = 1e-12

  private let rows: KernelRows
  /// The largest violation of the optimality conditions that is let pass.
  private let tolerance: Double
  private let maximumIterations: Int
  /// Steps between two looks for samples to leave out.
  private let shrinkingInterval: Int
  /// 1 for landslides, -1 for absences.
  private let signs: [Double]
  /// `C_i`.
  private let bounds: [Double]
  private var alphas: [Double]
  private var iterations = 0

  // Of the samples that are looked at, `rows.places`, padded to the length of the kernel's rows:
  private var diagonal: [Float] = []
  /// -y_i times the gradient, `y_i - sum_j alpha_j y_j K_ij`: at the optimum those that may grow are below those that may
  /// shrink.
  private var forces: [Double] = []
  /// 0 where alpha_i y_i may grow, -infinity where it may not.
  private var growth: [Double] = []
  /// 0 where alpha_i y_i may shrink, -infinity where it may not.
  private var shrinkage: [Double] = []

  /// A problem at its start, where all alphas are 0.
  package init(
    rows: KernelRows, signs: [Double], bounds: [Double], tolerance: Double, maximumIterations: Int,
    shrinkingInterval: Int = 500
  ) {
    self.rows = rows
    self.signs = signs
    self.bounds = bounds
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    self.shrinkingInterval = shrinkingInterval
    alphas = Array(repeating: 0, count: signs.count)
    look(at: Array(signs.indices), forces: signs)
  }

  /// Takes steps until the optimality conditions hold.
  ///
  /// - Throws: ``SupportVectorMachineError`` when that takes too many.
  package mutating func solved() throws -> Solution {
    var i = strongest()
    var stepsToShrinking = shrinkingInterval
    var hasLookedAgain = false
    while true {
      let first = rows.row(i)
      let (j, violation) = WorkingSetSearch.partner(
        of: forces[i] + growth[i], kernelOfItself: diagonal[i], row: first, diagonal: diagonal,
        forces: forces, shrinkage: shrinkage)
      let isShrunk = rows.places.count < signs.count
      if j < 0 || violation < tolerance {
        guard isShrunk else { return solution() }
        restore()
        i = strongest()
        stepsToShrinking = shrinkingInterval
        continue
      }
      if isShrunk && !hasLookedAgain && violation < 10 * tolerance {
        // Near the end it is clearer who matters: what was left out too early comes back.
        hasLookedAgain = true
        restore()
        i = strongest()
        stepsToShrinking = 1
        continue
      }
      guard iterations < maximumIterations else {
        throw SupportVectorMachineError.notConverged(iterations: iterations, violation: violation)
      }
      iterations += 1
      let second = rows.row(j)
      let step = step(i, j, kernel: Double(first[j]))
      i = WorkingSetSearch.advance(
        &forces, first: first, second: second, step: step, growth: growth)
      stepsToShrinking -= 1
      if stepsToShrinking == 0 {
        stepsToShrinking = shrinkingInterval
        if shrink() { i = strongest() }
      }
    }
  }

  /// Looks at these samples from now on.
  private mutating func look(at places: [Int], forces: [Double]) {
    if places.count < rows.places.count || places.count > rows.places.count { rows.cover(places) }
    let padding = rows.paddedCount - places.count
    diagonal = rows.diagonal()
    self.forces = forces + [Double](repeating: 0, count: padding)
    growth = Array(repeating: -.infinity, count: rows.paddedCount)
    shrinkage = growth
    for position in places.indices { updateRoom(position) }
  }

  private mutating func updateRoom(_ position: Int) {
    let sample = rows.places[position]
    let (mayRise, mayFall) = (alphas[sample] < bounds[sample], alphas[sample] > 0)
    growth[position] = (signs[sample] > 0 ? mayRise : mayFall) ? 0 : -.infinity
    shrinkage[position] = (signs[sample] > 0 ? mayFall : mayRise) ? 0 : -.infinity
  }

  /// The sample that is pushed up most among those that may grow.
  private func strongest() -> Int {
    var best = 0
    for t in forces.indices where forces[t] + growth[t] > forces[best] + growth[best] { best = t }
    return best
  }

  /// Leaves out samples at a bound that are pushed further out than any partner could pull. Returns whether it did.
  private mutating func shrink() -> Bool {
    let places = rows.places
    let high = forces.indices.reduce(-Double.infinity) { max($0, forces[$1] + growth[$1]) }
    let low = forces.indices.reduce(Double.infinity) { min($0, forces[$1] - shrinkage[$1]) }
    let kept = places.indices.filter { t in
      (growth[t] == 0 && forces[t] >= low) || (shrinkage[t] == 0 && forces[t] <= high)
    }
    // Rows are computed anew: a few samples fewer are not worth that.
    guard kept.count >= 2, 10 * kept.count < 9 * places.count else { return false }
    look(at: kept.map { places[$0] }, forces: kept.map { forces[$0] })
    return true
  }

  /// Looks at all samples again, with the forces that those left out have by now.
  private mutating func restore() {
    var all = [Double](repeating: .nan, count: signs.count)
    for (position, sample) in rows.places.enumerated() { all[sample] = forces[position] }
    let others = all.indices.filter { all[$0].isNaN }
    let sums = rows.weightedSums(zip(alphas, signs).map { $0 * $1 }, for: others)
    for (sample, sum) in zip(others, sums) { all[sample] = signs[sample] - sum }
    look(at: Array(signs.indices), forces: all)
  }

  /// Moves `alpha_i y_i` up and `alpha_j y_j` down as far as it helps and the bounds allow.
  private mutating func step(_ first: Int, _ second: Int, kernel: Double) -> Double {
    let (i, j) = (rows.places[first], rows.places[second])
    let curvature = max(
      Double(diagonal[first]) + Double(diagonal[second]) - 2 * kernel, Self.leastCurvature)
    let roomOfFirst = signs[i] > 0 ? bounds[i] - alphas[i] : alphas[i]
    let roomOfSecond = signs[j] > 0 ? alphas[j] : bounds[j] - alphas[j]
    let step = min((forces[first] - forces[second]) / curvature, roomOfFirst, roomOfSecond)
    // At a bound the value is set, not summed, so that it is exactly there.
    alphas[i] =
      step == roomOfFirst ? (signs[i] > 0 ? bounds[i] : 0) : alphas[i] + signs[i] * step
    alphas[j] =
      step == roomOfSecond ? (signs[j] > 0 ? 0 : bounds[j]) : alphas[j] - signs[j] * step
    updateRoom(first)
    updateRoom(second)
    return step
  }

  /// The solution; all samples are looked at.
  private func solution() -> Solution {
    let samples = alphas.indices
    let free = samples.filter { growth[$0] == 0 && shrinkage[$0] == 0 }
    let bias: Double
    if free.isEmpty {
      // Any value between the forces that may not pass each other; the middle of them.
      let low = samples.reduce(-Double.infinity) { max($0, forces[$1] + growth[$1]) }
      let high = samples.reduce(Double.infinity) { min($0, forces[$1] - shrinkage[$1]) }
      bias = (low + high) / 2
    } else {
      bias = free.reduce(0) { $0 + forces[$1] } / Double(free.count)
    }
    // The gradient is -y_i forces_i, and the objective 1/2 sum alpha_i (gradient_i - 1).
    let objective = samples.reduce(0.0) { $0 - alphas[$1] * (signs[$1] * forces[$1] + 1) / 2 }
    return Solution(
      alphas: alphas, bias: bias, objective: objective, iterations: iterations,
      decisionValues: samples.map { signs[$0] - forces[$0] + bias })
  }
}
