import Foundation
import Parallelism
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

  /// Whether standard error is a terminal that a line can be drawn over on.
  static var isTerminal: Bool {
    isatty(2) != 0 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }
}

/// Shows how far work is: a bar with the time left on a terminal; in a log a line when a step has ended, and one a minute
/// while it takes longer.
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

  /// Does work that tells a `Progress` how far it is, and shows that as the step of a study.
  func follow<Result>(_ label: String, _ work: (Progress) throws -> Result) rethrows -> Result {
    guard !isQuiet else { return try work(Progress(totalUnitCount: 1)) }
    lock.withLock { begin(label, "") }
    do {
      let result = try Progress.following(
        report: { fraction in self.lock.withLock { self.advance(fraction) } }, work)
      lock.withLock { line("\(label): \(Self.duration(Date().timeIntervalSince(start)))") }
      return result
    } catch {
      lock.withLock { clear() }
      throw error
    }
  }

  private func begin(_ step: String, _ detail: String) {
    label = detail.isEmpty || detail == step ? step : "\(step) (\(detail))"
    start = Date()
    lastShown = isTerminal ? .distantPast : start
    advance(0)
  }

  private func advance(_ fraction: Double) {
    let now = Date()
    guard now.timeIntervalSince(lastShown) > (isTerminal ? 0.1 : 60) else { return }
    lastShown = now
    let elapsed = now.timeIntervalSince(start)
    // Before a few per cent are done an estimate would only jump about; at the end files are written.
    let left =
      fraction > 0.03 && fraction < 0.99
      ? ", \(Self.duration(elapsed / fraction - elapsed)) left" : ""
    let percent = "\(Int(min(1, max(0, fraction)) * 100)) %\(left)"
    guard isTerminal else { return write("\(label): \(percent)\n") }
    let width = 24
    let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    write("\r\u{1B}[K\(label) [\(bar)] \(percent)")
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
