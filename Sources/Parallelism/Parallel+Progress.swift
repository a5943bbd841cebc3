import Foundation

extension Parallel {
  /// Calls `body` once for each index in `0..<count`, tells `progress` of each that has ended, and stops when asked to.
  ///
  /// `progress` gets `count` units, so it should be new: one of the caller's, or a ``Foundation/Progress/stage(of:units:)``.
  /// It may be cancelled from any thread. The task that calls is asked too, before each index.
  ///
  /// - Throws: `CancellationError` when `progress` or the calling task is cancelled; otherwise as
  ///   ``forEach(_:threads:_:)``.
  package static func forEach(
    _ count: Int, threads: Int? = nil, progress: Progress?,
    _ body: @Sendable (Int) throws -> Void
  ) throws {
    try forEach(count, threads: threads, counter: ProgressCounter(progress, units: count)) {
      try body($0)
      return 1
    }
  }

  /// Calls `body` once for each index in `0..<count`, tells `counter` how many units each has ended, and stops when asked to.
  ///
  /// Several loops may count on one after the other, where it is not known before how many there will be.
  ///
  /// - Throws: as ``forEach(_:threads:progress:_:)``.
  package static func forEach(
    _ count: Int, threads: Int? = nil, counter: ProgressCounter,
    _ body: @Sendable (Int) throws -> Int
  ) throws {
    try withUnsafeCurrentTask { task in
      let cancellation = TaskCancellation(of: task)
      try forEach(count, threads: threads) { index in
        if cancellation.isCancelled || counter.isCancelled { throw CancellationError() }
        counter.increase(by: try body(index))
      }
    }
  }
}

/// Counts the units of a progress from several threads.
///
/// `completedUnitCount += 1` reads and writes, and two threads can lose one of their units between.
package final class ProgressCounter: @unchecked Sendable {
  private let lock = NSLock()
  private let progress: Progress?
  private var completed: Int64 = 0

  /// - Parameters:
  ///   - progress: gets `units` units, so it should be new.
  ///   - units: all that will be counted.
  package init(_ progress: Progress?, units: Int) {
    self.progress = progress
    Progress.begin(progress, units: units)
  }

  package var isCancelled: Bool { progress?.isCancelled ?? false }

  package func increase(by units: Int) {
    guard let progress, units > 0 else { return }
    lock.withLock {
      completed += Int64(units)
      progress.completedUnitCount = completed
    }
  }
}

extension Progress {
  /// A part of this progress that ends `units` of its total; `nil` without one.
  package static func stage(of parent: Progress?, units: Int64 = 1) -> Progress? {
    parent.map { Progress(totalUnitCount: 1, parent: $0, pendingUnitCount: units) }
  }

  /// Says how many units there are, below 0 when that is not known; without any the work is done.
  ///
  /// Foundation on Linux traps when the part of another progress gets a total of 0.
  package static func begin(_ progress: Progress?, units: Int) {
    progress?.totalUnitCount = units == 0 ? 1 : Int64(units)
    if units == 0 { progress?.completedUnitCount = 1 }
  }

  /// For loops on one thread: throws `CancellationError` when `progress` or the current task is cancelled, else says how
  /// many units have ended.
  package static func advance(_ progress: Progress?, to completed: Int) throws {
    if progress?.isCancelled == true || Task.isCancelled { throw CancellationError() }
    progress?.completedUnitCount = Int64(completed)
  }
}
