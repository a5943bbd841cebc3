/// Solves the dual problem of a support vector machine two samples at a time.
///
/// ```
/// minimise  1/2 sum_ij alpha_i alpha_j y_i y_j K_ij - sum_i alpha_i
/// subject to  0 <= alpha_i <= C_i,  sum_i alpha_i y_i = 0
/// ```
/// Source: Platt (1998), with the working set chosen by second-order information (Fan, Chen and Lin 2005, JMLR 6,
/// 1889-1918, WSS 2).
struct SequentialMinimalOptimization {
  /// The solution.
  struct Solution: Sendable {
    let alphas: [Double]
    let bias: Double
    /// The minimum of the dual problem as written above.
    let objective: Double
    let iterations: Int
    /// `sum_j alpha_j y_j K_ij + bias` of the training samples.
    let decisionValues: [Double]
  }

  /// The least curvature along a step, for samples that coincide.
  private static let leastCurvature = 1e-12

  let rows: KernelRows
  /// 1 for landslides, -1 for absences.
  let signs: [Double]
  /// `C_i`.
  let bounds: [Double]
  /// The largest violation of the optimality conditions that is let pass.
  let tolerance: Double
  let maximumIterations: Int

  func solved() throws -> Solution {
    let n = rows.count
    var alphas = [Double](repeating: 0, count: n)
    // -y_i times the gradient, y_i - sum_j alpha_j y_j K_ij: at the optimum those that may grow are below those that
    // may shrink.
    var forces = signs
    // 0 where alpha_i y_i may grow (shrink), -infinity where it may not.
    var growth = signs.map { $0 > 0 ? 0 : -Double.infinity }
    var shrinkage = signs.map { $0 > 0 ? -Double.infinity : 0 }
    var iterations = 0
    try alphas.withUnsafeMutableBufferPointer { alphas in
      try forces.withUnsafeMutableBufferPointer { forces in
        try growth.withUnsafeMutableBufferPointer { growth in
          try shrinkage.withUnsafeMutableBufferPointer { shrinkage in
            while true {
              let i = Self.strongest(forces, growth)
              let first = rows.row(i)
              guard let j = partner(of: i, first, forces, shrinkage) else { return }
              guard iterations < maximumIterations else {
                throw SupportVectorMachineError.notConverged(
                  iterations: iterations, violation: Self.violation(forces, growth, shrinkage))
              }
              iterations += 1
              let second = rows.row(j)
              let step = step(i, j, first, alphas, forces)
              for t in 0..<n { forces[t] -= step * Double(first[t] - second[t]) }
              for t in [i, j] {
                let (mayRise, mayFall) = (alphas[t] < bounds[t], alphas[t] > 0)
                growth[t] = (signs[t] > 0 ? mayRise : mayFall) ? 0 : -.infinity
                shrinkage[t] = (signs[t] > 0 ? mayFall : mayRise) ? 0 : -.infinity
              }
            }
          }
        }
      }
    }
    return solution(alphas, forces, growth, shrinkage, iterations)
  }

  /// The sample whose `alpha y` is pushed up most among those that may grow.
  private static func strongest(
    _ forces: UnsafeMutableBufferPointer<Double>, _ growth: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    var best = (index: 0, force: -Double.infinity)
    for t in 0..<forces.count {
      let force = forces[t] + growth[t]
      if force > best.force { best = (t, force) }
    }
    return best.index
  }

  /// The sample that lowers the objective most together with `i`, or `nil` at the optimum.
  private func partner(
    of i: Int, _ row: UnsafePointer<Float>, _ forces: UnsafeMutableBufferPointer<Double>,
    _ shrinkage: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    let force = forces[i]
    let own = rows.diagonal[i]
    var largest = -Double.infinity
    // The gain is difference^2 / curvature; fractions are compared by their cross products.
    var best = (index: -1, numerator: 0.0, denominator: 1.0)
    rows.diagonal.withUnsafeBufferPointer { diagonal in
      for t in 0..<forces.count {
        let difference = force - forces[t] + shrinkage[t]
        if difference > largest { largest = difference }
        let positive = max(difference, 0)
        let curvature = max(own + diagonal[t] - 2 * Double(row[t]), Self.leastCurvature)
        let numerator = positive * positive
        if numerator * best.denominator > best.numerator * curvature {
          best = (t, numerator, curvature)
        }
      }
    }
    return largest >= tolerance && best.index >= 0 ? best.index : nil
  }

  /// Moves `alpha_i y_i` up and `alpha_j y_j` down as far as it helps and the bounds allow.
  private func step(
    _ i: Int, _ j: Int, _ row: UnsafePointer<Float>,
    _ alphas: UnsafeMutableBufferPointer<Double>, _ forces: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let curvature = max(
      rows.diagonal[i] + rows.diagonal[j] - 2 * Double(row[j]), Self.leastCurvature)
    let roomOfFirst = signs[i] > 0 ? bounds[i] - alphas[i] : alphas[i]
    let roomOfSecond = signs[j] > 0 ? alphas[j] : bounds[j] - alphas[j]
    let step = min((forces[i] - forces[j]) / curvature, roomOfFirst, roomOfSecond)
    // At a bound the value is set, not summed, so that it is exactly there.
    alphas[i] =
      step == roomOfFirst ? (signs[i] > 0 ? bounds[i] : 0) : alphas[i] + signs[i] * step
    alphas[j] =
      step == roomOfSecond ? (signs[j] > 0 ? 0 : bounds[j]) : alphas[j] - signs[j] * step
    return step
  }

  private static func violation(
    _ forces: UnsafeMutableBufferPointer<Double>, _ growth: UnsafeMutableBufferPointer<Double>,
    _ shrinkage: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var (up, down) = (-Double.infinity, -Double.infinity)
    for t in 0..<forces.count {
      up = max(up, forces[t] + growth[t])
      down = max(down, shrinkage[t] - forces[t])
    }
    return up + down
  }

  private func solution(
    _ alphas: [Double], _ forces: [Double], _ growth: [Double], _ shrinkage: [Double],
    _ iterations: Int
  ) -> Solution {
    let free = forces.indices.filter { growth[$0] == 0 && shrinkage[$0] == 0 }
    let bias: Double
    if free.isEmpty {
      // Any value between the forces that may not pass each other; the middle of them.
      let low = forces.indices.reduce(-Double.infinity) { max($0, forces[$1] + growth[$1]) }
      let high = forces.indices.reduce(Double.infinity) { min($0, forces[$1] - shrinkage[$1]) }
      bias = (low + high) / 2
    } else {
      bias = free.reduce(0) { $0 + forces[$1] } / Double(free.count)
    }
    // The gradient is -y_i forces_i, and the objective 1/2 sum alpha_i (gradient_i - 1).
    let objective = alphas.indices.reduce(0.0) {
      $0 - alphas[$1] * (signs[$1] * forces[$1] + 1) / 2
    }
    return Solution(
      alphas: alphas, bias: bias, objective: objective, iterations: iterations,
      decisionValues: forces.indices.map { signs[$0] - forces[$0] + bias })
  }
}
