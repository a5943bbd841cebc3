import Dispatch
import Foundation

/// Loops over independent pieces of work on a bounded number of threads.
///
/// The pieces are fixed by the caller and do not depend on the number of threads, so a result that is
/// put together in the order of the pieces is the same for any number of threads.
package enum Parallel {
  /// The number of threads to use when the caller does not say: one for each active core.
  package static var availableThreads: Int {
    max(1, ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Calls `body` once for each index in `0..<count`, on at most `threads` threads.
  ///
  /// Idle threads take the next index, so pieces of unequal cost balance out. The first error (of the
  /// lowest index that failed) is thrown after running pieces have ended; pieces that had not begun are dropped.
  ///
  /// - Parameters:
  ///   - threads: `nil` means ``availableThreads``; values below 1 count as 1.
  package static func forEach(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let workers = min(count, max(1, threads ?? availableThreads))
    guard workers > 1 else {
      for index in 0..<count {
        try body(index)
      }
      return
    }
    let queue = WorkQueue(count: count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = queue.next() {
        do { try body(index) } catch { queue.fail(error, at: index) }
      }
    }
    if let error = queue.error { throw error }
  }

  /// Calls `body` once for each index in `0..<count`, on at most `threads` threads; it cannot fail.
  package static func forEach(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Void
  ) {
    let workers = min(count, max(1, threads ?? availableThreads))
    guard workers > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let queue = WorkQueue(count: count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let index = queue.next() { body(index) }
    }
  }

  /// The results of `body` for `0..<count`, in order, computed on at most `threads` threads.
  package static func map<Result: Sendable>(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let results = Slots<Result>(count: count)
    try forEach(count, threads: threads) { index in
      let result = try body(index)
      results.set(result, at: index)
    }
    return results.values
  }

  /// The results of `body` for `0..<count`, in order; it cannot fail.
  package static func map<Result: Sendable>(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Slots<Result>(count: count)
    forEach(count, threads: threads) { index in results.set(body(index), at: index) }
    return results.values
  }

  /// Cuts `0..<count` into consecutive ranges of at most `size` elements.
  package static func chunks(of count: Int, size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}

/// A pointer that several threads write through, each to elements of its own.
///
/// Bounds: the caller states them where the pointer is made; nothing is checked here.
package struct SharedPointer<Element>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Element>

  package init(_ base: UnsafeMutablePointer<Element>) { self.base = base }

  package subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}

/// Hands out `0..<count` once each, and keeps the error of the lowest index.
private final class WorkQueue: @unchecked Sendable {
  private let lock = NSLock()
  private let count: Int
  private var position = 0
  private var failure: (index: Int, error: any Error)?

  init(count: Int) { self.count = count }

  var error: (any Error)? { lock.withLock { failure?.error } }

  func next() -> Int? {
    lock.withLock {
      guard position < count, failure == nil else { return nil }
      defer { position += 1 }
      return position
    }
  }

  func fail(_ error: any Error, at index: Int) {
    lock.withLock {
      if let failure, failure.index < index { return }
      failure = (index, error)
    }
  }
}

/// One place for each result, filled in any order.
private final class Slots<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var storage: [Value?]

  init(count: Int) { storage = Array(repeating: nil, count: count) }

  var values: [Value] { lock.withLock { storage.compactMap { $0 } } }

  func set(_ value: Value, at index: Int) { lock.withLock { storage[index] = value } }
}
