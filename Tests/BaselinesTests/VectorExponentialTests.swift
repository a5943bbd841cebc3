import Baselines
import Foundation
import Testing

@Suite struct VectorExponentialTests {
  @Test func isTheExponentialToSinglePrecision() {
    for step in stride(from: Float(-86.9), through: 20, by: 0.0371) {
      let values = exponential(SIMD8(repeating: step))
      let expected = exp(Double(step))
      #expect(abs(Double(values[5]) / expected - 1) < 3e-7)
    }
    #expect(exponential(.zero)[0] == 1)
    #expect(exponential(SIMD8(repeating: -1e30))[0] < 1e-37)
  }
}
