/// Solves the dual problem of a support vector machine two samples at a time.
///
/// ```
/// minimise  1/2 sum_ij alpha_i alpha_j y_i y_j K_ij - sum_i alpha_i
/// subject to  0 <= alpha_i <= C_i,  sum_i alpha_i y_i = 0
/// ```
/// Source: Platt (1998), with the working set chosen by second-order information (Fan, Chen and Lin 2005, JMLR 6,
/// 1889-1918, WSS 2).
package struct SequentialMinimalOptimization {
  /// The solution.
  package struct Solution: Sendable {
    package let alphas: [Double]
    package let bias: Double
    /// The minimum of the dual problem as written above.
    let objective: Double
    let iterations: Int
    /// `sum_j alpha_j y_j K_ij + bias` of the training samples.
    package let decisionValues: [Double]
  }

  /// The least curvature along a step, for samples that coincide.
  private static let leastCurvature = 1e-12

  private let rows: KernelRows
  /// The largest violation of the optimality conditions that is let pass.
  private let tolerance: Double
  private let maximumIterations: Int
  /// 1 for landslides, -1 for absences.
  private let signs: [Double]
  /// `C_i`.
  private let bounds: [Double]
  /// The diagonal of the kernel matrix, padded.
  private let diagonal: [Float]

  private var alphas: [Double]
  // The following are padded to the length of the kernel's rows.
  /// -y_i times the gradient, `y_i - sum_j alpha_j y_j K_ij`: at the optimum those that may grow are below those that may
  /// shrink.
  private var forces: [Double]
  /// 0 where alpha_i y_i may grow, -infinity where it may not.
  private var growth: [Double]
  /// 0 where alpha_i y_i may shrink, -infinity where it may not.
  private var shrinkage: [Double]
  private var iterations = 0

  /// A problem at its start, where all alphas are 0.
  package init(
    rows: KernelRows, signs: [Double], bounds: [Double], tolerance: Double, maximumIterations: Int
  ) {
    self.rows = rows
    self.signs = signs
    self.bounds = bounds
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    let padding = rows.paddedCount - rows.count
    let closed = [Double](repeating: -.infinity, count: padding)
    diagonal = rows.diagonal.map(Float.init) + [Float](repeating: 1, count: padding)
    alphas = Array(repeating: 0, count: rows.count)
    forces = signs + [Double](repeating: 0, count: padding)
    growth = signs.map { $0 > 0 ? 0 : -.infinity } + closed
    shrinkage = signs.map { $0 > 0 ? -.infinity : 0 } + closed
  }

  /// Takes steps until the optimality conditions hold.
  ///
  /// - Throws: ``SupportVectorMachineError`` when that takes too many.
  package mutating func solved() throws -> Solution {
    while true {
      let i = WorkingSetSearch.strongest(
        forces: forces, growth: growth, count: rows.paddedCount)
      let first = rows.row(i)
      let (j, violation) = WorkingSetSearch.partner(
        of: forces[i], kernelOfItself: diagonal[i], row: first, diagonal: diagonal, forces: forces,
        shrinkage: shrinkage, count: rows.paddedCount)
      guard violation >= tolerance, j >= 0 else { return solution() }
      guard iterations < maximumIterations else {
        throw SupportVectorMachineError.notConverged(iterations: iterations, violation: violation)
      }
      iterations += 1
      let second = rows.row(j)
      let step = step(i, j, kernel: Double(first[j]))
      forces.withUnsafeMutableBufferPointer { forces in
        // Rows are as long as the padded forces.
        for t in 0..<forces.count { forces[t] -= step * Double(first[t] - second[t]) }
      }
      for t in [i, j] {
        let (mayRise, mayFall) = (alphas[t] < bounds[t], alphas[t] > 0)
        growth[t] = (signs[t] > 0 ? mayRise : mayFall) ? 0 : -.infinity
        shrinkage[t] = (signs[t] > 0 ? mayFall : mayRise) ? 0 : -.infinity
      }
    }
  }

  /// Moves `alpha_i y_i` up and `alpha_j y_j` down as far as it helps and the bounds allow.
  private mutating func step(_ i: Int, _ j: Int, kernel: Double) -> Double {
    let curvature = max(
      rows.diagonal[i] + rows.diagonal[j] - 2 * kernel, Self.leastCurvature)
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
