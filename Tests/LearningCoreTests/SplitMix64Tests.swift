import LearningCore
import Testing

@Suite struct SplitMix64Tests {
  /// The first outputs for seed 1234567, from the test vectors of the reference implementation (Vigna, splitmix64.c).
  @Test func matchesTheReferenceImplementation() {
    var generator = SplitMix64(seed: 1_234_567)
    let drawn = (0..<5).map { _ in generator.next() }
    #expect(
      drawn == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func streamsDependOnSeedNameAndIndexOnly() {
    let streams = RandomStreams(seed: 7)
    #expect(streams.stream("split") == RandomStreams(seed: 7).stream("split"))
    #expect(streams.stream("split") != streams.stream("absences"))
    #expect(streams.stream("split") != streams.stream("split", index: 1))
    #expect(streams.stream("split") != RandomStreams(seed: 8).stream("split"))
  }

  @Test func drawsHaveTheirDistributions() {
    var generator = SplitMix64(seed: 1)
    let n = 20_000
    let uniforms = (0..<n).map { _ in generator.uniform() }
    let normals = (0..<n).map { _ in generator.normal() }
    // Four standard errors of the mean: 4 / sqrt(12 n) = 0.0082 and 4 / sqrt(n) = 0.028.
    #expect(abs(uniforms.reduce(0, +) / Double(n) - 0.5) < 0.0082)
    #expect(abs(normals.reduce(0, +) / Double(n)) < 0.028)
    #expect(abs(normals.map { $0 * $0 }.reduce(0, +) / Double(n) - 1) < 0.04)
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test func aPermutationHoldsEachIndexOnce() {
    var generator = SplitMix64(seed: 3)
    #expect(generator.permutation(of: 100).sorted() == Array(0..<100))
    #expect(generator.permutation(of: 0).isEmpty)
  }
}
