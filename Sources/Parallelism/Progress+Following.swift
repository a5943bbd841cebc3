import Foundation

extension Progress {
  /// Does work that tells a new progress how far it is, and passes its fraction on five times a second.
  ///
  /// `report` is called from another thread, one call at a time; none comes after this function has returned or thrown.
  package static func following<Result>(
    report: @escaping @Sendable (Double) -> Void, _ work: (Progress) throws -> Result
  ) rethrows -> Result {
    let progress = Progress(totalUnitCount: 1)
    let queue = DispatchQueue(label: "progress")
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
    timer.setEventHandler { report(min(1, progress.fractionCompleted)) }
    timer.resume()
    defer {
      timer.cancel()
      // Waits for an event under way.
      queue.sync {}
    }
    return try work(progress)
  }
}
