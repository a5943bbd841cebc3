import Foundation
import Susceptibility

/// What a person reads: results on standard output, progress and errors on standard error.
enum Console {
  /// Prints a result.
  static func print(_ text: String) { Swift.print(text) }

  /// Prints an error.
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// The message of an error of Scarp, or of the system.
  static func message(of error: any Error) -> String {
    (error as NSError).domain == NSCocoaErrorDomain ? error.localizedDescription : "\(error)"
  }

  /// Whether standard error is a terminal.
  static var isTerminal: Bool { isatty(2) != 0 }
}

/// Shows the progress of a study: a bar with the time left on a terminal, a line for each step in a log.
final class ProgressDisplay: @unchecked Sendable {
  private let lock = NSLock()
  private let isQuiet: Bool
  private let isTerminal = Console.isTerminal
  private var label = ""
  private var start = Date()
  private var lastShown = Date.distantPast
  private var hasBar = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Receives the events of a study.
  func receive(_ event: StudyEvent) {
    guard !isQuiet else { return }
    lock.withLock {
      switch event {
      case .began(let step, let detail): begin(step.rawValue, detail)
      case .advanced(_, let fraction): advance(fraction)
      case .ended(_, _, let seconds, let reused):
        line("\(label): \(reused ? "unchanged" : Self.duration(seconds))")
      case .warned(let text): line("warning: \(text)")
      }
    }
  }

  /// Shows the progress of something that is not a study.
  func show(_ label: String) -> @Sendable (Double) -> Void {
    lock.withLock { begin(label, "") }
    return { fraction in
      guard !self.isQuiet else { return }
      self.lock.withLock {
        self.advance(fraction)
        if fraction >= 1 { self.clear() }
      }
    }
  }

  /// Does work that tells a `Progress` how far it is, and shows that on a terminal.
  func follow<Result>(_ label: String, _ work: (Progress) throws -> Result) rethrows -> Result {
    let progress = Progress(totalUnitCount: 1)
    guard isTerminal, !isQuiet else { return try work(progress) }
    let show = show(label)
    let queue = DispatchQueue(label: "progress")
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
    timer.setEventHandler { show(min(0.99, progress.fractionCompleted)) }
    timer.resume()
    defer {
      timer.cancel()
      queue.sync { show(1) }
    }
    return try work(progress)
  }

  private func begin(_ step: String, _ detail: String) {
    label = detail.isEmpty || detail == step ? step : "\(step) (\(detail))"
    start = Date()
    lastShown = .distantPast
    advance(0)
  }

  private func advance(_ fraction: Double) {
    let now = Date()
    guard isTerminal, now.timeIntervalSince(lastShown) > 0.1 else { return }
    lastShown = now
    let width = 24
    let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let elapsed = now.timeIntervalSince(start)
    // Before a few per cent are done an estimate would only jump about.
    let left =
      fraction > 0.03 && fraction < 1
      ? ", \(Self.duration(elapsed / fraction - elapsed)) left" : ""
    write("\r\u{1B}[K\(label) [\(bar)] \(Int(fraction * 100)) %\(left)")
    hasBar = true
  }

  private func line(_ text: String) {
    clear()
    write(text + "\n")
  }

  private func clear() {
    if hasBar { write("\r\u{1B}[K") }
    hasBar = false
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  private static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    return whole < 3600
      ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
