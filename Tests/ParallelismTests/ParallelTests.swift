import Foundation
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

  @Test func theMostCostlyBeginFirstAndResultsKeepTheirPlaces() throws {
    let begun = Begun()
    let results = try Parallel.map(costs: [1, 5, 2, 5], threads: 1) { index in
      begun.add(index)
      return 10 * index
    }
    #expect(results == [0, 10, 20, 30])
    #expect(begun.indices == [1, 3, 2, 0])
    #expect(try Parallel.map(costs: [3, 1, 2], threads: 3) { $0 } == [0, 1, 2])
    #expect(try Parallel.map(costs: []) { $0 } == [])
  }
}

/// The order in which pieces began.
private final class Begun: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [Int] = []

  var indices: [Int] { lock.withLock { list } }

  func add(_ index: Int) { lock.withLock { list.append(index) } }
}
