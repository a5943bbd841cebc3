import Foundation

/// A generator whose draws are fixed by its seed.
struct FixedNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

/// The cosine, so that tests need not import Foundation for it.
func cosine(_ angle: Double) -> Double { cos(angle) }
