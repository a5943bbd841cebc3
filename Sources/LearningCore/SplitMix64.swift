/// A small, fast generator of 64-bit random numbers that is the same on every machine.
///
/// Source: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
  /// The state: the seed, advanced by a fixed odd number with each draw.
  public private(set) var state: UInt64

  /// A generator that starts at `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// The finaliser: a bijection of 64 bits whose output bits depend on all input bits.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The seed of a study, from which each use of randomness draws a stream of its own by name.
///
/// Streams do not depend on each other: adding one, or drawing more from one, leaves the rest as they were.
public struct RandomStreams: Equatable, Sendable {
  /// The one seed.
  public let seed: UInt64

  /// Streams that derive from `seed`.
  public init(seed: UInt64) { self.seed = seed }

  /// The stream of this name; the same seed, name and index always give the same stream.
  public func stream(_ name: String, index: Int = 0) -> SplitMix64 {
    SplitMix64(seed: derivedSeed(name, index: index))
  }

  /// The streams of a part of the study, such as one fold of a cross-validation.
  public func substreams(_ name: String, index: Int = 0) -> RandomStreams {
    RandomStreams(seed: derivedSeed(name, index: index))
  }

  /// FNV-1a over the name, mixed with the seed and the index.
  private func derivedSeed(_ name: String, index: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let mixedSeed = SplitMix64.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    return SplitMix64.mixed(mixedSeed ^ hash ^ SplitMix64.mixed(UInt64(truncatingIfNeeded: index)))
  }
}
