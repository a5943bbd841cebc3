/// Asks whether a task is cancelled, from threads that do not belong to it.
///
/// `Task.isCancelled` knows only the task that the calling thread works for. Asking a task is safe from any thread while
/// the task is alive, which it is inside `withUnsafeCurrentTask`.
package struct TaskCancellation: @unchecked Sendable {
  private let task: UnsafeCurrentTask?

  package init(of task: UnsafeCurrentTask?) { self.task = task }

  package var isCancelled: Bool { task?.isCancelled ?? false }
}
