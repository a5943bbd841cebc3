import LearningCore
import Testing

@testable import FactorAnalysis

@Suite struct RadixSortTests {
  @Test func ordersAsComparingDoes() {
    var generator = SplitMix64(seed: 3)
    let values = (0..<5_000).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
    }
    let sorted = RadixSort.sortedKeys(of: values).map(RadixSort.value(ofKey:))
    #expect(sorted == values.filter(\.isFinite).sorted())
  }

  @Test func bothZerosAreOneValue() {
    let distinct = DistinctValues([-0.0, 0, -1, .nan, 1, -.infinity] as [Float])
    #expect(distinct.values == [-1, 0, 1])
    #expect(distinct.counts == [1, 2, 1])
    #expect(distinct.values[1].sign == .plus)
  }
}
