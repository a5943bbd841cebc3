import Foundation
import Parallelism
import Testing

@Suite struct ParallelProgressTests {
  @Test(arguments: [1, 2, 4]) func everyPieceIsCounted(threads: Int) throws {
    let whole = Progress(totalUnitCount: 4)
    let stage = Progress.stage(of: whole, units: 3)
    try Parallel.forEach(50_000, threads: threads, progress: stage) { _ in }
    #expect(stage?.completedUnitCount == 50_000)
    #expect(whole.fractionCompleted == 0.75)
    #expect(Progress.stage(of: nil) == nil)
  }

  @Test(arguments: [1, 4]) func aCancelledProgressEndsTheLoop(threads: Int) {
    let whole = Progress(totalUnitCount: 1)
    let stage = Progress.stage(of: whole)
    #expect(throws: CancellationError.self) {
      try Parallel.forEach(1_000, threads: threads, progress: stage) { index in
        if index == 10 { whole.cancel() }
      }
    }
    #expect(whole.fractionCompleted < 1)
    #expect(throws: CancellationError.self) { try Progress.advance(stage, to: 1) }
  }

  @Test(arguments: [1, 4]) func aCancelledTaskEndsTheLoop(threads: Int) async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      try Parallel.forEach(1_000, threads: threads, progress: nil) { _ in }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func whatIsFollowedIsReportedUntilItEnds() {
    let reports = Reports()
    let result = Progress.following(report: reports.add) { progress in
      progress.totalUnitCount = 4
      progress.completedUnitCount = 3
      while reports.all.isEmpty { Thread.sleep(forTimeInterval: 0.01) }
      return 7
    }
    #expect(result == 7)
    let count = reports.all.count
    #expect(Set(reports.all) == [0.75])
    Thread.sleep(forTimeInterval: 0.3)
    #expect(reports.all.count == count, "nothing comes after the work")
    #expect(throws: CancellationError.self) {
      try Progress.following(report: reports.add) { _ in throw CancellationError() }
    }
  }

  @Test func oneThreadCountsItsOwnUnits() throws {
    let progress = Progress(totalUnitCount: 8)
    try Progress.advance(progress, to: 2)
    #expect(progress.fractionCompleted == 0.25)
  }
}

/// Fractions that came from another thread.
private final class Reports: @unchecked Sendable {
  private let lock = NSLock()
  private var fractions: [Double] = []
  var all: [Double] { lock.withLock { fractions } }
  func add(_ fraction: Double) { lock.withLock { fractions.append(fraction) } }
}
