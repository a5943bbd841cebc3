import Baselines
import LearningCore
import TestSupport
import Testing

@Suite struct WorkingSetSearchTests {
  @Test func findsWhatAPlainSearchFinds() {
    var generator = SplitMix64(seed: 1)
    for count in [16, 32, 48, 160] {
      for _ in 0..<20 {
        let forces = (0..<count).map { _ in generator.normal() }
        let growth = (0..<count).map { _ in generator.uniform() < 0.6 ? 0 : -Double.infinity }
        let row = (0..<count).map { _ in Float(generator.uniform()) }
        let diagonal = (0..<count).map { _ in Float(1 + generator.uniform()) }
        let open = (0..<count).filter { growth[$0] == 0 }
        guard let strongest = open.max(by: { forces[$0] < forces[$1] }) else { continue }
        // A step takes the forces to where they are wanted.
        let other = (0..<count).map { _ in Float(generator.uniform()) }
        var moved = (0..<count).map { forces[$0] + 0.5 * Double(row[$0] - other[$0]) }
        let found = WorkingSetSearch.advance(
          &moved, first: row, second: other, step: 0.5, growth: growth)
        #expect(found == strongest)
        #expect(largestDifference(moved, forces) < 1e-12)
        // The same list serves as those that may shrink.
        let gains = open.map { t -> Double in
          let difference = max(0, 1 - forces[t])
          return difference * difference / Double(1.5 + diagonal[t] - 2 * row[t])
        }
        let partner = WorkingSetSearch.partner(
          of: 1, kernelOfItself: 1.5, row: row, diagonal: diagonal, forces: forces,
          shrinkage: growth)
        let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
        // Where no force is below the given one there is nothing to gain.
        #expect(partner.index == (gains[best] > 0 ? open[best] : -1))
        #expect(partner.largestDifference == open.map { 1 - forces[$0] }.max())
      }
    }
  }

  @Test func nothingToGainIsNoPartner() {
    let closed = [Double](repeating: -.infinity, count: 16)
    let found = WorkingSetSearch.partner(
      of: 0, kernelOfItself: 1, row: [Float](repeating: 0, count: 16),
      diagonal: [Float](repeating: 1, count: 16), forces: (0..<16).map(Double.init),
      shrinkage: closed)
    #expect(found.index == -1 && found.largestDifference == -.infinity)
  }
}
