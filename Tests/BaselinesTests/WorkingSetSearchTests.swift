import Baselines
import LearningCore
import Testing

@Suite struct WorkingSetSearchTests {
  @Test func findsWhatAPlainSearchFinds() {
    var generator = SplitMix64(seed: 1)
    for count in [4, 8, 20, 48] {
      for _ in 0..<20 {
        let forces = (0..<count).map { _ in generator.normal() }
        let growth = (0..<count).map { _ in generator.uniform() < 0.6 ? 0 : -Double.infinity }
        let row = (0..<count).map { _ in Float(generator.uniform()) }
        let diagonal = (0..<count).map { _ in Float(1 + generator.uniform()) }
        let open = (0..<count).filter { growth[$0] == 0 }
        guard let strongest = open.max(by: { forces[$0] < forces[$1] }) else { continue }
        let found = WorkingSetSearch.strongest(forces: forces, growth: growth, count: count)
        #expect(found == strongest)
        // The same list serves as those that may shrink.
        let gains = open.map { t -> Double in
          let difference = max(0, 1 - forces[t])
          return difference * difference / Double(1.5 + diagonal[t] - 2 * row[t])
        }
        let partner = WorkingSetSearch.partner(
          of: 1, kernelOfItself: 1.5, row: row, diagonal: diagonal, forces: forces,
          shrinkage: growth, count: count)
        let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
        // Where no force is below the given one there is nothing to gain.
        #expect(partner.index == (gains[best] > 0 ? open[best] : -1))
        #expect(partner.largestDifference == open.map { 1 - forces[$0] }.max())
      }
    }
  }

  @Test func nothingToGainIsNoPartner() {
    let closed = [Double](repeating: -.infinity, count: 4)
    let found = WorkingSetSearch.partner(
      of: 0, kernelOfItself: 1, row: [0, 0, 0, 0], diagonal: [1, 1, 1, 1],
      forces: [1, 2, 3, 4], shrinkage: closed, count: 4)
    #expect(found.index == -1 && found.largestDifference == -.infinity)
  }
}
