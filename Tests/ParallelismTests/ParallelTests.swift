import Parallelism
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [1, 2, 4]) func eachIndexRunsOnceAndResultsKeepTheirOrder(threads: Int) throws {
    let squares = try Parallel.map(1_000, threads: threads) { $0 * $0 }
    #expect(squares == (0..<1_000).map { $0 * $0 })
  }

  @Test(arguments: [1, 4]) func anErrorEndsTheLoopAndIsThrown(threads: Int) {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try Parallel.forEach(100, threads: threads) { if $0 == 7 { throw Failure() } }
    }
  }

  @Test func chunksCoverTheRange() {
    #expect(Parallel.chunks(of: 7, size: 3) == [0..<3, 3..<6, 6..<7])
    #expect(Parallel.chunks(of: 0, size: 3).isEmpty)
  }
}
