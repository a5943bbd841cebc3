import CLAPACKE
import DenseAlgebra
import Foundation
import LearningCore

/// The penalised likelihood of a logistic regression in standardised columns, the intercept last.
struct LogisticProblem {
  /// `rows * (columns + 1)`: the standardised values and a 1 for the intercept.
  private let table: [Double]
  private let rows: Int
  private let width: Int
  private let labels: [Bool]
  private let weights: [Double]
  private let penalty: Double

  init(
    samples: Matrix, standardization: Standardization, labels: [Bool], weights: [Double],
    penalty: Double
  ) {
    rows = samples.rows
    width = samples.columns + 1
    self.labels = labels
    self.weights = weights
    self.penalty = penalty
    var table: [Double] = []
    table.reserveCapacity(rows * width)
    for row in 0..<rows {
      for column in 0..<samples.columns {
        table.append(
          (Double(samples[row, column]) - standardization.means[column])
            / standardization.scales[column])
      }
      table.append(1)
    }
    self.table = table
  }

  /// Newton's method; a step is halved until the loss falls.
  func solved(maximumIterations: Int) throws -> [Double] {
    var solution = [Double](repeating: 0, count: width)
    var loss = loss(at: solution)
    for _ in 0..<maximumIterations {
      let (direction, decrement) = try newtonStep(at: solution)
      var scale = 1.0
      while scale > 1e-10 {
        let next = zip(solution, direction).map { $0 + scale * $1 }
        let nextLoss = self.loss(at: next)
        if nextLoss <= loss {
          (solution, loss) = (next, nextLoss)
          break
        }
        scale /= 2
      }
      // Half the decrement estimates how far the loss was above its minimum before the step; after it, it is about the
      // square of that. When no step lowers the loss any more, rounding is all that is left.
      if decrement <= 1e-9 * max(1, loss) || scale <= 1e-10 { return solution }
    }
    throw LogisticRegressionError.notConverged(iterations: maximumIterations)
  }

  private func score(_ row: Int, _ solution: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<width { sum += table[row * width + column] * solution[column] }
    return sum
  }

  private func loss(at solution: [Double]) -> Double {
    var loss = penalty / 2 * solution.dropLast().reduce(0) { $0 + $1 * $1 }
    for row in 0..<rows {
      // -ln P is ln(1 + exp(-m)) of the margin m; the form that stays in range for its sign.
      let margin = labels[row] ? score(row, solution) : -score(row, solution)
      loss += weights[row] * (margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin)
    }
    return loss
  }

  /// The solution d of `H d = -g`, and `-g.d`.
  private func newtonStep(at solution: [Double]) throws -> (direction: [Double], decrement: Double)
  {
    var gradient = solution.map { penalty * $0 }
    var hessian = [Double](repeating: 0, count: width * width)
    gradient[width - 1] = 0
    for column in 0..<width - 1 { hessian[column * width + column] = penalty }
    table.withUnsafeBufferPointer { table in
      hessian.withUnsafeMutableBufferPointer { hessian in
        for row in 0..<rows {
          let probability = 1 / (1 + exp(-score(row, solution)))
          let residual = weights[row] * (probability - (labels[row] ? 1 : 0))
          let curvature = weights[row] * probability * (1 - probability)
          // The row's `width` values; the upper triangle of `width * width`.
          for i in 0..<width {
            let value = table[row * width + i]
            gradient[i] += residual * value
            for j in i..<width {
              hessian[i * width + j] += curvature * value * table[row * width + j]
            }
          }
        }
      }
    }
    // The intercept has no ridge; a trace of one keeps the matrix definite when all probabilities are 0 or 1.
    hessian[width * width - 1] += 1e-10
    var direction = gradient.map { -$0 }
    let status = BLAS.holdingOneThread {
      LAPACKE_dposv(
        LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "U")), clapacke_int(width), 1, &hessian,
        clapacke_int(width), &direction, 1)
    }
    guard status == 0 else { throw LogisticRegressionError.singular(minor: Int(status)) }
    let decrement = -zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
    return (direction, decrement)
  }
}
