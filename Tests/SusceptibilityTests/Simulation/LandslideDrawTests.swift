import LearningCore
import Susceptibility
import Testing

@Suite struct LandslideDrawTests {
  @Test func drawsDistinctCellsByTheirProbabilities() {
    let scores = (0..<4000).map { Double($0 % 40) / 10 }
    let draw = LandslideDraw(
      scores: scores, landslides: 500, streams: RandomStreams(seed: 5))
    #expect(draw.cells.count == 500 && Set(draw.cells).count == 500)
    #expect(abs(draw.probabilities.reduce(0, +) - 500) < 1e-3)
    // Of the 1,000 cells with the highest scores about as many are hit as their probabilities add up to.
    let top = Set(scores.indices.filter { scores[$0] >= 3 })
    let expected = top.reduce(0) { $0 + draw.probabilities[$1] }
    #expect(abs(Double(draw.cells.filter(top.contains).count) - expected) < 40)
  }

  @Test func equalScoresAreDrawnEvenly() {
    let draw = LandslideDraw(
      scores: Array(repeating: 1, count: 100), landslides: 20, streams: RandomStreams(seed: 1))
    #expect(draw.probabilities.allSatisfy { abs($0 - 0.2) < 1e-9 })
    #expect(draw.cells.count == 20)
  }
}
