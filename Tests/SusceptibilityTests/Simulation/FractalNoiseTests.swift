import Susceptibility
import Testing

@Suite struct FractalNoiseTests {
  @Test func hasMeanZeroAndDeviationOne() {
    for octaves in [1, 5] {
      let noise = FractalNoise(seed: 3, wavelength: 90, octaves: octaves)
      let values = noise.field(count: 200, cellSize: 30, threads: 1).map(Double.init)
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count) - mean * mean
      #expect(abs(mean) < 0.1)
      #expect(abs(variance.squareRoot() - 1) < 0.2)
    }
  }

  @Test func isSmoothAndTheSameForAnyNumberOfThreads() {
    let noise = FractalNoise(seed: 3, wavelength: 1000, octaves: 3)
    #expect(abs(noise.value(x: 500, y: 700) - noise.value(x: 500.01, y: 700.01)) < 1e-3)
    #expect(
      noise.value(x: 500, y: 700)
        != FractalNoise(seed: 4, wavelength: 1000, octaves: 3).value(x: 500, y: 700))
    #expect(
      noise.field(count: 50, cellSize: 30, threads: 1)
        == noise.field(count: 50, cellSize: 30, threads: 4))
  }
}
