import Foundation

/// Memory that threads borrow while they work on a piece; there are as many as threads worked at once.
final class Workspaces<Workspace>: @unchecked Sendable {
  private let lock = NSLock()
  private let make: @Sendable () -> Workspace
  private var free: [Workspace] = []

  init(_ make: @escaping @Sendable () -> Workspace) { self.make = make }

  /// Calls `body` with a workspace that no other thread has.
  func withOne<Result>(_ body: (Workspace) throws -> Result) rethrows -> Result {
    let workspace = lock.withLock { free.popLast() } ?? make()
    defer { lock.withLock { free.append(workspace) } }
    return try body(workspace)
  }
}
