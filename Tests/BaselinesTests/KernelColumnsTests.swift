import Baselines
import Foundation
import LearningCore
import Testing

@Suite struct KernelColumnsTests {
  static let kernels: [ResolvedKernel] = [
    .linear, .radialBasis(gamma: 0.3), .polynomial(degree: 3, gamma: 0.2, coefficient: 1.5),
  ]

  /// The definition in double precision.
  static func kernel(_ kernel: ResolvedKernel, _ a: [Float], _ b: [Float]) -> Double {
    let product = zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    let distance = zip(a, b).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    return switch kernel {
    case .linear: product
    case .radialBasis(let gamma): exp(-gamma * distance)
    case .polynomial(let degree, let gamma, let coefficient):
      pow(gamma * product + coefficient, Double(degree))
    }
  }

  /// Counts below, at and above the 16 and 64 samples that the loop takes at once.
  @Test(arguments: kernels, [1, 16, 17, 64, 65, 150])
  func rowsAreTheKernelOfEachPair(kernel: ResolvedKernel, count: Int) {
    var generator = SplitMix64(seed: 2)
    let samples = Matrix(
      rows: count, columns: 5, values: (0..<count * 5).map { _ in Float(generator.normal()) })
    let places = Array((0..<count).reversed())
    let columns = KernelColumns(samples, places: places, kernel: kernel)
    var row = [Float](repeating: .nan, count: columns.paddedCount)
    let own = samples.row(count / 2)
    columns.kernels(with: own, into: &row)
    for (position, place) in places.enumerated() {
      let expected = Self.kernel(kernel, Array(own), Array(samples.row(place)))
      #expect(abs(Double(row[position]) - expected) < 3e-6 * max(1, abs(expected)))
    }
  }

  /// From beyond the least exponent to 0.
  @Test func theExponentialIsThatOfSinglePrecision() {
    let count = 2_000
    let samples = Matrix(rows: count, columns: 1, values: (0..<count).map { Float($0) * 0.0048 })
    let columns = KernelColumns(
      samples, places: Array(0..<count), kernel: .radialBasis(gamma: 1))
    var row = [Float](repeating: 0, count: columns.paddedCount)
    columns.kernels(with: [0], into: &row)
    #expect(row[0] == 1)
    for index in 0..<count {
      let exponent = -Double(samples[index, 0] * samples[index, 0])
      // The polynomial's error is 2e-7; the exponent is rounded to single precision before it.
      #expect(abs(Double(row[index]) / exp(max(exponent, -87)) - 1) < 3e-7 + 1e-7 * -exponent)
    }
  }
}
